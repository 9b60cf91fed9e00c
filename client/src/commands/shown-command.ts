import { commands } from 'vscode';
import type { Disposable, LogOutputChannel } from 'vscode';
import { showError } from '../show-error';

/** Registers a command whose errors are shown; it answers undefined then. */
export function shownCommand(
  log: LogOutputChannel,
  id: string,
  act: (target: unknown, more: unknown) => unknown,
): Disposable {
  return commands.registerCommand(id, async (target: unknown, more: unknown) => {
    try {
      return await act(target, more);
    } catch (error) {
      await showError(error, log);
      return undefined;
    }
  });
}
