import { CancellationTokenSource } from 'vscode';
import { member } from '../member';

/** What the command Test Contract takes behind its target, from tasks and tools. */
export interface HowTested {
  /** With all GPUs of this machine, whatever the request says. */
  readonly gpus?: boolean;
  /** Ends the tests, and the containers that they run. */
  readonly signal?: AbortSignal;
}

/** Reads what the command was given, which may be anything. */
export function readHow(how: unknown): HowTested {
  const signal = member(how, 'signal');
  return { gpus: member(how, 'gpus') === true, ...(signal instanceof AbortSignal ? { signal } : {}) };
}

/** Cancelled with the signal, or never. To be disposed of by the caller. */
export function cancelledBy(signal: AbortSignal | undefined): CancellationTokenSource {
  const source = new CancellationTokenSource();
  const cancel = (): void => {
    source.cancel();
  };
  if (signal?.aborted === true) cancel();
  else signal?.addEventListener('abort', cancel, { once: true });
  return source;
}
