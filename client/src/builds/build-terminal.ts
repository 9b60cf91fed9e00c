import { EventEmitter, l10n, ThemeIcon, window } from 'vscode';
import type { Pseudoterminal, Terminal } from 'vscode';
import { remark } from '../logs/log-text';
import { paced } from '../logs/paced';

const CTRL_C = '\u0003';

/** One terminal for all builds of the window, which comes with the first of them. */
export interface BuildTerminal {
  /** What it is given before somebody looks at it is kept. */
  write(text: string): void;
  /** The one that Ctrl-C ends from now on. */
  cancelWith(cancel: (() => void) | undefined): void;
  show(): void;
  dispose(): void;
}

export function createBuildTerminal(): BuildTerminal {
  let terminal: Terminal | undefined;
  let cancel: (() => void) | undefined;
  let waiting: string[] | undefined = [];
  const output = new EventEmitter<string>();
  const out = paced((text) => {
    if (waiting === undefined) output.fire(text);
    else waiting.push(text);
  });
  const pty: Pseudoterminal = {
    onDidWrite: output.event,
    open: () => {
      const before = waiting ?? [];
      waiting = undefined;
      for (const text of before) output.fire(text);
    },
    handleInput: (text) => {
      if (text !== CTRL_C || cancel === undefined) return;
      out.add(remark(l10n.t('Cancelling the build…')));
      cancel();
    },
    close: () => {
      terminal = undefined;
      waiting = [];
    },
  };
  const made = (): Terminal => {
    terminal ??= window.createTerminal({
      name: l10n.t('SageMaker: build'),
      pty,
      iconPath: new ThemeIcon('package'),
      isTransient: true,
    });
    return terminal;
  };
  return {
    write: (text) => {
      made();
      out.add(text);
    },
    cancelWith: (next) => {
      cancel = next;
    },
    show: () => {
      made().show(true);
    },
    dispose: () => {
      out.dispose();
      terminal?.dispose();
      output.dispose();
    },
  };
}
