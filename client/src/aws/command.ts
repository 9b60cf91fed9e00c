import { l10n, window, workspace } from 'vscode';
import type { Disposable, LogOutputChannel } from 'vscode';
import { shownCommand } from '../commands/shown-command';

/** Registers a command that asks AWS: only in a workspace that is trusted, and what goes wrong is shown. */
export function awsCommand(
  log: LogOutputChannel,
  id: string,
  act: (target: unknown, more: unknown) => Promise<unknown>,
): Disposable {
  return shownCommand(log, id, (target, more) => {
    if (workspace.isTrusted) return act(target, more);
    void window.showWarningMessage(l10n.t('AWS is not asked for anything in a workspace that you have not trusted.'));
    return undefined;
  });
}
