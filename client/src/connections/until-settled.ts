import type { Outcome } from '../../../engine/src/session/by-kind';
import { loadEngine } from '../engine/load-engine';
import { isUnfinished } from '../views/texts';
import type { Ref } from './connection';

/** How a job ended, or what came of an endpoint that is created or updated, once it no longer changes. */
export async function untilSettled({ connection, kind, name }: Ref, signal: AbortSignal): Promise<Outcome> {
  const engine = await loadEngine();
  const sagemaker = await connection.sagemaker();
  let look = (): void => undefined;
  const changes = connection.onDidChange((change) => {
    if (change.kind === kind && change.name === name) look();
  });
  const stop = (): void => {
    look();
  };
  signal.addEventListener('abort', stop);
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        look = resolve;
      });
      signal.throwIfAborted();
      const outcome = await engine.outcomeOf(sagemaker, kind, name);
      if (!isUnfinished(outcome.status ?? '')) return outcome;
      await changed;
    }
  } finally {
    changes.dispose();
    signal.removeEventListener('abort', stop);
  }
}
