import type { FileChange } from './file-effect';
import type { EchoStyle } from './echo-style';
import { ansi } from './expand';
import { editOf, removesCarriageReturns } from './line-ends';
import { at } from './mode-effects';
import { splitArguments, textOf } from './options';
import { programOf } from './program';
import type { ShellCommand, ShellWord } from './types';

/** The files that a command's redirects write. */
export function redirectEffects(command: ShellCommand): readonly FileChange[] {
  return command.redirects.flatMap(({ operator, target }): readonly FileChange[] => {
    const match = /^(\d*|&)(>>?|>\||>&|<>)$/.exec(operator);
    const text = textOf(target);
    const descriptor = operator.endsWith('>&') && (text === undefined || /^(?:\d+-?|-)$/.test(text));
    if (
      match === null ||
      descriptor ||
      (text !== undefined && /^\/dev(?:\/|$)/.test(text)) ||
      target.raw.startsWith('>(')
    ) {
      return [];
    }
    const append = operator.endsWith('>>') || operator.endsWith('<>');
    const output = match[1] === '' || match[1] === '1';
    const [source, clean] = output && !append ? filtered(command) : [undefined, false];
    if (source !== undefined) {
      return [copied(command, source, target), ...(clean ? [lineEnds(command, target)] : [])];
    }
    const written = output ? outputText(command) : undefined;
    return [{ kind: 'write', path: at(command, target), text: written, append, executable: undefined }];
  });
}

function copied(command: ShellCommand, from: ShellWord, to: ShellWord): FileChange {
  const paths = { from: at(command, from), to: at(command, to) };
  return { kind: 'copy', ...paths, glob: from.glob, recursive: false, intoDirectory: false, executable: false };
}

function lineEnds(command: ShellCommand, word: ShellWord): FileChange {
  return { kind: 'lf', paths: [at(command, word)], glob: false, recursive: false, names: [] };
}

/** `cat a > b`, `tr -d '\r' < a > b`, `sed 's/\r$//' a > b`: the file that passes through, and whether it loses its carriage returns. */
function filtered(command: ShellCommand): readonly [ShellWord | undefined, boolean] {
  const { name, args } = programOf(command.words);
  const input = command.redirects.findLast(({ operator }) => operator === '<')?.target;
  if (name === 'cat') {
    const { operands } = splitArguments(args, /^$/);
    const [only] = operands;
    const plain = operands.length === 1 && args.length === 1 && only?.glob === false && textOf(only) !== '-';
    return [plain ? only : args.length === 0 ? input : undefined, false];
  }
  if (name === 'tr' && textOf(args[0]) === '-d' && /^(?:\\r|\r|\\015)$/.test(textOf(args[1]) ?? '')) {
    return [input, true];
  }
  if (name === 'sed') {
    const { scripts, files } = editOf(name, args);
    const clean = scripts.length === 1 && removesCarriageReturns(scripts[0] ?? '');
    return clean ? [files[0] ?? input, true] : [undefined, false];
  }
  return [undefined, false];
}

/** What the command prints, when that can be told. */
function outputText(command: ShellCommand): string | undefined {
  const { name, args } = programOf(command.words);
  if (command.words.length === 0 || name === ':' || name === 'true') {
    return command.stdin === undefined && command.redirects.every(({ operator }) => operator !== '>>') ? '' : undefined;
  }
  const words = args.map(textOf);
  if (words.includes(undefined) || args.some((word) => word.glob)) {
    return undefined;
  }
  const texts = words.filter((word) => word !== undefined);
  switch (name ?? '') {
    case 'echo':
      return echo(texts, command.echo);
    case 'printf':
      return printf(texts);
    case 'cat':
      return args.length === 0 || (args.length === 1 && texts[0] === '-') ? command.stdin : undefined;
    default:
      return undefined;
  }
}

/** Shells differ on `-e` and on backslashes: where the shell isn't known, such output is not known. */
function echo(texts: readonly string[], style: EchoStyle): string | undefined {
  const options = style === 'interprets' ? /^-n$/ : /^-[neE]+$/;
  const firstText = texts.findIndex((it) => !options.test(it));
  const flags = texts.slice(0, firstText < 0 ? texts.length : firstText);
  const rest = texts.slice(flags.length);
  const escaped = rest.some((text) => text.includes('\\'));
  const named = rest[0] !== undefined && /^-[neE]+$/.test(rest[0]);
  if (style === undefined && (escaped || named || flags.some((it) => /[eE]/.test(it)))) return undefined;
  const interprets = style === 'interprets' || flags.some((it) => it.includes('e'));
  const text = rest.join(' ');
  return (interprets && escaped ? ansi(text) : text) + (flags.some((it) => it.includes('n')) ? '' : '\n');
}

function printf(texts: readonly string[]): string | undefined {
  const [format = '', ...values] = texts[0] === '--' ? texts.slice(1) : texts;
  const places = [...format.matchAll(/%(.?)/g)].map((match) => match[1]);
  if (places.some((place) => !['s', 'b', '%'].includes(place ?? ''))) {
    return undefined;
  }
  const count = places.filter((place) => place !== '%').length;
  const rounds = count === 0 ? 1 : Math.max(1, Math.ceil(values.length / count));
  let next = 0;
  let result = '';
  for (let round = 0; round < rounds; round += 1) {
    result += ansi(format).replace(/%(.)/g, (_, place: string) => {
      if (place === '%') {
        return '%';
      }
      const value = values[next] ?? '';
      next += 1;
      return place === 'b' ? ansi(value) : value;
    });
  }
  return result;
}
