import type { Piece } from './template';
import { fill } from './template';

/** A value of which nothing is known. */
export const UNKNOWN: readonly Piece[] = [{ variable: undefined, fallback: undefined }];

/** Joins path parts as `os.path.join` does: an absolute part starts anew. */
export function joinPieces(parts: readonly (readonly Piece[])[]): readonly Piece[] {
  return parts.reduce<readonly Piece[]>((path, part, i) => {
    const first = part[0];
    if (i === 0 || (typeof first === 'string' && first.startsWith('/'))) return part;
    const last = path.at(-1);
    const slash = last === undefined || last === '' || (typeof last === 'string' && last.endsWith('/')) ? [] : ['/'];
    return [...path, ...slash, ...part];
  }, []);
}

/** Replaces what the pattern finds in the literal parts; `value` gets the first group. */
export function replaceHoles(
  template: readonly Piece[],
  pattern: RegExp,
  value: (name: string) => readonly Piece[],
): readonly Piece[] {
  return template.flatMap((piece) => {
    if (typeof piece !== 'string') return [piece];
    const result: Piece[] = [];
    let last = 0;
    for (const match of piece.matchAll(pattern)) {
      result.push(piece.slice(last, match.index), ...value(match[1] ?? ''));
      last = match.index + match[0].length;
    }
    return [...result, piece.slice(last)];
  });
}

/** Joins neighbouring literal parts. */
export function merge(pieces: readonly Piece[]): readonly Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece === '') continue;
    if (typeof piece === 'string' && typeof last === 'string') result[result.length - 1] = last + piece;
    else result.push(piece);
  }
  return result;
}

/** The text with fallbacks filled in; undefined with a hole in it. */
export function textOf(pieces: readonly Piece[]): string | undefined {
  const filled = fill(pieces);
  return filled.whole ? filled.text : undefined;
}

/** A value that may be replaced by another: its variables stay, a constant becomes a fallback. */
export function asFallback(pieces: readonly Piece[]): readonly Piece[] {
  const filled = fill(pieces);
  return filled.dynamic ? pieces : [{ variable: undefined, fallback: filled.text }];
}

/** A value of which only the variables it depends on are known. */
export function variablesOf(all: readonly (readonly Piece[])[]): readonly Piece[] {
  const names = new Set(all.flat().flatMap((it) => (typeof it === 'string' ? [] : (it.variable ?? []))));
  return names.size === 0 ? UNKNOWN : [...names].map((variable) => ({ variable, fallback: undefined }));
}
