import { Carried } from './carried';
import type { Dockerfile, ImageConfig, Instruction } from './dockerfile/types';
import { readNginx } from './readers/nginx';
import { readPython } from './readers/python';
import { readShellScript } from './readers/shell-script';
import type { NginxFacts, PythonFacts, ShellScriptFacts } from './readers/types';
import { effectsOf, type FileEffect } from './shell/effects';
import { packagesOf } from './shell/packages';
import type { ReadFile } from './shell/requirements';
import { runCommands } from './shell/run';
import type { InstalledPackage, ShellCommand } from './shell/types';

interface Commands {
  readonly config: ImageConfig;
  readonly commands: readonly ShellCommand[];
}

interface Packages {
  readonly packages: readonly InstalledPackage[];
  /** They stand in the command, not in a file that it names. */
  readonly own: boolean;
}

/** What instructions, commands and texts come to by themselves, kept from one pass over a document to the next. */
export class Remembered {
  private readonly commands: Carried<Instruction, Commands>;
  private readonly packages: Carried<ShellCommand, Packages>;
  private readonly effects: Carried<ShellCommand, readonly FileEffect[]>;
  private readonly pythons: Carried<string, PythonFacts>;
  private readonly scripts: Carried<string, ShellScriptFacts>;
  private readonly nginxes: Carried<string, NginxFacts>;

  constructor(previous?: Remembered) {
    this.commands = new Carried(previous?.commands);
    this.packages = new Carried(previous?.packages);
    this.effects = new Carried(previous?.effects);
    this.pythons = new Carried(previous?.pythons);
    this.scripts = new Carried(previous?.scripts);
    this.nginxes = new Carried(previous?.nginxes);
  }

  /** See `runCommands`. An instruction that was taken over sees the same build arguments. */
  commandsOf(instruction: Instruction, config: ImageConfig, dockerfile: Dockerfile): readonly ShellCommand[] {
    return this.commands.get(
      instruction,
      () => ({ config, commands: runCommands(instruction, config, dockerfile) }),
      (it) => it.config === config,
    ).commands;
  }

  /** See `packagesOf`. Those that a file lists are looked up anew. */
  packagesOf(command: ShellCommand, readFile: ReadFile): readonly InstalledPackage[] {
    const make = (): Packages => {
      let own = true;
      const packages = packagesOf(command, (path) => {
        own = false;
        return readFile(path);
      });
      return { packages, own };
    };
    return this.packages.get(command, make, (it) => it.own).packages;
  }

  readonly effectsOf = (command: ShellCommand): readonly FileEffect[] => this.effects.get(command, effectsOf);

  /** See `readPython`. */
  python(text: string, args?: readonly string[]): PythonFacts {
    return this.pythons.get(keyOf(text, args), () => readPython(text, args));
  }

  /** See `readShellScript`. */
  script(text: string, args?: readonly string[], mark?: number): ShellScriptFacts {
    return this.scripts.get(keyOf(text, args, mark), () => readShellScript(text, args, mark));
  }

  /** See `readNginx`. */
  nginx(text: string): NginxFacts {
    return this.nginxes.get(text, readNginx);
  }
}

function keyOf(text: string, args: readonly string[] | undefined, mark = 0): string {
  return args === undefined ? text : JSON.stringify([mark, ...args]) + text;
}
