import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunPlan } from '../plan/types';
import { saveArchive, saveFolder } from './artefacts';
import { copyContinuously } from './continuous';
import type { ContinuousCopy } from './continuous';
import { bell } from './follow';
import { HostLogs, startHosts } from './hosts';
import type { HostEnd, RunningHost } from './hosts';
import { metricsOf } from './metrics';
import { reasonOf } from './reason';
import type { Recorder } from './recorder';
import type { JobStatus, State } from './state';
import { untilEnd } from './until-end';
import type { Ending } from './until-end';
import type { Workbench } from './workbench';

/** Written by any process that wants a job stopped; the one that runs it watches for it. */
const STOP_FILE = 'stop';

export async function askToStop(folder: string): Promise<void> {
  await writeFile(join(folder, STOP_FILE), '').catch(() => undefined);
}

/** Aborted when a process asks for the stop of the job, or the caller's signal is. */
export function stopRequests(folder: string, signal: AbortSignal | undefined): { stop: AbortSignal; end(): void } {
  const asked = new AbortController();
  const over = new AbortController();
  const abort = (): void => {
    asked.abort();
  };
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort, { once: true });
  const watch = async (): Promise<void> => {
    const news = bell(folder, over.signal);
    while (!over.signal.aborted && !asked.signal.aborted) {
      if (existsSync(join(folder, STOP_FILE))) abort();
      else await news.rings();
    }
    news.close();
  };
  void watch();
  return {
    stop: asked.signal,
    end: () => {
      signal?.removeEventListener('abort', abort);
      over.abort();
    },
  };
}

/** How one kind of job differs from the others. */
export interface JobType {
  /** Says where the job is; training has its SecondaryStatus for it. */
  moved(state: State, phase: Phase, message: string): State;
  /** Folder or file that an artefact becomes. */
  artefactPath(artefact: RunPlan['artefacts'][number], jobFolder: string): string;
  /** Whether it is kept for a job with this end. */
  keeps(artefact: RunPlan['artefacts'][number], status: JobStatus): boolean;
  /** What the end means, before the containers are removed. */
  judge(bench: Workbench, ending: Ending): Promise<Verdict>;
}

export type Phase =
  | 'Starting'
  | 'Downloading'
  | 'Training'
  | 'Uploading'
  | 'Stopping'
  | 'Completed'
  | 'Failed'
  | 'Stopped'
  | 'MaxRuntimeExceeded';

export interface Verdict {
  readonly status: 'Completed' | 'Failed' | 'Stopped';
  readonly phase: Phase;
  readonly message: string;
  readonly failureReason?: string;
  readonly exitMessage?: string;
}

export interface JobRun {
  readonly type: JobType;
  readonly plan: RunPlan;
  readonly folder: string;
  readonly recorder: Recorder;
  readonly bench: Workbench;
  readonly stop: AbortSignal;
  readonly graceSeconds: number;
  /** Containers that run already: the job is taken over from a process that died. */
  readonly takenOver?: (logs: HostLogs) => Promise<readonly RunningHost[]>;
  /** Aborted when this process goes and leaves the job to the next one: nothing of it is ended. */
  readonly released?: AbortSignal;
}

/** Runs a job from its images to its artefacts. Never throws: how it ended is in its state. */
export async function runJob(run: JobRun): Promise<void> {
  const { recorder, bench, plan } = run;
  const metrics = metricsOf(plan.metrics);
  const live = liveMetrics(recorder, () => metrics.final());
  for (const name of metrics.unusable) recorder.note(`the pattern of the metric “${name}” can’t be used here`);
  const logs = new HostLogs(run.folder, {
    onLine: (line) => {
      if (metrics.read(line.text, line.time.toISOString()).length > 0) live.changed();
    },
    onNote: (note) => {
      recorder.note(note);
    },
  });
  let verdict: Verdict;
  let change: (state: State) => State = (state) => state;
  try {
    const ending = await untilEnded(run, logs);
    bench.checkPipes();
    verdict = await run.type.judge(bench, ending);
    await phase(run, 'Uploading', 'Saving what the job left');
    const saved = await saveArtefacts(run, ending.ends, verdict.status);
    change = (state) => ({ ...state, ...saved, ...times(ending.ends) });
  } catch (error) {
    if (run.released?.aborted === true) {
      live.end();
      await logs.close();
      return;
    }
    verdict = run.stop.aborted ? STOPPED_EARLY : failed(error);
  }
  await bench.clear().catch((error: unknown) => {
    recorder.note(`not everything could be removed: ${String(error)}`);
  });
  await logs.close();
  live.end();
  await finish(run, verdict, (state) => change({ ...state, metrics: metrics.final() }));
}

const METRICS_EVERY_MS = 1000;

/** Metrics are in the state while the job runs, but a chatty log does not write it a thousand times. */
function liveMetrics(recorder: Recorder, read: () => State['metrics']): { changed(): void; end(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    changed: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void recorder.update((state) => ({ ...state, metrics: read() }));
      }, METRICS_EVERY_MS);
    },
    end: () => {
      clearTimeout(timer);
    },
  };
}

