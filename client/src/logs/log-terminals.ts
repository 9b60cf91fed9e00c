import { l10n, ThemeIcon, window } from 'vscode';
import type { Terminal } from 'vscode';
import type { Ref } from '../connections/connection';
import type { Logs } from '../parts';
import { createLogPty } from './log-pty';

/** One terminal for each job or endpoint. */
export function createLogs(): Logs & { dispose(): void } {
  const open = new Map<string, { readonly terminal: Terminal; readonly ref: Ref }>();
  const closed = window.onDidCloseTerminal((terminal) => {
    for (const [key, one] of open) if (one.terminal === terminal) open.delete(key);
  });
  return {
    show: (ref) => {
      const key = `${ref.connection.id}/${ref.kind}/${ref.name}`;
      const terminal = open.get(key)?.terminal ?? create(ref);
      open.set(key, { terminal, ref });
      terminal.show(true);
      return Promise.resolve();
    },
    refOf: (terminal) => [...open.values()].find((one) => one.terminal === terminal)?.ref,
    dispose: () => {
      closed.dispose();
      for (const { terminal } of open.values()) terminal.dispose();
    },
  };
}

function create(ref: Ref): Terminal {
  return window.createTerminal({
    name: l10n.t('SageMaker: {0}', ref.name),
    pty: createLogPty(ref),
    iconPath: new ThemeIcon(ref.kind === 'endpoint' ? 'radio-tower' : 'beaker'),
    isTransient: true,
  });
}
