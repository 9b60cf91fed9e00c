import type { ScriptWord } from './shell-commands';
import { unquote } from './shell-commands';

/** A word that the script was given, or made of one; `argument`: which of the given ones it is. */
export interface GivenWord {
  readonly text: string;
  readonly argument: number | undefined;
}

/** What is known at a place of a script: its arguments and the variables it has set. */
export interface GivenScope {
  readonly text: string;
  readonly variables: ReadonlyMap<string, GivenWord | undefined>;
  /** `$1` and so on; undefined when they are not known any more. */
  readonly args: readonly GivenWord[] | undefined;
}

/** The words as arguments; undefined while one of them is not known. */
export function known(words: readonly ScriptWord[]): readonly GivenWord[] | undefined {
  return words.every((it) => !/[$`]/.test(it.text))
    ? words.map((it) => ({ text: it.text, argument: it.argument }))
    : undefined;
}

/** A word as it is written. */
export function rawOf(span: { readonly start: number; readonly end: number }, scope: GivenScope): string {
  return scope.text.slice(span.start, span.end);
}

/** The words that a word of the script becomes: `"$@"` becomes all arguments. */
export function wordsOf(
  span: { readonly start: number; readonly end: number },
  scope: GivenScope,
): readonly ScriptWord[] {
  const raw = rawOf(span, scope);
  const { start, end } = span;
  const all = ALL_ARGUMENTS.exec(raw);
  if (all && scope.args && (all[2] === undefined || scope.args.length > 0)) {
    const from = Math.max(Number(all[1] ?? '1') - 1, 0);
    return scope.args.slice(from).map((it) => ({ text: it.text, raw: it.text, start, end, argument: it.argument }));
  }
  const filled = fillIn(raw, scope);
  const { argument } = SINGLE.test(raw) ? (givenOf(raw, scope) ?? { argument: undefined }) : { argument: undefined };
  return [{ text: unquote(filled), raw: filled, start, end, argument }];
}

const ALL_ARGUMENTS = /^"?\$(?:[@*]|\{[@*](?::(\d{1,2})|(:?-)[^{}$`]*)?\})"?$/;
const SINGLE = /^"?\$(?:\w+|\{\w+(?::?-[^{}$`]*)?\})"?$/;

/** A word that is one variable or argument, or literal text. */
export function givenOf(raw: string, scope: GivenScope): GivenWord | undefined {
  const text = resolve(raw, scope);
  if (text === undefined) return undefined;
  const name = SINGLE.test(raw) ? /\w+/.exec(raw)?.[0] : undefined;
  if (name === undefined) return { text, argument: undefined };
  const given = /^\d+$/.test(name) ? scope.args?.[Number(name) - 1] : scope.variables.get(name);
  return { text, argument: given?.text === text ? given.argument : undefined };
}

/** The text of a word, without quotes; undefined while it holds anything that isn't known. */
export function resolve(raw: string, scope: GivenScope): string | undefined {
  const text = unquote(fillIn(raw, scope));
  return /[$`]/.test(text) ? undefined : text;
}

const VARIABLE =
  /\$(?:(?<digit>\d|[@*#])|(?<name>[A-Za-z_]\w*)|\{(?<braced>\d{1,2}|[@*#]|[A-Za-z_]\w*)(?:(?<operator>:?-)(?<fallback>[^{}$`]*))?\})/g;

/** Writes the arguments, and the variables that are known, into a word. */
function fillIn(raw: string, scope: GivenScope): string {
  if (!raw.includes('$') || raw.startsWith("'")) return raw;
  let text = '';
  let last = 0;
  for (const match of raw.matchAll(VARIABLE)) {
    const { digit, name, braced, operator, fallback } = match.groups ?? {};
    const filled = filledName(digit ?? name ?? braced ?? '', operator, fallback, scope);
    text += raw.slice(last, match.index) + (filled ?? match[0]);
    last = match.index + match[0].length;
  }
  return text + raw.slice(last);
}

function filledName(
  name: string,
  operator: string | undefined,
  fallback: string | undefined,
  scope: GivenScope,
): string | undefined {
  if (/^[A-Za-z_]/.test(name)) {
    const text = scope.variables.get(name)?.text;
    return text === '' && operator === ':-' ? fallback : text;
  }
  return filledArgument(name, operator, fallback, scope);
}

function filledArgument(
  position: string,
  operator: string | undefined,
  fallback: string | undefined,
  { args }: GivenScope,
): string | undefined {
  if (!args || position === '0') return undefined;
  if (position === '#') return String(args.length);
  if (position === '@' || position === '*') return args.map((it) => it.text).join(' ') || (fallback ?? '');
  const given = args[Number(position) - 1]?.text;
  if (given === undefined || (given === '' && operator === ':-')) return fallback ?? '';
  return given;
}
