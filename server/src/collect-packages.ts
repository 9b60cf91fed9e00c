import type { BuildContext } from './context/types';
import { sourcesOfImagePaths } from './context/sources-of-image-paths';
import type { Dockerfile, Instruction, Stage } from './dockerfile/types';
import { memo } from './lazy';
import type { Remembered } from './remembered';
import type { InstalledPackage, ShellCommand } from './shell/types';

export interface CommandsAndPackages {
  readonly commands: readonly ShellCommand[];
  readonly packages: readonly InstalledPackage[];
  commandsOf(instruction: Instruction): readonly ShellCommand[];
  packagesOf(command: ShellCommand): readonly InstalledPackage[];
}

/** All RUN commands of the stage's lineage and the packages they install, requirements files of the context included. */
export function collectPackages(
  stage: Stage,
  dockerfile: Dockerfile,
  context: BuildContext,
  remembered: Remembered,
): CommandsAndPackages {
  const sourceOf = sourcesOfImagePaths(stage, context);
  const readFile = (imagePath: string): { path: string; text: string } | undefined => {
    const path = sourceOf(imagePath);
    const text = path === undefined ? undefined : context.fs.read(path);
    return path === undefined || text === undefined ? undefined : { path, text };
  };
  const commandsOf = memo((instruction: Instruction) =>
    instruction.keyword === 'RUN' ? remembered.commandsOf(instruction, stage.configAt(instruction), dockerfile) : [],
  );
  const packages = memo((command: ShellCommand) => remembered.packagesOf(command, readFile));
  const commands = stage.lineage.flatMap(commandsOf);
  return { commands, packages: commands.flatMap(packages), commandsOf, packagesOf: packages };
}
