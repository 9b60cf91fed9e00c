/**
 * Text with variables in it, in the one notation all readers share: `$PORT`, `${PORT}`, `${PORT:-8080}`; `${}` stands
 * for a part that can't be known.
 */
export type Piece = string | { readonly variable: string | undefined; readonly fallback: string | undefined };

/** The text of a template once variables are looked up. */
export interface Filled {
  /** Variables replaced by their value or their fallback; `HOLE` for each part that isn't known. */
  readonly text: string;
  readonly variables: readonly string[];
  /** True when any part is a variable or unknown. */
  readonly dynamic: boolean;
  /** True when no hole is left. */
  readonly whole: boolean;
}

/** Stands for an unknown part; no argument of a program can hold it. */
export const HOLE = '\u0000';

const VARIABLE = /\$(?:\{|\(\(?[^()]*\)?\)|([A-Za-z_]\w*))|`[^`]*`/g;
const BRACED = /^([A-Za-z_]\w*)(?::?[-=](.*))?$/s;
/** Fallbacks within fallbacks (`${A:-${B:-8080}}`) are read this deep. */
const MAX_DEPTH = 5;

/** Splits shell-like text into literal parts and variables. */
export function parseTemplate(text: string, depth = 0): readonly Piece[] {
  if (!/[$`]/.test(text)) return [text];
  const pieces: Piece[] = [];
  const pattern = new RegExp(VARIABLE);
  let last = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (match.index > last) pieces.push(text.slice(last, match.index));
    const braced = match[0] === '${';
    const end = braced ? closingBrace(text, pattern.lastIndex) : pattern.lastIndex;
    pieces.push(
      braced ? parseBraced(text.slice(pattern.lastIndex, end - 1), depth) : { variable: match[1], fallback: undefined },
    );
    last = end;
    pattern.lastIndex = end;
  }
  if (last < text.length) pieces.push(text.slice(last));
  return pieces;
}

/** Offset after the brace that closes; the end of the text without one. */
function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i + 1;
  }
  return text.length + 1;
}

function parseBraced(inner: string, depth: number): Piece {
  const match = BRACED.exec(inner);
  const fallback = match?.[2];
  if (fallback === undefined || !/[$`]/.test(fallback)) return { variable: match?.[1], fallback };
  const filled = depth < MAX_DEPTH ? fill(parseTemplate(fallback, depth + 1)) : undefined;
  return { variable: match?.[1], fallback: filled?.whole === true ? filled.text : undefined };
}

/** Writes pieces in the shared notation. */
export function printTemplate(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      const fallback = piece.fallback === undefined ? '' : `:-${piece.fallback.replace(/[{}]/g, '')}`;
      if (piece.variable === undefined && piece.fallback !== undefined) return `\${_${fallback}}`;
      return `\${${piece.variable ?? ''}${fallback}}`;
    })
    .join('');
}

/** Looks the variables up; `_` is the name of a value that comes from somewhere else than the environment. */
export function fill(pieces: readonly Piece[], env?: (name: string) => string | undefined): Filled {
  const variables: string[] = [];
  let text = '';
  let dynamic = false;
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece;
      continue;
    }
    dynamic = true;
    const { variable, fallback } = piece;
    const named = variable !== undefined && variable !== '_';
    if (named && !variables.includes(variable)) variables.push(variable);
    text += (named ? env?.(variable) : undefined) ?? fallback ?? HOLE;
  }
  return { text, variables, dynamic, whole: !text.includes(HOLE) };
}

/** `parseTemplate` and `fill` in one. */
export function fillText(text: string, env?: (name: string) => string | undefined): Filled {
  return fill(parseTemplate(text), env);
}
