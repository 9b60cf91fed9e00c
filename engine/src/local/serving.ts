import { setTimeout as sleep } from 'node:timers/promises';
import { BIND_TO_PORT_VARIABLE } from '../../../contract/environment';
import { PING_PATH, PING_TIMEOUT_SECONDS, SERVING_PORT } from '../../../contract/serving';
import type { ContainerInspectInfo, DockerEngine } from '../docker/engine';
import { exitProblem } from '../docker/exit-problem';
import type { ContainerEnd } from '../docker/exit-problem';
import type { ContainerPlan } from '../plan/types';
import { UserError } from '../user-error';
import type { RunningHost } from './hosts';
import { call } from './http-call';
import type { HostState } from './state';
import { launchOf } from './images';

/** Between two pings while it starts: most servers are there at once, or take a while. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;
const SHOWN_LINES = 10;
const LOOPBACK = '127.0.0.1';

/** Where the container's HTTP server is reached from here. */
export async function hostState(engine: DockerEngine, host: RunningHost): Promise<HostState> {
  const port = servingPort(host.plan);
  const found = await engine.containers.inspect(host.container.id);
  const reached = addressOf(found, port);
  if (reached === undefined) {
    // A container that has ended has no ports any more.
    if (found?.State.Running !== true) throw deathProblem(host.plan, await host.container.ended);
    throw new UserError(
      `Port ${port} of the container “${host.plan.host}” can’t be reached from this machine.`,
      'Look whether the engine publishes ports (`docker run -p`) and whether the container still runs.',
    );
  }
  return { host: host.plan.host, container: host.container.id, ...reached };
}

/** Where the container’s server listens: a pipeline gives each of its containers another port. */
export function servingPort(plan: ContainerPlan): number {
  return Number(plan.environment[BIND_TO_PORT_VARIABLE] ?? SERVING_PORT);
}

function addressOf(
  found: ContainerInspectInfo | undefined,
  port: number,
): { readonly address: string; readonly port: number } | undefined {
  const published = found?.NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort;
  if (published !== undefined) return { address: LOOPBACK, port: Number(published) };
  if (found?.HostConfig.NetworkMode === 'host') return { address: LOOPBACK, port };
  // A network without a way out publishes nothing, but on Linux this machine is part of it.
  const network = Object.values(found?.NetworkSettings.Networks ?? {}).find((one) => one.IPAddress !== '');
  return network === undefined ? undefined : { address: network.IPAddress, port };
}

/**
 * Waits until the container answers `/ping` with 200. Anything else, also a connection that is refused or reset, is “not
 * yet”, until the time is over; a container that ends has failed at once.
 */
export async function untilHealthy(
  at: HostState,
  host: RunningHost,
  seconds: number,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const died = host.container.ended.then((end) => {
    throw deathProblem(host.plan, end);
  });
  died.catch(() => undefined);
  try {
    await Promise.race([died, pings(at, host.plan, seconds, either)]);
  } finally {
    over.abort();
  }
}

async function pings(at: HostState, plan: ContainerPlan, seconds: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let last: string;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted();
    try {
      const { status } = await ping(at, signal);
      if (status === 200) return;
      last = `HTTP ${status}`;
    } catch (error) {
      signal.throwIfAborted();
      last = error instanceof Error ? error.message : String(error);
    }
    if (Date.now() >= deadline) throw unhealthy(plan, seconds, last);
    await sleep(Math.min(pause, Math.max(0, deadline - Date.now())), undefined, { signal });
  }
}

/** Asks a container for its health, as SageMaker does. */
export function ping(at: HostState, signal?: AbortSignal): Promise<{ readonly status: number }> {
  const { address, port } = at;
  const timeoutMs = PING_TIMEOUT_SECONDS.value * 1000;
  return call({ address, port, method: 'GET', path: PING_PATH, timeoutMs }, signal);
}

function unhealthy(plan: ContainerPlan, seconds: number, last: string): UserError {
  return new UserError(
    `The container “${plan.host}” did not pass the ping health check within ${seconds} seconds (HTTP-03); the last answer: ${last}.`,
    `Let the server listen on 0.0.0.0:${servingPort(plan)} and answer GET ${PING_PATH} with 200 once the model is loaded.`,
  );
}

/** Why an endpoint fails when a container of it ends. */
export function deathProblem(plan: ContainerPlan, end: ContainerEnd): UserError {
  const problem = exitProblem(end, launchOf(plan), plan.memory);
  const what = problem?.message ?? `The container ended with exit code ${end.exitCode}.`;
  const ids = problem?.requirements ?? [];
  const lines = end.lastLines.slice(-SHOWN_LINES);
  const said = lines.length === 0 ? ' It wrote nothing.' : ` Its last lines:\n${lines.join('\n')}`;
  return new UserError(
    `“${plan.host}” ended while it should serve. ${what}${ids.length === 0 ? '' : ` (${ids.join(', ')})`}${said}\n`,
    problem?.remedy ?? 'Keep the server in the foreground: the container lives as long as its first process.',
  );
}
