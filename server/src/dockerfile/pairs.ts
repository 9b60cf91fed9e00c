import type { Range } from 'vscode-languageserver-types';
import { joined } from './continuation';
import type { Pair, Word } from './types';
import type { MakeWord, OwnPlace } from './word-maker';
import { splitBlanks, splitQuoted, type Token, whole } from './words';

/** The pairs of ENV, LABEL or ARG. */
export function readPairs(keyword: string, marked: string, start: number, makeWord: MakeWord, own: OwnPlace): Pair[] {
  const tokens = splitQuoted(marked, start, own.escape);
  const [first] = tokens;
  if (first === undefined) return [];
  if (keyword !== 'ARG' && !first.raw.includes('=')) return [legacyPair(first, marked, start, makeWord, own)];
  return tokens.map((token) => {
    const at = marked.indexOf('=', token.start - start);
    const equals = at >= 0 && at + start < token.end ? at + start : undefined;
    const name = cut(token, token.start, equals ?? token.end, marked, start);
    const value = equals === undefined ? undefined : makeWord(cut(token, equals + 1, token.end, marked, start), true);
    return new ParsedPair(makeWord(name, true), value, false, spanOf(name, token), own);
  });
}

/** `ENV NAME everything else`. */
function legacyPair(first: Token, marked: string, start: number, makeWord: MakeWord, own: OwnPlace): Pair {
  const name = splitBlanks(marked, start)[0] ?? first;
  const value = whole(marked.slice(name.end - start), name.end);
  return new ParsedPair(makeWord(name, true), value && makeWord(value, true), true, spanOf(name, value ?? name), own);
}

class ParsedPair implements Pair {
  private readRange: Range | undefined;

  constructor(
    readonly name: Word,
    readonly value: Word | undefined,
    readonly legacy: boolean,
    private readonly span: { readonly start: number; readonly end: number },
    private readonly own: OwnPlace,
  ) {}

  get range(): Range {
    return (this.readRange ??= this.own.range(this.span.start, this.span.end));
  }
}

function spanOf(first: Token, last: Token): { readonly start: number; readonly end: number } {
  return { start: first.start, end: last.end };
}

function cut(token: Token, from: number, to: number, marked: string, start: number): Token {
  if (from === token.start && to === token.end) return token;
  return { start: from, end: to, raw: joined(marked.slice(from - start, to - start)) };
}
