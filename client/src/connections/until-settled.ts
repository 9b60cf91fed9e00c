import type { Ref } from '../connections/connection';
import { loadEngine } from '../engine/load-engine';

const PASSING = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack'];

/** What came of an endpoint that is created or updated: status and reason, once it no longer changes. */
export async function untilSettled(
  { connection, kind, name }: Ref,
  signal: AbortSignal,
): Promise<{ readonly status: string | undefined; readonly reason: string | undefined }> {
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
      if (!PASSING.includes(outcome.status ?? '')) return outcome;
      await changed;
    }
  } finally {
    changes.dispose();
    signal.removeEventListener('abort', stop);
  }
}
