import { known, type Known, unknown } from '../known';
import type { Escape } from './continuation';
import { replacePattern, trimPrefix, trimSuffix } from './pattern';

/** Stands in a text for a part that is not known. */
export const HOLE = '\u0000';
/** Stands in a text for the PATH of a base image about which nothing is known. */
export const BASE_PATH = '\u0002';

/** A text that may have unknown parts; `why` is set when it has. */
export interface Partial {
  readonly text: string;
  readonly why: string | undefined;
}

/** What is known of a variable. `set: undefined`: it may be set or not. */
export interface Variable {
  readonly set: boolean | undefined;
  readonly value: Partial;
}

export type Lookup = (name: string) => Variable;

const DEPTH_LIMIT = 40;
const LENGTH_LIMIT = 65_536;
const SPECIAL = '@*#?-$!';
const BAD = 'Docker cannot read the substitution in it';

export function exactly(text: string): Partial {
  return { text, why: undefined };
}

export function hole(why: string): Partial {
  return { text: HOLE, why };
}

export function toKnown(value: Partial): Known<string> {
  return value.why === undefined ? known(value.text) : unknown(value.why);
}

interface Reader {
  readonly source: string;
  readonly escape: Escape;
  readonly lookup: Lookup;
  at: number;
  depth: number;
}

/** Thrown for what Docker rejects, and caught by `substitute`. */
class Rejected extends Error {}

