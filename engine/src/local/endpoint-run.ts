import type { RunPlan } from '../plan/types';
import { listeningLine } from '../debug/hook-words';
import { withinListening } from '../debug/within-listening';
import { HostLogs, startHosts } from './hosts';
import type { Listener, RunningHost } from './hosts';
import { reasonOf } from './reason';
import type { Recorder } from './recorder';
import { deathProblem, hostState, untilHealthy } from './serving';
import type { HostState } from './state';
import type { Workbench } from './workbench';

export interface EndpointRun {
  readonly plan: RunPlan;
  readonly folder: string;
  readonly recorder: Recorder;
  readonly bench: Workbench;
  readonly graceSeconds: number;
}

/** Containers that serve, and their logs. */
export interface Fleet {
  readonly run: EndpointRun;
  readonly hosts: readonly RunningHost[];
  readonly states: readonly HostState[];
  readonly logs: HostLogs;
}

/** Starts the containers of an endpoint and waits until all of them are healthy. When that fails, nothing is left of it. */
export async function startFleet(run: EndpointRun, signal: AbortSignal): Promise<Fleet> {
  const { bench, plan, recorder } = run;
  const note = (line: string): void => {
    recorder.note(line);
  };
  const listening = new AbortController();
  const logs = logsOf(run, ({ text }, host) => {
    if (host === plan.containers[0]?.host && listeningLine(text) !== undefined) listening.abort();
  });
  try {
    await bench.fetchImages(note, signal);
    await bench.makeNetwork();
    const hosts = await startHosts(bench, plan.containers, logs, note, signal);
    const states = await Promise.all(hosts.map((host) => hostState(bench.engine, host)));
    await Promise.all(
      hosts.map((host, index) => healthy(run, host, states[index], { signal, listening: listening.signal })),
    );
    return { run, hosts, states, logs };
  } catch (error) {
    await bench.clear();
    await logs.close();
    throw error;
  }
}

/** The logs of its containers; `onLine` hears each line as well. */
export function logsOf(run: EndpointRun, onLine: Listener['onLine'] = () => undefined): HostLogs {
  return new HostLogs(run.folder, {
    onLine,
    onNote: (note) => {
      run.recorder.note(note);
    },
  });
}

async function healthy(
  run: EndpointRun,
  host: RunningHost,
  state: HostState | undefined,
  { signal, listening }: { readonly signal: AbortSignal; readonly listening: AbortSignal },
): Promise<void> {
  const { containers, serving } = run.plan;
  const variant = serving?.variants.find(({ containers }) => containers.includes(host.plan.host));
  if (state === undefined || variant === undefined) return;
  const seconds = host.plan.host === containers[0]?.host ? serving?.listeningSeconds : undefined;
  await withinListening(seconds, listening, signal, (either) =>
    untilHealthy(state, host, variant.startupSeconds, either),
  );
}

/** Calls back once when a container of the fleet ends although nobody ended it. */
export function guard(fleet: Fleet, died: (reason: string) => void): void {
  for (const { plan, container } of fleet.hosts) {
    container.ended.then(
      (end) => {
        if (!end.stopped) died(reasonOf(deathProblem(plan, end)));
      },
      (error: unknown) => {
        died(reasonOf(error));
      },
    );
  }
}

/** SIGTERM, the grace, SIGKILL, and everything is removed. */
export async function endFleet(fleet: Fleet): Promise<void> {
  await Promise.allSettled(fleet.hosts.map(({ container }) => container.stop(fleet.run.graceSeconds)));
  await fleet.run.bench.clear();
  await fleet.logs.close();
}
