import { type Escape, JOIN, joined } from './continuation';

/** A piece of an instruction: absolute offsets, and its text without continuations. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly raw: string;
}

/** A string of a JSON array: offsets inside its quotes, and what it stands for. */
export interface JsonToken extends Token {
  readonly text: string;
}

export function isBlank(character: string | undefined): boolean {
  return (
    character === ' ' ||
    character === '\t' ||
    character === '\r' ||
    character === '\n' ||
    character === '\v' ||
    character === '\f'
  );
}

/** Words between blanks, quotes having no meaning: COPY, EXPOSE, FROM, and shell forms for convenience. */
export function splitBlanks(marked: string, base: number): Token[] {
  return marked.includes(JOIN) ? split(marked, base, () => 1) : splitPlain(marked, base);
}

/** Words of ENV, LABEL and ARG: blanks inside quotes or after the escape character belong to the word. */
export function splitQuoted(marked: string, base: number, escape: Escape): Token[] {
  if (!/["'\\`]/.test(marked) && !marked.includes(JOIN)) return splitPlain(marked, base);
  return split(marked, base, (at) => quotedLength(marked, at, escape) ?? marked.length - at);
}

/** Words as BuildKit splits a line when it looks for heredocs; undefined when a quote is left open. */
export function splitRaw(marked: string, base: number): Token[] | undefined {
  const openAt: number[] = [];
  const tokens = split(marked, base, (at) => {
    const length = quotedLength(marked, at, '\\');
    if (length === undefined) openAt.push(at);
    return length ?? marked.length - at;
  });
  return openAt.length > 0 ? undefined : tokens;
}

/** The single word of WORKDIR, USER, STOPSIGNAL: everything, blanks at both ends taken off. */
export function whole(marked: string, base: number): Token | undefined {
  let start = 0;
  let end = marked.length;
  while (start < end && isSkipped(marked[start])) start++;
  while (end > start && isSkipped(marked[end - 1])) end--;
  return start === end ? undefined : { start: base + start, end: base + end, raw: joined(marked.slice(start, end)) };
}

/** Strings of a JSON array as strict as Docker reads it; undefined when it is not one. */
export function jsonTokens(marked: string, base: number): JsonToken[] | undefined {
  const values = stringArray(joined(marked));
  if (values === undefined) return undefined;
  const tokens: JsonToken[] = [];
  let at = 0;
  for (const text of values) {
    const open = marked.indexOf('"', at);
    let close = open + 1;
    while (close < marked.length && marked[close] !== '"')
      close += marked[close] === '\\' ? escapeLength(marked, close) : 1;
    tokens.push({ start: base + open + 1, end: base + close, raw: joined(marked.slice(open, close + 1)), text });
    at = close + 1;
  }
  return tokens;
}

/** Length of the part of a word at `at`: a quoted string, an escaped character or one character; undefined for an open quote. */
export function quotedLength(marked: string, at: number, escape: Escape): number | undefined {
  const character = marked[at];
  if (character === escape) return Math.min(escapeLength(marked, at), marked.length - at);
  if (character !== '"' && character !== "'") return 1;
  let end = at + 1;
  while (end < marked.length && marked[end] !== character) {
    end += character === '"' && marked[end] === escape ? escapeLength(marked, end) : 1;
  }
  return end < marked.length ? end + 1 - at : undefined;
}

/** An escape character and the character after it, over continuations between them. */
function escapeLength(marked: string, at: number): number {
  let next = at + 1;
  while (marked[next] === JOIN) next++;
  return next + 1 - at;
}

/** The quick way for text without quotes, escapes and continuations. */
function splitPlain(text: string, base: number): Token[] {
  const tokens: Token[] = [];
  const pattern = /[^ \t\r\n\v\f]+/g;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    tokens.push({ start: base + match.index, end: base + pattern.lastIndex, raw: match[0] });
  }
  return tokens;
}

function split(marked: string, base: number, lengthAt: (at: number) => number): Token[] {
  const tokens: Token[] = [];
  let start = -1;
  let end = 0;
  const close = () => {
    if (start >= 0) tokens.push({ start: base + start, end: base + end, raw: joined(marked.slice(start, end)) });
    start = -1;
  };
  for (let at = 0; at < marked.length;) {
    const character = marked[at];
    if (character === JOIN) {
      at++;
    } else if (isBlank(character)) {
      close();
      at++;
    } else {
      if (start < 0) start = at;
      at += lengthAt(at);
      end = at;
    }
  }
  close();
  return tokens;
}

function isSkipped(character: string | undefined): boolean {
  return character === JOIN || isBlank(character);
}

function stringArray(text: string): string[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}
