import { l10n, window, workspace } from 'vscode';

/** The folder that requests for images are written into. Undefined: none is open, which the user is told. */
export function requestFolder(): string | undefined {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (folder === undefined) {
    void window.showInformationMessage(l10n.t('Open a folder first: the request is written into it.'));
  }
  return folder;
}
