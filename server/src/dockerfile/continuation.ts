/**
 * Stands for every character of a line continuation, comment or blank line inside an instruction. It has no width for
 * the word splitters, so that `foo\⏎bar` stays one word as in Docker, and keeps offsets equal to those of the document.
 */
export const JOIN = '\u0001';

export type Escape = '\\' | '`';

export interface LogicalLine {
  /** The text of `[start, end)` with continuations replaced by JOIN. */
  readonly marked: string;
  readonly end: number;
}

/** Reads one instruction: the line that starts at `start` and the lines that continue it. Heredoc bodies are not part of it. */
export function logicalLine(text: string, start: number, escape: Escape): LogicalLine {
  let marked = '';
  let at = start;
  for (;;) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    const contentEnd = endOfLine(text, at);
    const line = text.slice(at, contentEnd);
    if (at > start && isBlankOrComment(line)) {
      marked += JOIN.repeat(next - at);
    } else {
      const mark = continuationAt(line, escape);
      if (mark < 0) return { marked: marked + line, end: contentEnd };
      marked += line.slice(0, mark) + JOIN.repeat(next - at - mark);
    }
    if (newline < 0) return { marked, end: text.length };
    at = next;
  }
}

/** Offset of the line's end, the line break (`\n` or `\r\n`) excluded. */
export function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline;
  return end > at && text[end - 1] === '\r' ? end - 1 : end;
}

/** Start of the line after the one at `at`; the length of the text when there is none. */
export function nextLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline + 1;
}

/** The text as Docker sees it, continuations taken out. */
export function joined(marked: string): string {
  return marked.includes(JOIN) ? marked.replaceAll(JOIN, '') : marked;
}

/** Length of a part of an instruction without the continuations at its end. */
export function trimmedLength(marked: string): number {
  let length = marked.length;
  while (length > 0 && marked[length - 1] === JOIN) length--;
  return length;
}

/** The text with continuations as blanks, so that offsets stay. */
export function blanked(marked: string): string {
  return marked.includes(JOIN) ? marked.replaceAll(JOIN, ' ') : marked;
}

export function isBlankOrComment(line: string): boolean {
  const text = line.trimStart();
  return text === '' || text.startsWith('#');
}

/** Where the escape character that continues the line stands; -1 when it does not go on. A doubled one does not count. */
function continuationAt(line: string, escape: Escape): number {
  let at = line.length - 1;
  while (at >= 0 && (line[at] === ' ' || line[at] === '\t')) at--;
  return at >= 0 && line[at] === escape && line[at - 1] !== escape ? at : -1;
}
