import { l10n, window, workspace } from 'vscode';

/** Why nothing is started in this workspace. */
export function notTrusted(): string {
  return l10n.t('Nothing is run in a workspace that you have not trusted.');
}

/** Whether things may be run here; the user is told when not. */
export function mayRun(): boolean {
  if (workspace.isTrusted) return true;
  void window.showWarningMessage(notTrusted());
  return false;
}
