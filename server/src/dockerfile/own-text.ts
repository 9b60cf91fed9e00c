import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';

/**
 * A piece of the file that knows where it stands. What is read from it holds as long as it stays in its place, whatever
 * changes before and behind it.
 */
export class OwnText {
  private readLines: TextDocument | undefined;
  private oneLine: boolean | undefined;

  constructor(
    readonly text: string,
    readonly at: Position,
  ) {}

  /** Range of the offsets `[start, end)` of this piece. */
  readonly range = (start: number, end: number): Range => {
    const { length } = this.text;
    const from = Math.max(0, Math.min(start, length));
    return { start: this.positionAt(from), end: this.positionAt(Math.max(from, Math.min(end, length))) };
  };

  private positionAt(offset: number): Position {
    const { line, character } = this.at;
    this.oneLine ??= !/[\r\n]/.test(this.text);
    if (this.oneLine) return { line, character: character + offset };
    this.readLines ??= TextDocument.create('', 'dockerfile', 0, this.text);
    const own = this.readLines.positionAt(offset);
    return { line: line + own.line, character: own.line === 0 ? character + own.character : own.character };
  }
}
