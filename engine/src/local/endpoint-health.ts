import { setTimeout as sleep } from 'node:timers/promises';
import { PING_PATH, PING_TIMEOUT_SECONDS } from '../../../contract/serving';
import type { Fleet } from './endpoint-run';
import { ping } from './serving';
import type { HostState } from './state';

/**
 * AWS publishes neither how often it asks nor how many misses it bears; it says only that an instance whose container
 * goes on failing is replaced (HTTP-04).
 */
const EVERY_MS = 5000;
const MISSES = 3;

/** Told once when a container stops to be healthy, and with undefined when all are again. */
export type HealthListener = (problem: string | undefined) => void;

/** Asks every container for its health again and again, until the signal. */
export function watchHealth(
  fleet: Pick<Fleet, 'states'>,
  listener: HealthListener,
  signal: AbortSignal,
  everyMs = EVERY_MS,
): void {
  const sick = new Map<string, string>();
  const tell = (host: HostState, problem: string | undefined): void => {
    const before = sick.size > 0;
    if (problem === undefined) sick.delete(host.container);
    else sick.set(host.container, problem);
    if (sick.size > 0 !== before) listener(sick.size > 0 ? problem : undefined);
  };
  for (const host of fleet.states) {
    watchOne(
      host,
      (problem) => {
        tell(host, problem);
      },
      signal,
      everyMs,
    ).catch(() => undefined);
  }
}

async function watchOne(host: HostState, tell: HealthListener, signal: AbortSignal, everyMs: number): Promise<void> {
  let misses = 0;
  for (;;) {
    await sleep(everyMs, undefined, { signal, ref: false });
    const problem = await problemOf(host, signal);
    signal.throwIfAborted();
    misses = problem === undefined ? 0 : misses + 1;
    if (problem === undefined) tell(undefined);
    else if (misses === MISSES) {
      tell(
        `The container “${host.host}” no longer passes the health check: GET ${PING_PATH} ${problem}, ${MISSES} times in a row. SageMaker replaces such an instance (HTTP-04); answer it beside invocations, within ${PING_TIMEOUT_SECONDS.value} seconds (HTTP-05).`,
      );
    }
  }
}

async function problemOf(host: HostState, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { status } = await ping(host, signal);
    return status === 200 ? undefined : `was answered with ${status}`;
  } catch (error) {
    return `had no answer (${error instanceof Error ? error.message : String(error)})`;
  }
}
