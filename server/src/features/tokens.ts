import { OPT_ML } from '../../../contract/filesystem';

/** A piece of a line: `[start, end)` in characters. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const PATH = new RegExp(`(?<![\\w.}/-])${OPT_ML}(?:/[\\w.+@%-]+)*/?(?![\\w-])`, 'g');
const NAME = /[A-Za-z_]\w*/g;
const LABEL = /com\.amazon[\w.-]*/g;
const WORD = /[\w./-]+/g;

/** The path below /opt/ml at that character; a caret right behind it counts. Ends before a variable: `/opt/ml/model/$X`. */
export function pathToken(line: string, character: number): Token | undefined {
  const token = tokenAt(PATH, line, character);
  if (!token || token.text.length <= OPT_ML.length + 1 || !token.text.endsWith('/')) return token;
  return { text: token.text.slice(0, -1), start: token.start, end: token.end - 1 };
}

export function nameToken(line: string, character: number): Token | undefined {
  return tokenAt(NAME, line, character);
}

export function labelToken(line: string, character: number): Token | undefined {
  return tokenAt(LABEL, line, character);
}

export function wordToken(line: string, character: number): Token | undefined {
  return tokenAt(WORD, line, character);
}

/** Looks only at what is near: a line may be a megabyte long. */
function tokenAt(pattern: RegExp, line: string, character: number): Token | undefined {
  const from = Math.max(0, character - REACH);
  const near = line.slice(from, character + REACH);
  for (const match of near.matchAll(pattern)) {
    const start = from + match.index;
    const end = start + match[0].length;
    if (start > character) return undefined;
    if (character <= end) return { text: match[0], start, end };
  }
  return undefined;
}

const REACH = 1000;
