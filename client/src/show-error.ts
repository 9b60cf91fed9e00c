import { env, l10n, Uri, window } from 'vscode';
import type { LogOutputChannel } from 'vscode';

/** What the user can act on has a remedy; everything else is a bug, and its trace goes to the log. */
export async function showError(error: unknown, log: LogOutputChannel): Promise<void> {
  if (isAborted(error)) return;
  const { message, remedy, docs } = readError(error);
  if (remedy === undefined) log.error(error instanceof Error ? error : String(error));
  else log.warn(`${message} ${remedy}`);
  const showLog = l10n.t('Show Log');
  const more = l10n.t('Learn More');
  const buttons = docs === undefined ? [showLog] : [more, showLog];
  const choice = await window.showErrorMessage(remedy === undefined ? message : `${message} ${remedy}`, ...buttons);
  if (choice === showLog) log.show();
  if (choice === more && docs !== undefined) await env.openExternal(Uri.parse(docs));
}

/** The parts of an error that people see. The engine is a bundle of its own: its classes can't be asked for. */
export function readError(error: unknown): { message: string; remedy: string | undefined; docs: string | undefined } {
  const message = error instanceof Error ? error.message : String(error);
  const text = (name: string): string | undefined => {
    const value: unknown = error instanceof Error ? Reflect.get(error, name) : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return { message, remedy: text('remedy'), docs: text('docs') };
}

/** The user cancelled: nothing has to be said. */
export function isAborted(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'Canceled');
}
