import { copyContinuously } from './continuous';
import { HostLogs, startHosts } from './hosts';
import type { HostEnd, RunningHost } from './hosts';
import { continuousOf, saveArtefacts } from './job-artefacts';
import type { JobRun, Phase, Verdict } from './job-types';
import { metricsOf } from './metrics';
import { reasonOf } from './reason';
import type { Recorder } from './recorder';
import type { State } from './state';
import { untilEnd } from './until-end';
import type { Ending } from './until-end';

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
