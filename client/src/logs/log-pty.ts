import { EventEmitter, l10n, window } from 'vscode';
import type { Pseudoterminal } from 'vscode';
import { stop } from '../../../engine/src/session/by-kind';
import type { Ref } from '../connections/connection';
import { readError } from '../show-error';
import { followLog } from './follow-log';
import { bad, cleared } from './log-text';
import { paced } from './paced';

const CTRL_C = '\u0003';
const CTRL_L = '\u000c';

/** The log of a job or endpoint as a terminal: replayed from its start, followed to its end. Ctrl-C offers to stop it, Ctrl-L clears. */
export function createLogPty(ref: Ref): Pseudoterminal {
  const output = new EventEmitter<string>();
  const closed = new AbortController();
  const out = paced((text) => {
    output.fire(text);
  });
  return {
    onDidWrite: output.event,
    open: () => {
      void followLog(ref, out.add, closed.signal).finally(out.flush);
    },
    handleInput: (text) => {
      if (text === CTRL_C) void offerStop(ref, out.add);
      if (text === CTRL_L) out.add(cleared());
    },
    close: () => {
      closed.abort();
      out.dispose();
      output.dispose();
    },
  };
}

async function offerStop(ref: Ref, write: (text: string) => void): Promise<void> {
  const isEndpoint = ref.kind === 'endpoint';
  const act = isEndpoint ? l10n.t('Delete Endpoint') : l10n.t('Stop Job');
  const question = isEndpoint ? l10n.t('Delete the endpoint {0}?', ref.name) : l10n.t('Stop {0}?', ref.name);
  if ((await window.showWarningMessage(question, { modal: true }, act)) !== act) return;
  try {
    await stop(await ref.connection.sagemaker(), ref.kind, ref.name);
  } catch (error) {
    write(bad(readError(error).message));
  }
}
