import type { Dockerfile, ImageConfig, Instruction, Pair } from '../dockerfile/types';
import type { Known } from '../known';
import { unknown } from '../known';
import { echoStyle } from './echo-style';
import { isShell, nestedScript } from './nested-script';
import type { ShellContext } from './parse-shell';
import { parseShell } from './parse-shell';
import { baseName } from './paths';
import type { ShellCommand } from './types';

/**
 * The commands of a RUN instruction. `config` is the configuration in force before it; `lookup` finds build arguments
 * (undefined: no such argument); by default those declared before it in its stage. RUN under a shell that is not POSIX-like (PowerShell, cmd) has no commands we can read.
 */
export function runCommands(
  instruction: Instruction,
  config: ImageConfig,
  dockerfile: Dockerfile,
  lookup: (name: string) => Known<string> | undefined = (name) => buildArgument(name, instruction, dockerfile),
): readonly ShellCommand[] {
  if (instruction.keyword !== 'RUN') {
    return [];
  }
  const context: ShellContext = {
    cwd: config.workdir.value,
    env: (name) => environment(name, config, lookup),
    range: (start, end) => instruction.within(start, end),
    instruction,
    echo: config.shell.value.known
      ? echoStyle(config.shell.value.value, dockerfile.stages[instruction.stage]?.base.row?.os)
      : undefined,
  };
  if (instruction.exec) {
    return execCommands(instruction, context);
  }
  if (!readable(config)) {
    return [];
  }
  const start = instruction.argumentsAt;
  const after = start + instruction.argumentsText.length;
  const bodies = instruction.heredocs.length > 0 ? instruction.text.slice(after) : '';
  return parseShell(instruction.argumentsText + bodies, start, context);
}

/** The value of a build argument in force at the instruction. */
function buildArgument(name: string, instruction: Instruction, dockerfile: Dockerfile): Known<string> | undefined {
  const before = dockerfile.instructions.filter((it) => it.stage === instruction.stage && it.index < instruction.index);
  const pair = lastPair(name, before);
  if (pair === undefined || pair.value !== undefined) {
    return pair?.value?.value;
  }
  const value = lastPair(name, dockerfile.globalArgs)?.value?.value;
  return value ?? unknown(`the build argument \`${name}\` has no default`);
}

function lastPair(name: string, instructions: readonly Instruction[]): Pair | undefined {
  const pairs = instructions.filter((it) => it.keyword === 'ARG' && !it.onbuild).flatMap((it) => it.pairs);
  return pairs.findLast((pair) => pair.name.value.known && pair.name.value.value === name);
}

function environment(
  name: string,
  config: ImageConfig,
  lookup: (name: string) => Known<string> | undefined,
): Known<string> | undefined {
  const found = config.env.get(name)?.value ?? lookup(name);
  if (found !== undefined || config.envComplete) {
    return found;
  }
  return unknown(`\`$${name}\` may be set by the base image`);
}

/** SHELL names a POSIX-like shell, possibly behind `conda run`; an unknown one is taken for one. */
function readable(config: ImageConfig): boolean {
  const shell = config.shell.value;
  if (!shell.known) {
    return true;
  }
  const [first = '', ...rest] = shell.value;
  const name = baseName(first.replaceAll('\\', '/'));
  return (
    isShell(name) ||
    (!/^(?:powershell|pwsh|cmd)(?:\.exe)?$/i.test(name) && rest.some((word) => isShell(baseName(word)))) ||
    /^(?:conda|mamba|micromamba)$/.test(name)
  );
}

/** The exec form runs one program without a shell: its words are taken literally. `["bash","-c","…"]` is a script again. */
function execCommands(instruction: Instruction, context: ShellContext): readonly ShellCommand[] {
  const { words } = instruction;
  const [first] = words;
  if (first === undefined) {
    return [];
  }
  const command: ShellCommand = {
    words: words.map(({ raw, range, value }) => ({ raw, range, value, glob: false })),
    assignments: [],
    redirects: [],
    stdin: undefined,
    after: 'start',
    cwd: context.cwd,
    range: { start: first.range.start, end: words.at(-1)?.range.end ?? first.range.end },
    instruction,
    conditional: false,
  };
  return execScript(command, context) ?? [command];
}

function execScript(command: ShellCommand, context: ShellContext): readonly ShellCommand[] | undefined {
  const script = nestedScript(command);
  const echo = echoStyle([baseName(wordText(command))], undefined);
  const word = command.instruction.words.find((it) => it.range === script?.word?.range);
  if (script === undefined || word === undefined) {
    return undefined;
  }
  const { start, end } = word.inner;
  // Exact when the script stands there as it is: on one line, without escapes.
  if (word.raw === `"${script.text}"` && start.line === end.line) {
    const at = (character: number) => ({ line: start.line, character });
    return parseShell(script.text, start.character, {
      ...context,
      echo,
      range: (from, to) => ({ start: at(from), end: at(to) }),
    });
  }
  return parseShell(script.text, 0, { ...context, echo, range: () => word.range });
}

function wordText({ words }: ShellCommand): string {
  const first = words[0]?.value;
  return first?.known === true ? first.value : '';
}