/** Removes quotes and escapes and puts in the values of variables, as BuildKit's lexer does. */
export function substitute(source: string, escape: Escape, lookup: Lookup): Partial {
  if (!/[$'"\\`]/.test(source)) return exactly(source);
  try {
    return readUntil({ source, escape, lookup, at: 0, depth: 0 }, undefined, false);
  } catch (error) {
    if (error instanceof Rejected) return hole(error.message);
    throw error;
  }
}

/** Names of the variables in a text that is not substituted or whose values do not matter. */
export function variableNames(source: string, escape: Escape, quotesCount: boolean): string[] {
  if (!source.includes('$')) return [];
  const names = new Set<string>();
  const skipped = quotesCount
    ? source.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/gs, (it) => (it.startsWith("'") ? '' : it))
    : source;
  const pattern = escape === '`' ? /`.|\$\{?([A-Za-z_]\w*)/gs : /\\.|\$\{?([A-Za-z_]\w*)/gs;
  for (const match of skipped.matchAll(pattern)) if (match[1] !== undefined) names.add(match[1]);
  return [...names];
}

/** Adds up parts and stops at a length beyond which no build would go. */
function append(a: Partial, b: Partial): Partial {
  if (a.text.length + b.text.length > LENGTH_LIMIT) throw new Rejected('it is too long');
  return { text: a.text + b.text, why: a.why ?? b.why };
}

function readUntil(reader: Reader, stop: string | undefined, rawEscapes: boolean): Partial {
  let result = exactly('');
  let plain = '';
  const flush = (more: Partial) => {
    result = append(append(result, exactly(plain)), more);
    plain = '';
  };
  while (reader.at < reader.source.length) {
    const character = reader.source[reader.at] ?? '';
    if (character === stop) {
      reader.at++;
      flush(exactly(''));
      return result;
    }
    if (character === "'") flush(readSingleQuoted(reader));
    else if (character === '"') flush(readDoubleQuoted(reader, rawEscapes));
    else if (character === '$') flush(readDollar(reader));
    else if (character === reader.escape) {
      const next = reader.source[reader.at + 1] ?? '';
      plain += rawEscapes ? character + next : next;
      reader.at += 2;
    } else {
      plain += character;
      reader.at++;
    }
  }
  if (stop !== undefined) throw new Rejected(BAD);
  flush(exactly(''));
  return result;
}

function readSingleQuoted(reader: Reader): Partial {
  const end = reader.source.indexOf("'", reader.at + 1);
  if (end < 0) throw new Rejected('a quote in it is not closed');
  const text = reader.source.slice(reader.at + 1, end);
  reader.at = end + 1;
  return exactly(text);
}

function readDoubleQuoted(reader: Reader, rawEscapes: boolean): Partial {
  const { source, escape } = reader;
  let result = exactly('');
  reader.at++;
  for (;;) {
    const character = source[reader.at];
    if (character === undefined) throw new Rejected('a quote in it is not closed');
    if (character === '"') {
      reader.at++;
      return result;
    }
    if (character === '$') {
      result = append(result, readDollar(reader));
      continue;
    }
    const next = source[reader.at + 1];
    const escapes = character === escape && (next === '"' || next === '$' || next === escape);
    const from = escapes && !rawEscapes ? reader.at + 1 : reader.at;
    reader.at += escapes ? 2 : 1;
    // The run of plain characters after it goes along, to stay linear in long strings.
    while (reader.at < source.length && !['"', '$', escape].includes(source[reader.at] ?? '')) reader.at++;
    result = append(result, exactly(source.slice(from, reader.at)));
  }
}

function readDollar(reader: Reader): Partial {
  reader.at++;
  if (reader.source[reader.at] !== '{') {
    const name = readName(reader);
    return name === '' ? exactly('$') : reader.lookup(name).value;
  }
  reader.at++;
  const name = readName(reader);
  if (name === '' || ++reader.depth > DEPTH_LIMIT) throw new Rejected(BAD);
  const value = readBraces(reader, reader.lookup(name));
  reader.depth--;
  return value;
}

function readBraces(reader: Reader, variable: Variable): Partial {
  const operator = reader.source[reader.at++];
  if (operator === '}') return variable.value;
  if (operator === '/') return readReplacement(reader, variable);
  const nullIsUnset = operator === ':';
  const kind = nullIsUnset ? reader.source[reader.at++] : operator;
  if (kind === undefined || !'-+?#%'.includes(kind)) throw new Rejected(BAD);
  const trims = kind === '#' || kind === '%';
  const word = readUntil(reader, '}', trims);
  if (trims) return trimmed(kind, variable.value, word);
  const present = nullIsUnset ? isFilled(variable) : variable.set;
  if (kind === '+') return present === undefined ? hole(reason(variable)) : present ? word : exactly('');
  if (present === undefined) return hole(reason(variable));
  if (present) return variable.value;
  return kind === '-' ? word : hole('the build stops there: the variable has no value');
}

function readReplacement(reader: Reader, variable: Variable): Partial {
  const all = reader.source[reader.at] === '/';
  if (all) reader.at++;
  const pattern = readUntil(reader, '/', true);
  const replacement = readUntil(reader, '}', true);
  const why = variable.value.why ?? pattern.why ?? replacement.why;
  if (why !== undefined) return hole(why);
  const result = replacePattern(variable.value.text, pattern.text, replacement.text, all);
  return result === undefined ? hole(BAD) : exactly(result);
}

function trimmed(kind: string, value: Partial, word: Partial): Partial {
  const why = value.why ?? word.why;
  if (why !== undefined) return hole(why);
  const longest = word.text.startsWith(kind);
  const pattern = longest ? word.text.slice(1) : word.text;
  const result = kind === '#' ? trimPrefix(value.text, pattern, longest) : trimSuffix(value.text, pattern, longest);
  return result === undefined ? hole(BAD) : exactly(result);
}

/** Set and not empty. */
function isFilled(variable: Variable): boolean | undefined {
  if (variable.set === false) return false;
  const { text, why } = variable.value;
  if (why === undefined) return variable.set === undefined ? undefined : text !== '';
  return variable.set && text.replaceAll(HOLE, '') !== '' ? true : undefined;
}

function reason(variable: Variable): string {
  return variable.value.why ?? 'it is not known whether the variable is set';
}

function readName(reader: Reader): string {
  const { source } = reader;
  const first = source[reader.at] ?? '';
  if (first !== '' && SPECIAL.includes(first)) {
    reader.at++;
    return first;
  }
  const pattern = /\d/.test(first) ? /\d+/y : /[\p{L}_][\p{L}\p{Nd}_]*/uy;
  pattern.lastIndex = reader.at;
  const name = pattern.exec(source)?.[0] ?? '';
  reader.at += name.length;
  return name;
}
