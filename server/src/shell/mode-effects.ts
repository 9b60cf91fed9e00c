import { known } from '../known';
import type { FileChange } from './file-effect';
import { hasOption, splitArguments, textOf } from './options';
import { resolvePath } from './paths';
import type { ShellCommand, ShellWord } from './types';

/**
 * Whether a chmod mode sets (`+x`, 755, `u=rwx`) or clears (644, `a-x`) execution; undefined when it leaves it alone or
 * when only some users lose it.
 */
export function modeExecutable(mode: string): boolean | undefined {
  if (/^[0-7]{1,5}$/.test(mode)) {
    return (Number.parseInt(mode, 8) & 0o111) !== 0;
  }
  let result: boolean | undefined;
  for (const clause of mode.split(',')) {
    const match = /^([ugoa]*)((?:[-+=][rwxXstugo]*)+)$/.exec(clause.slice(0, 50));
    const everyone = /^$|a|(?=.*u)(?=.*g)(?=.*o)/.test(match?.[1] ?? '');
    for (const [, sign, bits = ''] of (match?.[2] ?? '').matchAll(/([-+=])([rwxXstugo]*)/g)) {
      if (sign !== '-' && bits.includes('x')) {
        result = true;
      } else if (everyone && (sign === '=' ? !/[Xugo]/.test(bits) : sign === '-' && bits.includes('x'))) {
        result = false;
      }
    }
  }
  return result;
}

/** chmod, rm, mkdir, touch; undefined for other programs. */
export function modeEffects(
  command: ShellCommand,
  name: string | undefined,
  args: readonly ShellWord[],
): readonly FileChange[] | undefined {
  switch (name ?? '') {
    case 'chmod':
      return chmod(command, args);
    case 'rm':
    case 'rmdir':
    case 'unlink':
    case 'shred': {
      const parsed = splitArguments(args, /^$/);
      const recursive = hasOption(parsed, /^-[a-zA-Z]*[rR]|^--recursive$/);
      const { operands } = parsed;
      return operands.length === 0 ? [] : [{ kind: 'remove', ...targets(command, operands), recursive }];
    }
    case 'mkdir':
      return splitArguments(args, /^-[a-z]*m$|^--mode$/).operands.map((word) => ({
        kind: 'mkdir',
        path: at(command, word),
      }));
    case 'touch':
      return splitArguments(args, /^-[drt]$/).operands.map((word) => ({
        kind: 'write',
        path: at(command, word),
        text: '',
        append: true,
        executable: undefined,
      }));
    default:
      return undefined;
  }
}

/** The path a word means where the command runs. */
export function at(command: ShellCommand, word: ShellWord): ReturnType<typeof resolvePath> {
  return resolvePath(command.cwd, word.value);
}

/** The paths of several words. */
export function targets(
  command: ShellCommand,
  words: readonly ShellWord[],
): { readonly paths: ReturnType<typeof resolvePath>[]; readonly glob: boolean } {
  return { paths: words.map((word) => at(command, word)), glob: words.some((word) => word.glob) };
}

/** Splits the arguments of chmod; `-x` is a mode, `-R` an option. */
export function chmodArguments(args: readonly ShellWord[]): {
  readonly mode: ShellWord | undefined;
  readonly reference: boolean;
  readonly recursive: boolean;
  readonly files: readonly ShellWord[];
} {
  const isOption = (word: ShellWord): boolean => /^(?:-[RfvcHLPh]+|--[a-z-]+(?:=.*)?)$|^--$/s.test(textOf(word) ?? '');
  const options = args.filter(isOption).map((word) => textOf(word) ?? '');
  const words = args.filter((word) => !isOption(word));
  const reference = options.some((option) => option.startsWith('--reference'));
  return {
    mode: reference ? undefined : words[0],
    reference,
    recursive: options.some((option) => /^-[a-zA-Z]*R|^--recursive$/.test(option)),
    files: reference ? words : words.slice(1),
  };
}

function chmod(command: ShellCommand, args: readonly ShellWord[]): readonly FileChange[] {
  const { mode, recursive, files, reference } = chmodArguments(args);
  const text = textOf(mode);
  if (files.length === 0) {
    return [];
  }
  const change = { kind: 'chmod', ...targets(command, files), recursive, names: [] } as const;
  if (text !== undefined) {
    return [{ ...change, executable: modeExecutable(text) }];
  }
  // A mode that isn't known may set execution: what becomes of the file can't be told.
  const { paths } = change;
  return reference || mode !== undefined
    ? paths.map((path) => ({
        kind: 'opaque',
        where: path.known ? path.value : 'anywhere',
        why: 'the mode given to chmod is not known',
        project: undefined,
      }))
    : [];
}

/** The one path `/`-ended or not, as a known value for messages. */
export function directoryOf(command: ShellCommand, word: ShellWord | undefined): string {
  const path = word === undefined ? command.cwd : at(command, word);
  return path.known && word?.glob !== true ? path.value : 'anywhere';
}

/** A file in a directory. */
export function inside(directory: ReturnType<typeof resolvePath>, name: string): ReturnType<typeof resolvePath> {
  return resolvePath(directory, known(name));
}
