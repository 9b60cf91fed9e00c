import { EventEmitter, l10n, ThemeIcon, window } from 'vscode';
import type { Pseudoterminal } from 'vscode';
import type { Ref } from '../connections/connection';
import type { Logs } from '../parts';

/** One terminal for each job or endpoint. */
export function createLogs(): Logs & { dispose(): void } {
  const open = new Map<string, ReturnType<typeof window.createTerminal>>();
  const closed = window.onDidCloseTerminal((terminal) => {
    for (const [key, one] of open) if (one === terminal) open.delete(key);
  });
  return {
    show: (ref) => {
      const key = `${ref.connection.id}/${ref.kind}/${ref.name}`;
      const terminal =
        open.get(key) ??
        window.createTerminal({
          name: ref.name,
          pty: logPty(ref),
          iconPath: new ThemeIcon('output'),
          isTransient: true,
        });
      open.set(key, terminal);
      terminal.show(true);
      return Promise.resolve();
    },
    dispose: () => {
      closed.dispose();
      for (const terminal of open.values()) terminal.dispose();
    },
  };
}

function logPty(ref: Ref): Pseudoterminal {
  const output = new EventEmitter<string>();
  const ended = new AbortController();
  return {
    onDidWrite: output.event,
    open: () => {
      void follow(ref, output, ended.signal);
    },
    close: () => {
      ended.abort();
      output.dispose();
    },
  };
}

async function follow(ref: Ref, output: EventEmitter<string>, signal: AbortSignal): Promise<void> {
  try {
    const sagemaker = await ref.connection.sagemaker();
    for await (const line of sagemaker.logs(ref.kind, ref.name, signal)) output.fire(`${line.text}\r\n`);
    output.fire(`\r\n${l10n.t('End of the log.')}\r\n`);
  } catch (error) {
    if (!signal.aborted) output.fire(`${error instanceof Error ? error.message : String(error)}\r\n`);
  }
}
