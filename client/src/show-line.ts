import { Range, Selection, window } from 'vscode';
import type { Location } from 'vscode';

/** Opens a file with the line of a place selected; of a line that is not there, the last one. */
export async function showLine({ uri, range }: Location): Promise<void> {
  const editor = await window.showTextDocument(uri);
  const line = editor.document.validateRange(new Range(range.start.line, 0, range.start.line, Infinity));
  editor.revealRange(line);
  editor.selection = new Selection(line.start, line.end);
}
