import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../user-error';
import { EngineError } from './engine';
import type { DockerEngine } from './engine';

/** How long an engine that went away may take to come back (a restart, Docker Desktop waking up). */
export const RETURN_MILLISECONDS = 60_000;
const RETRY_MILLISECONDS = 500;

/** Removes a container, also when the engine goes away in the middle: then as soon as it is back. */
export async function removeSurely(engine: DockerEngine, id: string): Promise<void> {
  try {
    await engine.containers.remove(id);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    await engineReturned(engine, error, new AbortController().signal);
    await engine.containers.remove(id);
  }
}

/** Waits until the engine answers again after `error`. Throws a UserError when that takes more than a minute. */
export async function engineReturned(engine: DockerEngine, error: unknown, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + RETURN_MILLISECONDS;
  for (;;) {
    await sleep(RETRY_MILLISECONDS, undefined, { signal });
    try {
      await engine.ping(AbortSignal.any([signal, AbortSignal.timeout(2_000)]));
      return;
    } catch {
      signal.throwIfAborted();
      if (Date.now() > deadline) throw engineLost(error);
    }
  }
}

function engineLost(cause: unknown): UserError {
  return new UserError(
    `The Docker Engine went away, and did not come back within ${RETURN_MILLISECONDS / 1000} s.`,
    'Start Docker. What is left of the run there is removed by the next one.',
    { cause },
  );
}
