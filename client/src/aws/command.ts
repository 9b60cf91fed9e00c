import { commands, l10n, window, workspace } from 'vscode';
import type { Disposable, LogOutputChannel } from 'vscode';
import { showError } from '../show-error';

/** Registers a command that asks AWS: only in a workspace that is trusted, and what goes wrong is shown. */
export function awsCommand(
  log: LogOutputChannel,
  id: string,
  act: (target: unknown, more: unknown) => Promise<unknown>,
): Disposable {
  return commands.registerCommand(id, async (target: unknown, more: unknown) => {
    if (!workspace.isTrusted) {
      void window.showWarningMessage(l10n.t('AWS is not asked for anything in a workspace that you have not trusted.'));
      return undefined;
    }
    try {
      return await act(target, more);
    } catch (error) {
      await showError(error, log);
      return undefined;
    }
  });
}
