import { setTimeout as wait } from 'node:timers/promises';
import type { DockerEngine } from '../../../engine/src/docker/engine';

const LOOK_AGAIN_MS = 3_000;
const PING_MS = 2_000;

export interface EngineNews {
  /** Once, when it does not answer any more. */
  readonly onGone: (error: unknown) => void;
  /** It answers again. */
  readonly onBack: () => void;
}

/**
 * Follows an engine until `signal` is aborted. Its stream of events breaks off when it ends, so nobody has to ask for as
 * long as it is there; while it is gone, it is asked every `everyMs`.
 */
export async function watchEngine(
  engine: Pick<DockerEngine, 'events' | 'ping'>,
  { onGone, onBack }: EngineNews,
  signal: AbortSignal,
  everyMs = LOOK_AGAIN_MS,
): Promise<void> {
  const pause = (): Promise<void> => wait(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  while (!isAborted(signal)) {
    await untilEnd(engine, signal);
    let problem = await problemOf(engine, signal);
    if (isAborted(signal)) return;
    if (problem === undefined) {
      // One that has no such stream is not asked without end.
      await pause();
      continue;
    }
    onGone(problem);
    while (problem !== undefined) {
      await pause();
      if (isAborted(signal)) return;
      problem = await problemOf(engine, signal);
    }
    if (!isAborted(signal)) onBack();
  }
}

/** Resolves when the stream of events has ended or broken. Volumes are seldom made: next to nothing is sent. */
async function untilEnd(engine: Pick<DockerEngine, 'events'>, signal: AbortSignal): Promise<void> {
  try {
    const events = engine.events({ type: ['volume'] }, signal)[Symbol.asyncIterator]();
    while ((await events.next()).done !== true);
  } catch {
    // Why it broke is what the ping says.
  }
}

async function problemOf(engine: Pick<DockerEngine, 'ping'>, signal: AbortSignal): Promise<Error | undefined> {
  try {
    await engine.ping(AbortSignal.any([signal, AbortSignal.timeout(PING_MS)]));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Asked anew each time: it changes while others are awaited. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
