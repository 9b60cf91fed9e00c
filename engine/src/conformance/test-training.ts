import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { FAILURE_REASON_CHARACTERS } from '../../../contract/launch';
import { FAILURE_FILE, MODEL_DIR } from '../../../contract/opt-ml';
import { SERVING_PORT } from '../../../contract/serving';
import { extract } from 'tar-stream';
import type { ContainerEnd } from '../docker/exit-problem';
import type { DockerEngine } from '../docker/engine';
import type { StartedContainer } from '../docker/run';
import type { Workbench } from '../local/workbench';
import type { ContainerPlan } from '../plan/types';
import { result, testsAbout } from './catalogue';
import { endEvidence, endRemedy, startFailure } from './end-evidence';
import { listenersOf } from './listeners';
import type { ConformanceResult, RoleResults } from './types';

export interface TrainingSubject {
  readonly bench: Workbench;
  readonly plan: ContainerPlan;
  /** So long it may train. */
  readonly trainSeconds: number;
  readonly graceSeconds: number;
  /** Also what takes minutes. */
  readonly slow: boolean;
  readonly signal: AbortSignal;
}

const LOOK_MS = 2_000;
const KILLED = 137;
const SHOWN_FILES = 5;
/** So long a training works before it is stopped. */
const BEFORE_STOP_MS = 3_000;
/** The shell’s codes for a program that is missing or can’t be run. */
const NOT_STARTED: readonly number[] = [126, 127];

export interface TrainingResults extends RoleResults {
  /** It left a model, in the volume that the plan names. */
  readonly trained: boolean;
}

/** Trains once, and looks at what is left. */
export async function testTraining(subject: TrainingSubject): Promise<TrainingResults> {
  const { bench, plan, signal } = subject;
  let container: StartedContainer;
  try {
    container = await start(bench, plan, signal);
  } catch (error) {
    const failed = startFailure('train-starts', error, signal);
    return { results: withOthers([failed], 'It does not start.'), answered: false, trained: false };
  }
  const outcome = await awaitTraining(subject, container);
  if (outcome.kind !== 'ended') {
    await container.remove();
    const remedy = outcome.kind === 'late' ? 'Give it less to do, or more time with --timeout.' : undefined;
    const failed = result('train-succeeds', 'failed', [outcome.what], { remedy });
    const results = [result('train-starts', 'passed', []), failed];
    return { results: withOthers(results, 'It did not end.'), answered: outcome.kind === 'late', trained: false };
  }
  const { end } = outcome;
  if (NOT_STARTED.includes(end.exitCode)) {
    const failed = result('train-starts', 'failed', endEvidence(plan, end), { remedy: endRemedy(plan, end) });
    return { results: withOthers([failed], 'It does not start.'), answered: false, trained: false };
  }
  const results = await endResults(subject, container.id, end);
  await container.remove();
  if (subject.slow) results.push(await testStop(subject));
  const trained = results.some((it) => it.id === 'train-model' && it.outcome === 'passed');
  return { results: withOthers(results, 'Only with --slow.'), answered: true, trained };
}

type Outcome =
  | { readonly kind: 'ended'; readonly end: ContainerEnd }
  /** `serves`: it takes no notice of the word. */
  | { readonly kind: 'serves' | 'late'; readonly what: string };

async function awaitTraining(subject: TrainingSubject, container: StartedContainer): Promise<Outcome> {
  const { bench, trainSeconds, signal } = subject;
  const deadline = Date.now() + trainSeconds * 1000;
  for (;;) {
    const end = await Promise.race([container.ended, sleep(LOOK_MS, undefined, { signal })]);
    if (end !== undefined) return { kind: 'ended', end };
    const sockets = await listenersOf(bench.engine, container.id, signal);
    if (sockets?.some((it) => it.port === SERVING_PORT) === true) {
      return { kind: 'serves', what: `It listens on port ${SERVING_PORT} instead of training.` };
    }
    if (Date.now() >= deadline) return { kind: 'late', what: `It still runs after ${trainSeconds} s.` };
  }
}

async function endResults(subject: TrainingSubject, id: string, end: ContainerEnd): Promise<ConformanceResult[]> {
  const { bench, plan, signal } = subject;
  const started = result('train-starts', 'passed', []);
  if (end.exitCode !== 0) {
    const failed = result('train-succeeds', 'failed', endEvidence(plan, end), { remedy: endRemedy(plan, end) });
    const model = result('train-model', 'skipped', ['The training failed.']);
    return [started, failed, model, await failureNote(bench.engine, id, signal)];
  }
  const files = await filesIn(bench.engine, id, MODEL_DIR, signal);
  const found = files.length > 0;
  return [
    started,
    result('train-succeeds', 'passed', [secondsOf(end)]),
    result('train-model', found ? 'passed' : 'failed', [
      found
        ? `${files.slice(0, SHOWN_FILES).join(', ')}${files.length > SHOWN_FILES ? ' …' : ''}`
        : `${MODEL_DIR} is empty.`,
    ]),
    result('train-failure', 'skipped', ['The training did not fail.']),
  ];
}

/** Only a note: a job fails as well without a word. */
async function failureNote(engine: DockerEngine, id: string, signal: AbortSignal): Promise<ConformanceResult> {
  const archive = await engine.containers.getArchive(id, FAILURE_FILE, signal);
  if (archive === undefined) return result('train-failure', 'skipped', [`It left no ${FAILURE_FILE}.`]);
  let text = '';
  for await (const entry of archive.pipe(extract())) text += (await buffer(entry)).toString();
  return result('train-failure', 'passed', [text.slice(0, FAILURE_REASON_CHARACTERS.value)]);
}

async function filesIn(
  engine: DockerEngine,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const archive = await engine.containers.getArchive(id, path, signal);
  if (archive === undefined) return [];
  const names: string[] = [];
  for await (const entry of archive.pipe(extract())) {
    if (entry.header.type !== 'directory') names.push(entry.header.name.replace(/^[^/]*\//, ''));
    entry.resume();
  }
  return names;
}

function secondsOf({ startedAt, finishedAt }: ContainerEnd): string {
  if (startedAt === undefined || finishedAt === undefined) return 'exit code 0';
  return `exit code 0 after ${((finishedAt.getTime() - startedAt.getTime()) / 1000).toFixed(1)} s`;
}

async function testStop(subject: TrainingSubject): Promise<ConformanceResult> {
  const { bench, plan, graceSeconds, signal } = subject;
  const container = await start(bench, plan, signal);
  try {
    if ((await Promise.race([container.ended, sleep(BEFORE_STOP_MS, undefined, { signal })])) !== undefined) {
      return result('train-stops', 'skipped', ['It was over before it could be stopped: give it more to do.']);
    }
    const begun = Date.now();
    const end = await container.stop(graceSeconds);
    const seconds = ((Date.now() - begun) / 1000).toFixed(1);
    const killed = end.exitCode === KILLED;
    const seen = killed ? `SIGKILL was needed after ${seconds} s` : `exit code ${end.exitCode} after ${seconds} s`;
    return result('train-stops', killed ? 'failed' : 'passed', [seen]);
  } finally {
    await container.remove();
  }
}

function start(bench: Workbench, plan: ContainerPlan, signal: AbortSignal): Promise<StartedContainer> {
  const quiet = { ready: () => Promise.resolve(), onLine: () => undefined, onNote: () => undefined };
  return bench.start(plan, quiet, signal);
}

function withOthers(done: readonly ConformanceResult[], why: string): readonly ConformanceResult[] {
  return testsAbout('training').map((id) => done.find((it) => it.id === id) ?? result(id, 'skipped', [why]));
}
