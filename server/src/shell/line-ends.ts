import type { FileChange } from './file-effect';
import { at, targets } from './mode-effects';
import { splitArguments, textOf } from './options';
import type { ShellCommand, ShellWord } from './types';

/** dos2unix, `sed -i`, `perl -pi`; undefined for other programs. */
export function lineEndEffects(
  command: ShellCommand,
  name: string | undefined,
  args: readonly ShellWord[],
): readonly FileChange[] | undefined {
  switch (name) {
    case undefined:
      return undefined;
    case 'dos2unix':
    case 'fromdos':
      return dos2unix(command, args);
    case 'sed':
    case 'perl':
    case 'gsed':
      return edits(command, name, args);
    case 'vi':
    case 'vim':
    case 'ex':
      return vim(command, args);
    default:
      return undefined;
  }
}

function lf(command: ShellCommand, words: readonly ShellWord[]): readonly FileChange[] {
  return words.length === 0 ? [] : [{ kind: 'lf', ...targets(command, words), recursive: false, names: [] }];
}

function dos2unix(command: ShellCommand, args: readonly ShellWord[]): readonly FileChange[] {
  const { operands, options } = splitArguments(args, /^-[Dc]$|^--(?:convmode|info)$/);
  const [from, to] = operands;
  if (options.some(({ name }) => /^(?:-n|--newfile)$/.test(name)) && from !== undefined && to !== undefined) {
    return [copied(command, from, to), ...lf(command, [to])];
  }
  return lf(command, operands);
}

function copied(command: ShellCommand, from: ShellWord, to: ShellWord): FileChange {
  const paths = { from: at(command, from), to: at(command, to) };
  return { kind: 'copy', ...paths, glob: from.glob, recursive: false, intoDirectory: false, executable: undefined };
}

/** Does this sed, perl or tr script take the carriage returns away? */
export function removesCarriageReturns(script: string): boolean {
  return /^\s*(?:\d*,?\$?\s*)?(?:s|y|tr)(.)\(?(?:\\r|\r|\\x0[dD]|\\o?0?15|\\cM|\^M|\[\\r\])(?:\\n|\\?[+*])?\)?\$?\1(?:\\n)?\1[a-zI]*\s*(?:;.*)?$/s.test(
    script.slice(0, 300),
  );
}

interface Edit {
  readonly inPlace: boolean;
  readonly scripts: readonly (string | undefined)[];
  readonly files: readonly ShellWord[];
}

/** What a sed or perl call edits. */
export function editOf(name: string, args: readonly ShellWord[]): Edit {
  const valued =
    name === 'perl' ? /^-[a-zA-Z]*e$|^-[IM]$/ : /^-[a-zA-Z]*[ef]$|^-l$|^--(?:expression|file|line-length)$/;
  const { operands, options } = splitArguments(args, valued);
  const inPlace = options.some(({ name: option }) => /^-[a-hj-zA-Z]*i|^--in-place$/.test(option));
  const given = options.filter(
    ({ name: option }) => /e$|^--expression$/.test(option) && !/^--(?:in-place)$/.test(option),
  );
  const fromFile = options.some(({ name: option }) => /^-[a-zA-Z]*f$|^--file$/.test(option));
  const explicit = given.filter(({ value }) => value !== undefined).map(({ value }) => textOf(value));
  return explicit.length > 0 || fromFile
    ? { inPlace, scripts: explicit, files: operands }
    : { inPlace, scripts: operands.slice(0, 1).map(textOf), files: operands.slice(1) };
}

function edits(command: ShellCommand, name: string, args: readonly ShellWord[]): readonly FileChange[] {
  const { inPlace, scripts, files } = editOf(name, args);
  if (!inPlace) {
    return [];
  }
  if (scripts.length > 0 && scripts.every((script) => script !== undefined && removesCarriageReturns(script))) {
    return lf(command, files);
  }
  const repaired = scripts.some((script) => script !== undefined && removesCarriageReturns(script));
  const written = files.flatMap((word): readonly FileChange[] =>
    word.glob || !word.value.known
      ? [{ kind: 'opaque', where: globDirectory(command, word), why: `\`${name}\` edits it`, project: undefined }]
      : [{ kind: 'write', path: at(command, word), text: undefined, append: true, executable: undefined }],
  );
  return [...written, ...(repaired ? lf(command, files) : [])];
}

/** The directory in front of a pattern: `/opt/program/*.sh` → `/opt/program`. */
export function globDirectory(command: ShellCommand, word: ShellWord): string {
  const path = at(command, word);
  return path.known ? path.value.replace(/\/[^/*?[]*[*?[].*$/s, '') || '/' : 'anywhere';
}

function vim(command: ShellCommand, args: readonly ShellWord[]): readonly FileChange[] {
  const { operands } = splitArguments(args, /^-c$|^-S$|^-u$/);
  const unix = args.some((word) => /\b(?:ff|fileformat)=unix\b/.test(textOf(word) ?? ''));
  return unix
    ? lf(
        command,
        operands.filter((word) => !(textOf(word) ?? '').startsWith('+')),
      )
    : [];
}
