import type { Range } from 'vscode-languageserver-types';
import { joined } from './continuation';
import type { Pair, Word } from './types';
import type { MakeWord, Surroundings } from './word-maker';
import { splitBlanks, splitQuoted, type Token, whole } from './words';

/** The pairs of ENV, LABEL or ARG. */
export function readPairs(
  keyword: string,
  marked: string,
  start: number,
  makeWord: MakeWord,
  around: Surroundings,
): Pair[] {
  const tokens = splitQuoted(marked, start, around.escape);
  const [first] = tokens;
  if (first === undefined) return [];
  if (keyword !== 'ARG' && !first.raw.includes('=')) return [legacyPair(first, marked, start, makeWord, around)];
  return tokens.map((token) => {
    const at = marked.indexOf('=', token.start - start);
    const equals = at >= 0 && at + start < token.end ? at + start : undefined;
    const name = cut(token, token.start, equals ?? token.end, marked, start);
    const value = equals === undefined ? undefined : makeWord(cut(token, equals + 1, token.end, marked, start), true);
    return new ParsedPair(makeWord(name, true), value, false, around);
  });
}

/** `ENV NAME everything else`. */
function legacyPair(first: Token, marked: string, start: number, makeWord: MakeWord, around: Surroundings): Pair {
  const name = splitBlanks(marked, start)[0] ?? first;
  const value = whole(marked.slice(name.end - start), name.end);
  return new ParsedPair(makeWord(name, true), value && makeWord(value, true), true, around);
}

class ParsedPair implements Pair {
  private readRange: Range | undefined;

  constructor(
    readonly name: Word,
    readonly value: Word | undefined,
    readonly legacy: boolean,
    private readonly around: Surroundings,
  ) {}

  get range(): Range {
    return (this.readRange ??= this.around.range(this.name.start, this.value?.end ?? this.name.end));
  }
}

function cut(token: Token, from: number, to: number, marked: string, start: number): Token {
  if (from === token.start && to === token.end) return token;
  return { start: from, end: to, raw: joined(marked.slice(from - start, to - start)) };
}
