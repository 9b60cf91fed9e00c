import type { ScriptWord } from './shell-commands';
import { globToRegExp } from './shell-pattern';
import { shellWords } from './shell-words';

type Resolve = (raw: string) => string | undefined;

/** What `[ … ]`, `[[ … ]]` or `test …` says; undefined when it can't be told, `none` for any other command. */
export function testOf(words: readonly ScriptWord[], resolve: Resolve): boolean | undefined | 'none' {
  const [first] = words;
  if (!first) return 'none';
  // The shell's own test is one word.
  const own = first.raw.startsWith('[[');
  const texts = own ? shellWords(first.raw).map((it) => it.text) : words.map((it) => it.text);
  if (!/^(?:\[\[?|test)$/.test(texts[0] ?? '')) return 'none';
  const inner = texts.slice(1, /^\]\]?$/.test(texts.at(-1) ?? '') ? -1 : undefined);
  if (inner.some((it) => /^[()]$/.test(it)) || inner.length > 60) return undefined;
  return anyOf(
    split(inner, own ? '||' : '-o').map((part) =>
      allOf(split(part, own ? '&&' : '-a').map((it) => simple(it, resolve, own))),
    ),
  );
}

function split(words: readonly string[], operator: string): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (word === operator) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

function anyOf(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}

function allOf(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}

function simple(words: readonly string[], resolve: Resolve, patterns: boolean): boolean | undefined {
  if (words[0] === '!') {
    const inner = simple(words.slice(1), resolve, patterns);
    return inner === undefined ? undefined : !inner;
  }
  const [a, b, c] = words.map(resolve);
  const [first, second] = words;
  if (words.length === 1) return a === undefined ? undefined : a !== '';
  if (words.length === 2) return b === undefined ? undefined : emptiness(first ?? '', b);
  if (words.length !== 3 || a === undefined || c === undefined) return undefined;
  return compare(a, second ?? '', c, patterns);
}

function emptiness(operator: string, value: string): boolean | undefined {
  if (operator === '-z') return value === '';
  return operator === '-n' ? value !== '' : undefined;
}

function compare(a: string, operator: string, c: string, patterns: boolean): boolean | undefined {
  const equal = (): boolean => (patterns ? globToRegExp(c).test(a) : a === c);
  if (operator === '=' || operator === '==') return equal();
  if (operator === '!=') return !equal();
  const number = NUMBERS[operator];
  return number && /^-?\d+$/.test(a) && /^-?\d+$/.test(c) ? number(Number(a), Number(c)) : undefined;
}

const NUMBERS: Readonly<Record<string, (a: number, c: number) => boolean>> = {
  '-eq': (a, c) => a === c,
  '-ne': (a, c) => a !== c,
  '-lt': (a, c) => a < c,
  '-le': (a, c) => a <= c,
  '-gt': (a, c) => a > c,
  '-ge': (a, c) => a >= c,
};