const STOPPED_EARLY: Verdict = { status: 'Stopped', phase: 'Stopped', message: 'Stopped before it began' };

function failed(error: unknown): Verdict {
  const failureReason = reasonOf(error);
  return { status: 'Failed', phase: 'Failed', message: failureReason, failureReason };
}

function phase({ recorder, type }: JobRun, name: Phase, message: string): Promise<void> {
  return recorder.update((state) => type.moved(state, name, message));
}

async function untilEnded(run: JobRun, logs: HostLogs): Promise<Ending> {
  const { recorder, plan, type, stop } = run;
  const hosts = run.takenOver === undefined ? await begin(run, logs) : await run.takenOver(logs);
  const release = (): void => {
    for (const { container } of hosts) container.release();
  };
  if (run.released?.aborted === true) release();
  run.released?.addEventListener('abort', release, { once: true });
  const started = new Date(recorder.state.started ?? Date.now());
  if (recorder.state.started === undefined) {
    await recorder.update((state) => ({ ...state, started: started.toISOString() }));
    await phase(run, 'Training', `Running ${hosts.map(({ plan: { host } }) => host).join(', ')}`);
  }
  const copies = copyContinuously(continuousOf(run, hosts));
  const seconds = plan.maxRuntimeSeconds;
  return untilEnd(hosts, {
    stop,
    deadline: seconds === undefined ? undefined : new Date(started.getTime() + seconds * 1000),
    graceSeconds: run.graceSeconds,
    onStopping: (why) => {
      const message = why === 'asked' ? 'Stopping' : 'Stopping: its time is over';
      void recorder.update((state) => ({ ...type.moved(state, 'Stopping', message), status: 'Stopping' }));
    },
  }).finally(() => copies.end());
}

/** What has to be copied while the job runs, from where to where. */
function continuousOf({ plan, type, folder, bench }: JobRun, hosts: readonly RunningHost[]): readonly ContinuousCopy[] {
  const containers = hosts.map(({ container }) => container.id);
  return plan.artefacts
    .filter(({ continuous }) => continuous === true)
    .map((artefact) => ({
      source: { engine: bench.engine, containers, path: artefact.from },
      folder: type.artefactPath(artefact, folder),
    }));
}

async function begin(run: JobRun, logs: HostLogs): Promise<readonly RunningHost[]> {
  const { recorder, bench, plan, stop } = run;
  // AWS has no `DownloadingTrainingImage` any more; what it is at is in the message.
  if (await bench.lacksImages(stop)) await phase(run, 'Downloading', 'Downloading the training image');
  await bench.fetchImages((line) => {
    recorder.note(line);
  }, stop);
  await bench.makeNetwork();
  await phase(run, 'Downloading', 'Preparing the input data');
  return startHosts(
    bench,
    plan.containers,
    logs,
    (note) => {
      recorder.note(note);
    },
    stop,
  );
}

async function saveArtefacts(
  run: JobRun,
  ends: readonly HostEnd[],
  status: JobStatus,
): Promise<Pick<State, 'artefacts' | 'uploads'>> {
  const artefacts: Record<string, string> = {};
  const uploads: Record<string, string> = {};
  const containers = ends.map(({ id }) => id);
  for (const artefact of run.plan.artefacts) {
    if (!run.type.keeps(artefact, status)) continue;
    const path = run.type.artefactPath(artefact, run.folder);
    const source = { engine: run.bench.engine, containers, path: artefact.from };
    await (artefact.compress ? saveArchive(source, path) : saveFolder(source, path));
    artefacts[artefact.name] = path;
    const inFolder = artefact.to.endsWith('/') && artefact.inPlace !== true;
    uploads[inFolder ? `${artefact.to}${artefact.name}` : artefact.to] = path;
  }
  return { artefacts, uploads };
}

/** By the engine's clock, both of them. */
function times(ends: readonly HostEnd[]): Partial<Pick<State, 'started' | 'ended'>> {
  const starts = ends.flatMap(({ end }) => end.startedAt?.getTime() ?? []);
  const finishes = ends.flatMap(({ end }) => end.finishedAt?.getTime() ?? []);
  if (starts.length === 0 || finishes.length === 0) return {};
  return {
    started: new Date(Math.min(...starts)).toISOString(),
    ended: new Date(Math.max(...finishes)).toISOString(),
  };
}

/** Status and secondary status change in one step: nobody sees a job that is over in one and not in the other. */
async function finish({ recorder, type }: JobRun, verdict: Verdict, change: (state: State) => State): Promise<void> {
  const { status, failureReason, exitMessage } = verdict;
  await recorder.update((before) => {
    const state = type.moved(change(before), verdict.phase, verdict.message);
    return {
      ...state,
      status,
      ...(state.ended === undefined && state.started !== undefined ? { ended: new Date().toISOString() } : {}),
      ...(failureReason === undefined ? {} : { failureReason }),
      ...(exitMessage === undefined ? {} : { exitMessage }),
    };
  });
}
