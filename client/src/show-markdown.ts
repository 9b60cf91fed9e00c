import { commands, window } from 'vscode';
import type { Uri } from 'vscode';

/** Opens a page of Markdown as it is meant to be read. */
export async function showMarkdown(page: Uri): Promise<void> {
  try {
    await commands.executeCommand('markdown.showPreview', page);
  } catch {
    // The Markdown extension is disabled: the text itself says the same.
    await window.showTextDocument(page, { preview: true });
  }
}
