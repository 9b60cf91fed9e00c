import type { Position, Range } from 'vscode-languageserver-types';
import type { View } from './view';

/**
 * Where the caret stands, read from the text alone, so that a line may be half typed. Offsets are those of the document.
 */
export interface Cursor {
  readonly offset: number;
  /** The caret's own line up to the caret. */
  readonly before: string;
  /** The line behind the caret. */
  readonly after: string;
  readonly comment: boolean;
  /** Upper case; empty while the keyword itself is being typed. */
  readonly keyword: string;
  /** Arguments up to the caret, continued lines joined; comment lines inside left out. */
  readonly argumentsBefore: string;
  /** In the body of a heredoc. */
  readonly heredoc: boolean;
}

/** More lines than any sane instruction has. */
const MOST_LINES = 2000;

export function cursorAt(view: View, position: Position): Cursor {
  const { document } = view;
  const offset = document.offsetAt(position);
  const { line } = document.positionAt(offset);
  const full = lineAt(view, line);
  const before = full.slice(0, document.positionAt(offset).character);
  const heredoc = inHeredoc(view, position);
  const parts = { offset, before, after: full.slice(before.length), heredoc };
  if (!heredoc && /^\s*#/.test(full)) return { ...parts, comment: true, keyword: '', argumentsBefore: '' };
  const joined = heredoc ? heredocHead(view, position) : logicalLine(view, line, before);
  const match = /^\s*(?:onbuild\s+)?([a-z]+)\s+/i.exec(joined);
  return {
    ...parts,
    comment: false,
    keyword: (match?.[1] ?? '').toUpperCase(),
    argumentsBefore: joined.slice(match?.[0].length ?? joined.length),
  };
}

/** The range that ends `behind` characters after the caret and begins `length` characters before it. */
export function rangeAround(view: View, cursor: Cursor, length: number, behind: number): Range {
  const start = view.document.positionAt(cursor.offset - length);
  return { start, end: view.document.positionAt(cursor.offset + behind) };
}

export function lineAt(view: View, line: number): string {
  const text = view.document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  return text.replace(/[\r\n]+$/, '');
}

/** Walks up over continued lines; comments and blank lines between them belong to the instruction and say nothing. */
function logicalLine(view: View, line: number, before: string): string {
  const escape = escapeCharacter(view);
  let joined = before;
  for (let i = line - 1; i >= 0 && line - i < MOST_LINES; i--) {
    const text = lineAt(view, i);
    if (/^\s*(?:#|$)/.test(text)) continue;
    const trimmed = text.trimEnd();
    if (!trimmed.endsWith(escape)) break;
    joined = `${trimmed.slice(0, -1)} ${joined}`;
  }
  return joined;
}

function escapeCharacter(view: View): string {
  const known = view.result.subject?.dockerfile.escape;
  if (known) return known;
  return /^(?:#[^\n]*\n){0,8}#\s*escape\s*=\s*`/i.test(view.document.getText()) ? '`' : '\\';
}

function heredocAt(view: View, position: Position) {
  const instructions = view.result.subject?.dockerfile.instructions ?? [];
  const { line } = position;
  return instructions.find((it) =>
    it.heredocs.some(
      ({ contentRange: { start, end } }) => start.line <= line && line <= end.line && line > it.range.start.line,
    ),
  );
}

function inHeredoc(view: View, position: Position): boolean {
  return heredocAt(view, position) !== undefined;
}

function heredocHead(view: View, position: Position): string {
  const instruction = heredocAt(view, position);
  return instruction ? `${instruction.keyword} ` : '';
}
