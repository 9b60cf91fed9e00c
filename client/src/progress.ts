import { ProgressLocation, window } from 'vscode';
import type { Progress } from 'vscode';

export type Report = Progress<{ message?: string; increment?: number }>;

/** Runs something long in a notification; Cancel aborts the signal. */
export function withCancel<T>(
  title: string,
  act: (signal: AbortSignal, report: Report, cancel: () => void) => Promise<T>,
): Promise<T> {
  const done = window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (report, token) => {
      const controller = new AbortController();
      const cancel = (): void => {
        controller.abort();
      };
      token.onCancellationRequested(cancel);
      return act(controller.signal, report, cancel);
    },
  );
  return Promise.resolve(done);
}
