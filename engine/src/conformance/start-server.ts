import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerEnd } from '../docker/exit-problem';
import type { StartedContainer } from '../docker/run';
import { hostState, ping, servingPort } from '../local/serving';
import type { HostState } from '../local/state';
import type { Workbench } from '../local/workbench';
import type { ContainerPlan } from '../plan/types';
import { UserError } from '../user-error';
import { listenersOf } from './listeners';
import type { ListeningSocket } from './listeners';

const PING_PAUSE_MS = 250;
/** A route that is missing does not come: so long it is waited for all the same. */
const MISSING_ROUTE_MS = 10_000;

/** A container that was started with `serve`. */
export interface Server {
  readonly plan: ContainerPlan;
  readonly container: StartedContainer;
  /** Undefined: it was over before it could be asked for. */
  readonly at: HostState | undefined;
  /** Once it has ended. */
  end(): ContainerEnd | undefined;
}

export type Health =
  | { readonly kind: 'healthy'; readonly ms: number }
  | { readonly kind: 'ended'; readonly end: ContainerEnd }
  | {
      readonly kind: 'unhealthy';
      readonly ms: number;
      /** Of the last answer; undefined: there was none. */
      readonly status: number | undefined;
      readonly problem: string;
      /** Undefined: not known. */
      readonly listeners: readonly ListeningSocket[] | undefined;
    };

export async function startServer(bench: Workbench, plan: ContainerPlan, signal: AbortSignal): Promise<Server> {
  const quiet = { ready: () => Promise.resolve(), onLine: () => undefined, onNote: () => undefined };
  const container = await bench.start(plan, quiet, signal);
  let end: ContainerEnd | undefined;
  container.ended.then(
    (it) => (end = it),
    () => undefined,
  );
  return { plan, container, at: await stateOf(bench, { plan, container }), end: () => end };
}

async function stateOf(
  bench: Workbench,
  host: { readonly plan: ContainerPlan; readonly container: StartedContainer },
): Promise<HostState | undefined> {
  try {
    return await hostState(bench.engine, host);
  } catch (error) {
    const found = await bench.engine.containers.inspect(host.container.id);
    if (error instanceof UserError && found?.State.Running !== true) return undefined;
    throw error;
  }
}

/** Pings until it is healthy, has ended, or won’t become so. */
export async function awaitHealth(
  bench: Workbench,
  server: Server,
  seconds: number,
  signal: AbortSignal,
): Promise<Health> {
  const { at, container } = server;
  if (at === undefined) return { kind: 'ended', end: await container.ended };
  const begun = Date.now();
  let missingSince: number | undefined;
  for (;;) {
    signal.throwIfAborted();
    const end = server.end();
    if (end !== undefined) return { kind: 'ended', end };
    const { status, problem } = await pinged(at, signal);
    const now = Date.now();
    if (status === 200) return { kind: 'healthy', ms: now - begun };
    missingSince = status === 404 || status === 405 ? (missingSince ?? now) : undefined;
    const missing = missingSince !== undefined && now - missingSince >= MISSING_ROUTE_MS;
    if (missing || now - begun >= seconds * 1000) {
      const listeners = await listenersOf(bench.engine, container.id, signal);
      const late = server.end();
      if (late !== undefined) return { kind: 'ended', end: late };
      return { kind: 'unhealthy', ms: now - begun, status, problem, listeners };
    }
    await sleep(PING_PAUSE_MS, undefined, { signal });
  }
}

async function pinged(at: HostState, signal: AbortSignal): Promise<{ status: number | undefined; problem: string }> {
  try {
    const { status } = await ping(at, signal);
    return { status, problem: `HTTP ${status}` };
  } catch (error) {
    signal.throwIfAborted();
    return { status: undefined, problem: error instanceof Error ? error.message : String(error) };
  }
}

export function listensRightly(server: Server, listeners: readonly ListeningSocket[]): boolean {
  return listeners.some((it) => it.reach !== 'loopback' && it.port === servingPort(server.plan));
}
