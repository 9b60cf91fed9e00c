import { withoutSecrets } from '../plan/secrets';
import type { RunPlan } from '../plan/types';
import type { Desk } from './desk';
import { validationException } from '../named-errors';
import { runJob } from './job';
import { clearJob } from './job-things';
import type { JobRun, JobType } from './job-types';
import { PROCESSING } from './processing';
import { reasonOf } from './reason';
import { Recorder } from './recorder';
import { isUnfinished, newState } from './state';
import type { JobKind, State } from './state';
import { askToStop, stopRequests } from './stop-requests';
import { TRAINING } from './training';
import { discardUnfinished } from './transform-output';
import { outputFolderOf, runTransform } from './transform-run';
import { TRANSFORM } from './transform';

const TYPES: Readonly<Record<JobKind, JobType>> = {
  'training-job': TRAINING,
  'processing-job': PROCESSING,
  'transform-job': TRANSFORM,
};

type JobState = State & { readonly kind: JobKind };

interface Work {
  readonly done: Promise<void>;
  readonly abort: AbortController;
  /** Of a job of a process that died, which this one looks after for as long as it lives. */
  readonly release?: AbortController;
}

interface TakenOver {
  readonly hosts: NonNullable<JobRun['takenOver']>;
  /** Undefined: it is stopped, and seen to its end. */
  readonly release: AbortController | undefined;
}

/** The jobs that this process runs, and how it takes over those of processes that died. */
export class JobDesk {
  private readonly work = new Map<string, Work>();

  constructor(private readonly desk: Desk) {}

  /** Accepts the job and begins with it; the answer does not wait for its end. `document`: what the plan was made of. */
  async create(
    kind: JobKind,
    name: string,
    request: object,
    plan: RunPlan,
    signal: AbortSignal | undefined,
    document: object = request,
  ): Promise<State> {
    signal?.throwIfAborted();
    await this.desk.refuseIfNeeded(plan, document);
    const { options, store } = this.desk;
    const arn = await options.planner.arn(kind, name);
    const first = newState(kind, name, arn, 'InProgress', options.owner, new Date());
    const state = { ...TYPES[kind].moved(first, 'Starting', 'Starting the job'), kind };
    await store.create(state, { 'request.json': request, 'plan.json': withoutSecrets(plan) });
    this.run(state, plan, signal, undefined);
    return state;
  }

  private run(state: JobState, plan: RunPlan, signal: AbortSignal | undefined, takenOver: TakenOver | undefined): void {
    const abort = new AbortController();
    const either = signal === undefined ? abort.signal : AbortSignal.any([signal, abort.signal]);
    const key = `${state.kind}/${state.name}`;
    const done = this.runToEnd(state, plan, either, takenOver)
      // What can't even be written down (a full disk) is found and ended as an orphan by the next start.
      .catch(() => undefined)
      .finally(() => this.work.delete(key));
    this.work.set(key, { done, abort, ...(takenOver?.release === undefined ? {} : { release: takenOver.release }) });
  }

  private async runToEnd(
    state: JobState,
    plan: RunPlan,
    signal: AbortSignal,
    takenOver: TakenOver | undefined,
  ): Promise<void> {
    const folder = this.desk.store.folder(state.kind, state.name);
    const recorder = new Recorder(this.desk.store, state);
    const requests = stopRequests(folder, signal);
    try {
      const bench = await this.desk.bench(state.kind, plan);
      if (takenOver !== undefined) bench.adopt();
      const run: JobRun = {
        type: TYPES[state.kind],
        plan,
        folder,
        recorder,
        bench,
        stop: requests.stop,
        graceSeconds: this.desk.graceSeconds(plan),
        ...(takenOver === undefined ? {} : { takenOver: takenOver.hosts }),
        ...(takenOver?.release === undefined ? {} : { released: takenOver.release.signal }),
      };
      await (state.kind === 'transform-job' ? runTransform(run) : runJob(run));
    } catch (error) {
      await this.fail(recorder, reasonOf(error));
    } finally {
      requests.end();
      await this.desk.store.sweep(state.kind, state.name);
    }
  }

  private async fail(recorder: Recorder, reason: string): Promise<void> {
    const type = TYPES[recorder.state.kind as JobKind];
    await recorder.update((state) => ({
      ...type.moved(state, 'Failed', reason),
      status: 'Failed',
      failureReason: reason,
      ended: new Date().toISOString(),
    }));
  }

  /** By any process: asks the one that runs it, or stops it here when that one has died. */
  async stop(kind: JobKind, name: string): Promise<void> {
    const state = await this.desk.store.get(kind, name);
    if (!isUnfinished(state)) {
      throw validationException(
        `“${name}” is ${state.status} already, so there is nothing to stop.`,
        'Only a job that is InProgress can be stopped.',
      );
    }
    await askToStop(this.desk.store.folder(kind, name));
    await this.takeOverIfDead({ ...state, kind }, true);
  }

  /** Deletes a job that is over, with its logs and what it left in its folder. */
  async remove(kind: JobKind, name: string): Promise<void> {
    const state = await this.desk.store.get(kind, name);
    if (isUnfinished(state)) {
      throw validationException(`“${name}” is ${state.status}, so it can’t be deleted.`, 'Stop the job first.');
    }
    await this.desk.store.remove(kind, name);
  }

  /**
   * Takes up a job whose process died: its containers are followed on, or it has failed. `toStop`: somebody has asked for
   * its stop, so this process sees it to its end.
   */
  async takeOverIfDead(state: JobState, toStop = false): Promise<void> {
    const { store, options } = this.desk;
    if (!isUnfinished(state) || !(await this.desk.isDead(state.owner)) || !(await store.claim(state))) return;
    const mine: JobState = { ...state, owner: options.owner, takeover: state.takeover + 1 };
    await store.write(mine);
    const plan = await this.desk.planIfWhole(state);
    const hosts = state.kind === 'transform-job' ? undefined : await this.desk.leftHosts(state, plan);
    if (plan !== undefined && hosts !== undefined) {
      this.run(mine, plan, undefined, { hosts, release: toStop ? undefined : new AbortController() });
      return;
    }
    await clearJob(await this.desk.engine(), options.storage, state.kind, state.name);
    const folder = store.folder(state.kind, state.name);
    if (plan !== undefined && state.kind === 'transform-job') {
      await discardUnfinished(outputFolderOf(plan, folder), state.name);
    }
    const reason = 'InternalServerError: The process that ran this job ended, and its containers are gone.';
    await this.fail(new Recorder(store, mine), reason);
  }

  /**
   * Says of a job whose process died that it has failed, when its containers are gone too. One whose containers are there
   * is left to who takes it up.
   */
  async failIfLost(state: JobState): Promise<void> {
    if (!isUnfinished(state) || !(await this.desk.isDead(state.owner))) return;
    const plan = await this.desk.planIfWhole(state);
    const left = state.kind !== 'transform-job' && (await this.desk.leftHosts(state, plan)) !== undefined;
    if (!left) await this.takeOverIfDead(state);
  }

  /** Waits until this process has nothing more to do for the job. */
  async settled(kind: JobKind, name: string): Promise<void> {
    await this.work.get(`${kind}/${name}`)?.done;
  }

  /**
   * Stops what this process began, as StopTrainingJob does, and waits for it. What it took over goes on running: it is the
   * work of somebody else, and is taken up by the next process.
   */
  async close(): Promise<void> {
    for (const { abort, release } of this.work.values()) (release ?? abort).abort();
    await Promise.all([...this.work.values()].map(({ done }) => done));
  }
}
