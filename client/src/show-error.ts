import { commands, env, l10n, Uri, window } from 'vscode';
import type { LogOutputChannel } from 'vscode';

/** What the user can act on has a remedy; everything else is a bug, and its trace goes to the log. */
export async function showError(error: unknown, log: LogOutputChannel): Promise<void> {
  if (isAborted(error)) return;
  const { remedy, docs, actions } = readError(error);
  if (remedy === undefined) log.error(error instanceof Error ? error : String(error));
  else log.warn(errorText(error, ' '));
  const showLog = l10n.t('Show Log');
  const more = l10n.t('Learn More');
  const buttons = [...actions.map(({ title }) => title), ...(docs === undefined ? [] : [more]), showLog];
  const choice = await window.showErrorMessage(errorText(error, ' '), ...buttons);
  if (choice === showLog) log.show();
  const action = actions.find(({ title }) => title === choice);
  if (action !== undefined) await commands.executeCommand(action.command, ...action.arguments);
  if (choice === more && docs !== undefined) await env.openExternal(Uri.parse(docs));
}

/** What people see of an error as one text. */
export function errorText(error: unknown, between: ' ' | '\n'): string {
  const { message, remedy } = readError(error);
  return remedy === undefined ? message : `${message}${between}${remedy}`;
}

/** A button that does what the remedy says. */
export interface ErrorAction {
  readonly title: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

/** An error with such buttons: the same message and remedy, told by `readError` and shown by the views. */
export class ActionableError extends Error {
  constructor(
    message: string,
    readonly remedy: string,
    readonly actions: readonly ErrorAction[],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Gives buttons to an error that others made: whoever shows it shows them as well. */
export function offerActions(error: Error, actions: readonly ErrorAction[]): void {
  Object.assign(error, { actions });
}

/** What people see of an error. */
export interface ShownError {
  readonly message: string;
  readonly remedy: string | undefined;
  readonly docs: string | undefined;
  readonly actions: readonly ErrorAction[];
}

/** The parts of an error that people see. The engine is a bundle of its own: its classes can't be asked for. */
export function readError(error: unknown): ShownError {
  const message = error instanceof Error ? error.message : String(error);
  const text = (name: string): string | undefined => {
    const value: unknown = error instanceof Error ? Reflect.get(error, name) : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return { message, remedy: text('remedy'), docs: text('docs'), actions: actionsOf(error) };
}

function actionsOf(error: unknown): readonly ErrorAction[] {
  const actions: unknown = error instanceof Error ? Reflect.get(error, 'actions') : undefined;
  return Array.isArray(actions) ? actions.filter(isAction) : [];
}

function isAction(action: unknown): action is ErrorAction {
  if (typeof action !== 'object' || action === null) return false;
  const { title, command, arguments: values }: Partial<Record<keyof ErrorAction, unknown>> = action;
  return typeof title === 'string' && typeof command === 'string' && Array.isArray(values);
}

/** The user cancelled: nothing has to be said. */
export function isAborted(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'Canceled');
}
