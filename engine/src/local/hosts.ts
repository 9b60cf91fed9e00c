import type { ContainerEnd } from '../docker/exit-problem';
import type { LogEvent } from '../docker/log-lines';
import type { StartedContainer } from '../docker/run';
import type { ContainerPlan } from '../plan/types';
import { logFile, logWriter } from './log-lines';
import type { LogWriter } from './log-lines';
import { refuseUnreachablePorts } from './port-reach';
import type { Workbench } from './workbench';

/** One container of a job that runs. */
export interface RunningHost {
  readonly plan: ContainerPlan;
  readonly container: StartedContainer;
}

export interface HostEnd {
  readonly plan: ContainerPlan;
  readonly id: string;
  readonly end: ContainerEnd;
}

export interface Listener {
  onLine(line: LogEvent, host: string): void;
  onNote(note: string): void;
}

/** The logs of a job's hosts, and who listens to them. */
export class HostLogs {
  private readonly writers = new Map<string, LogWriter>();

  constructor(
    /** Of the job. */
    readonly folder: string,
    private readonly listener: Listener,
  ) {}

  hook(host: string): (line: LogEvent) => void {
    const writer = this.writers.get(host) ?? logWriter(logFile(this.folder, host));
    this.writers.set(host, writer);
    return (line) => {
      writer.write(line);
      this.listener.onLine(line, host);
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.writers.values()].map((writer) => writer.close()));
  }
}

/** Makes all containers, then starts them together. When one can't start, none runs. */
export async function startHosts(
  bench: Workbench,
  plans: readonly ContainerPlan[],
  logs: HostLogs,
  onNote: (note: string) => void,
  signal: AbortSignal,
): Promise<readonly RunningHost[]> {
  await refuseUnreachablePorts(bench.engine, plans, logs.folder, signal);
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  let waiting = plans.length;
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve, reject) => {
    open = resolve;
    either.addEventListener(
      'abort',
      () => {
        reject(reasonOf(either));
      },
      { once: true },
    );
  });
  gate.catch(() => undefined);
  const ready = (): Promise<void> => {
    waiting -= 1;
    if (waiting === 0) open();
    return gate;
  };
  const starts = await Promise.allSettled(
    plans.map(async (plan): Promise<RunningHost> => {
      try {
        const onLine = logs.hook(plan.host);
        return { plan, container: await bench.start(plan, { onLine, onNote, ready }, either) };
      } catch (error) {
        // The first reason is the true one: the others only follow it.
        failed.abort(error);
        throw error;
      }
    }),
  );
  if (failed.signal.aborted) throw reasonOf(failed.signal);
  return starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error(String(reason));
}
