import { l10n, ThemeIcon, window } from 'vscode';
import type { Terminal } from 'vscode';
import type { Ref } from '../connections/connection';
import type { LocalConnection } from '../connections/local-connection';
import type { Logs } from '../parts';
import { createLogPty } from './log-pty';

/** One terminal for each job or endpoint. */
export function createLogs(local: LocalConnection): Logs & { dispose(): void } {
  const open = new Map<string, Terminal>();
  const closed = window.onDidCloseTerminal((terminal) => {
    for (const [key, one] of open) if (one === terminal) open.delete(key);
  });
  return {
    show: (ref) => {
      const key = `${ref.connection.id}/${ref.kind}/${ref.name}`;
      const terminal = open.get(key) ?? create(ref, local);
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

function create(ref: Ref, local: LocalConnection): Terminal {
  return window.createTerminal({
    name: l10n.t('SageMaker: {0}', ref.name),
    pty: createLogPty(ref, local),
    iconPath: new ThemeIcon(ref.kind === 'endpoint' ? 'radio-tower' : 'beaker'),
    isTransient: true,
  });
}
