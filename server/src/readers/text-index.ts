import type { Position, Range } from 'vscode-languageserver-types';

/** Turns offsets of one text into LSP positions. Offsets outside the text are moved to its nearest end. */
export interface TextIndex {
  positionAt(offset: number): Position;
  /** Range of the offsets `[start, end)`. */
  range(start: number, end: number): Range;
}

/** Indexes the lines of a text once; every look-up is then a binary search. */
export function indexText(text: string): TextIndex {
  const starts = lineStarts(text);
  const positionAt = (offset: number): Position => {
    const at = Math.min(Math.max(Math.trunc(offset) || 0, 0), text.length);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: at - (starts[low] ?? 0) };
  };
  return {
    positionAt,
    range: (start, end) => ({ start: positionAt(start), end: positionAt(Math.max(start, end)) }),
  };
}

/** Line ends are those of LSP: LF, CR LF and CR. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}
