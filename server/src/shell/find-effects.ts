import { unknown } from '../known';
import type { FileChange } from './file-effect';
import { editOf, removesCarriageReturns } from './line-ends';
import { at, chmodArguments, modeExecutable } from './mode-effects';
import { textOf } from './options';
import { isShell } from './nested-script';
import { programOf } from './program';
import type { ShellCommand, ShellWord } from './types';

type ChangesOf = (command: ShellCommand) => readonly FileChange[];

/** `find … -exec chmod +x {} \;`, `… | xargs chmod +x`. */
export function findEffects(
  command: ShellCommand,
  name: 'find' | 'xargs',
  args: readonly ShellWord[],
  changesOf: ChangesOf,
): readonly FileChange[] {
  return name === 'find' ? find(command, args) : xargs(command, args, changesOf);
}

function find(command: ShellCommand, args: readonly ShellWord[]): readonly FileChange[] {
  const start = args.findIndex((word) => /^[-(!]/.test(textOf(word) ?? '') && !/^-[HLP]$/.test(textOf(word) ?? ''));
  const roots = args.slice(0, start < 0 ? undefined : start).filter((word) => !/^-[HLP]$/.test(textOf(word) ?? ''));
  const tests = start < 0 ? [] : args.slice(start);
  const paths = roots.length === 0 ? [command.cwd] : roots.map((word) => at(command, word));
  const glob = roots.some((word) => word.glob);
  const found: Found = { paths, glob, names: namePatterns(tests), unclear: hard(tests) };
  return executed(tests).flatMap((words) => foundChange(words, found));
}

/** The commands after `-exec`, without `{}` and `;`. */
function executed(tests: readonly ShellWord[]): readonly (readonly ShellWord[])[] {
  const commands: ShellWord[][] = [];
  let current: ShellWord[] | undefined;
  for (const word of tests) {
    const text = textOf(word);
    if (text !== undefined && /^-(?:exec|execdir|ok)$/.test(text)) {
      current = [];
      commands.push(current);
    } else if (text === ';' || (text === '+' && current !== undefined)) {
      current = undefined;
    } else if (text !== '{}') {
      current?.push(word);
    }
  }
  return commands;
}

interface Found {
  readonly paths: Extract<FileChange, { kind: 'chmod' }>['paths'];
  readonly glob: boolean;
  readonly names: readonly string[];
  /** Which files are meant can't be told. */
  readonly unclear: boolean;
}

function foundChange(words: readonly ShellWord[], { paths, glob, names, unclear }: Found): readonly FileChange[] {
  const { name, args, word } = programOf(words);
  const common = { paths, glob, recursive: true, names };
  if (name === 'chmod') {
    const executable = modeExecutable(textOf(chmodArguments(args).mode) ?? '');
    return unclear && executable !== undefined
      ? paths.map((path) => opaque(path.known && !glob ? path.value : 'anywhere', '`find` picks the files'))
      : [{ kind: 'chmod', ...common, executable }];
  }
  const repairs =
    name === 'dos2unix' ||
    name === 'fromdos' ||
    (name === 'sed' && editOf(name, args).scripts.some((it) => removesCarriageReturns(it ?? '')));
  if (repairs) {
    return [{ kind: 'lf', ...common }];
  }
  const script = isShell(name) || name?.endsWith('.sh') === true || (textOf(word) ?? '').startsWith('./');
  return script || (name === 'sed' && editOf(name, args).inPlace)
    ? paths.map((path) => opaque(path.known && !glob && !script ? path.value : 'anywhere', '`find` runs a script'))
    : [];
}

function opaque(where: string, why: string): FileChange {
  return { kind: 'opaque', where, why, project: undefined };
}

function namePatterns(tests: readonly ShellWord[]): readonly string[] {
  return tests.flatMap((word, index) => {
    const pattern = /^-i?name$/.test(textOf(word) ?? '') ? textOf(tests[index + 1]) : undefined;
    return pattern === undefined ? [] : [pattern];
  });
}

/** Tests that we don't follow: any but names. */
function hard(tests: readonly ShellWord[]): boolean {
  const end = tests.findIndex((word) => (textOf(word) ?? '').startsWith('-exec'));
  const before = tests.slice(0, end < 0 ? undefined : end);
  return before.some((word, index) => {
    const text = textOf(word);
    return (
      text === undefined ||
      /^(?:!|-not|-i?path|-wholename|-i?regex|-perm|-executable|-newer|-user|-group|-size|-maxdepth|-mindepth|-prune)$/.test(
        text,
      ) ||
      (text === '-type' && textOf(before[index + 1]) === 'l')
    );
  });
}

/** The command after xargs, given file names that aren't known. */
function xargs(command: ShellCommand, args: readonly ShellWord[], changesOf: ChangesOf): readonly FileChange[] {
  let at = 0;
  while (/^-/.test(textOf(args[at]) ?? '')) {
    at += /^(?:-[adEILnPs]|--(?:arg-file|delimiter|max-args|max-procs|replace|max-lines|max-chars))$/.test(
      textOf(args[at]) ?? '',
    )
      ? 2
      : 1;
  }
  const words = args.slice(at);
  const [first] = words;
  const inner = programOf(words).name;
  if (first === undefined || inner === 'xargs' || inner === 'find') {
    return [];
  }
  const given: ShellWord = { ...first, value: unknown('it comes from the command before `xargs`'), glob: false };
  const placed = words.some((word) => textOf(word) === '{}')
    ? words.map((word) => (textOf(word) === '{}' ? given : word))
    : [...words, given];
  // A removal of files that aren't known says nothing.
  return changesOf({ ...command, words: placed, redirects: [] }).filter((change) => change.kind !== 'remove');
}
