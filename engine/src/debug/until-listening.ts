import { setTimeout as sleep } from 'node:timers/promises';
import type { Kind, SageMaker } from '../sagemaker';
import { outcomeOf } from '../session/by-kind';
import { UserError } from '../user-error';
import { listeningLine } from './hook-words';
import type { DebuggedLanguage } from './hook-words';

/** Where a debugger attaches. */
export interface DebugAddress {
  readonly language: DebuggedLanguage;
  readonly host: string;
  readonly port: number;
}

/** A line that was written before the first good ping has been read by then. */
const LOG_LAG_MS = 1000;

/**
 * Waits until a debugger can attach to a job or endpoint that was started with one. Rejects when it ended before, or
 * serves already: no process of it waits for a debugger then.
 */
export async function untilListening(
  sagemaker: SageMaker,
  kind: Kind,
  name: string,
  signal?: AbortSignal,
): Promise<DebugAddress> {
  const over = new AbortController();
  const either = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
  if (kind === 'endpoint') {
    serves(sagemaker, name, either)
      .then(() => sleep(LOG_LAG_MS, undefined, { signal: either }))
      // The logs say how it ended.
      .catch(() => undefined)
      .finally(() => {
        over.abort();
      });
  }
  try {
    for await (const { text } of sagemaker.logs(kind, name, either)) {
      const found = listeningLine(text);
      if (found !== undefined) return { ...found, host: '127.0.0.1' };
    }
  } finally {
    over.abort();
  }
  signal?.throwIfAborted();
  const { status, reason } = await outcomeOf(sagemaker, kind, name);
  if (status === 'InService') {
    throw new UserError(
      `“${name}” serves, but no process of Python or Node was started in its container: those are what can be debugged.`,
      'Start the server with Python or Node, or serve it without a debugger.',
    );
  }
  throw new UserError(
    `“${name}” ended before a debugger could attach.${reason === undefined ? '' : ` ${reason}`}`,
    reason === undefined
      ? 'No process of Python or Node was started in the container: those are what can be debugged.'
      : 'Look at the log: the program did not come so far.',
  );
}

/** Resolves when the endpoint is in service, or has failed. */
async function serves(sagemaker: SageMaker, name: string, signal: AbortSignal): Promise<void> {
  const changes = sagemaker.watch(signal);
  const { status } = await outcomeOf(sagemaker, 'endpoint', name);
  if (status !== 'Creating') return;
  for await (const change of changes) {
    if (change.kind === 'endpoint' && change.name === name && change.status !== 'Creating') return;
  }
}
