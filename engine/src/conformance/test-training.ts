import { setTimeout as sleep } from 'node:timers/promises';
import { FAILURE_REASON_CHARACTERS } from '../../../contract/launch';
import { FAILURE_FILE, MODEL_DIR } from '../../../contract/opt-ml';
import { SERVING_PORT } from '../../../contract/serving';
import type { ContainerEnd } from '../docker/exit-problem';
import type { DockerEngine } from '../docker/engine';
import type { StartedContainer } from '../docker/run';
import type { Workbench } from '../local/workbench';
import type { ContainerPlan } from '../plan/types';
import { result, testsAbout } from './catalogue';
import { endEvidence, endRemedy, startFailure } from './end-evidence';
import { filesIn, textOf } from './files-in';
import { asTextProblem } from './hyperparameters-as-text';
import { listenersOf } from './listeners';
import { startQuietly } from './run-hosts';
import type { ConformanceResult, RoleResults } from './types';

export interface TrainingSubject {
  readonly bench: Workbench;
  readonly plan: ContainerPlan;
  /** So long it may train. */
  readonly trainSeconds: number;
  readonly signal: AbortSignal;
}

const LOOK_MS = 2_000;
const SHOWN_FILES = 5;
/** The shell’s codes for a program that is missing or can’t be run. */
const NOT_STARTED: readonly number[] = [126, 127];

export interface TrainingResults extends RoleResults {
  /** It left a model, in the volume that the plan names. */
  readonly trained: boolean;
  /** Undefined: not with success. */
  readonly ended: ContainerEnd | undefined;
}

/** Trains once, and looks at what is left. */
export async function testTraining(subject: TrainingSubject): Promise<TrainingResults> {
  const { bench, plan, signal } = subject;
  let container: StartedContainer;
  try {
    container = await startQuietly(bench, plan, signal);
  } catch (error) {
    const failed = startFailure('train-starts', error, signal);
    return { results: withOthers([failed], 'It does not start.'), answered: false, trained: false, ended: undefined };
  }
  const outcome = await awaitTraining(subject, container);
  if (outcome.kind !== 'ended') {
    await container.remove();
    const remedy = outcome.kind === 'late' ? 'Give it less to do, or more time.' : undefined;
    const failed = result('train-succeeds', 'failed', [outcome.what], { remedy });
    const results = [result('train-starts', 'passed', []), failed];
    const answered = outcome.kind === 'late';
    return { results: withOthers(results, 'It did not end.'), answered, trained: false, ended: undefined };
  }
  const { end } = outcome;
  if (NOT_STARTED.includes(end.exitCode)) {
    const failed = result('train-starts', 'failed', endEvidence(plan, end), { remedy: endRemedy(plan, end) });
    return { results: withOthers([failed], 'It does not start.'), answered: false, trained: false, ended: undefined };
  }
  const results = await endResults(subject, container.id, end);
  await container.remove();
  const trained = results.some((it) => it.id === 'train-model' && it.outcome === 'passed');
  return { results, answered: true, trained, ended: end.exitCode === 0 ? end : undefined };
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
    const closer = asTextProblem(plan, end) ?? { remedy: endRemedy(plan, end) };
    const failed = { ...result('train-succeeds', 'failed', endEvidence(plan, end), closer), ...tookOf(end) };
    const model = result('train-model', 'skipped', ['The training failed.']);
    return [started, failed, model, await failureNote(bench.engine, id, signal)];
  }
  const files = await filesIn(bench.engine, id, MODEL_DIR, signal);
  const found = files.length > 0;
  return [
    started,
    { ...result('train-succeeds', 'passed', [secondsOf(end)]), ...tookOf(end) },
    result('train-model', found ? 'passed' : 'failed', [
      found
        ? `${files.slice(0, SHOWN_FILES).join(', ')}${files.length > SHOWN_FILES ? ' …' : ''}`
        : `${MODEL_DIR} is empty.`,
    ]),
    await successNote(bench.engine, id, signal),
  ];
}

/** Only a note: a job fails as well without a word. */
async function failureNote(engine: DockerEngine, id: string, signal: AbortSignal): Promise<ConformanceResult> {
  const text = await textOf(engine, id, FAILURE_FILE, signal);
  if (text === undefined || text === '') return result('train-failure', 'skipped', [`It left no ${FAILURE_FILE}.`]);
  const most = FAILURE_REASON_CHARACTERS.value;
  const rest = text.length > most ? [`Only the first ${most} of its ${text.length} characters are shown.`] : [];
  return result('train-failure', 'passed', [text.slice(0, most), ...rest]);
}

async function successNote(engine: DockerEngine, id: string, signal: AbortSignal): Promise<ConformanceResult> {
  const text = await textOf(engine, id, FAILURE_FILE, signal);
  if (text === undefined) return result('train-failure', 'skipped', ['The training did not fail.']);
  const seen = [`exit code 0, and ${FAILURE_FILE}:`, text.slice(0, FAILURE_REASON_CHARACTERS.value)];
  return result('train-failure', 'failed', seen, {
    remedy: `End with another exit code when training failed; write ${FAILURE_FILE} only then.`,
  });
}

function tookOf({ startedAt, finishedAt }: ContainerEnd): { readonly milliseconds?: number } {
  if (startedAt === undefined || finishedAt === undefined) return {};
  return { milliseconds: finishedAt.getTime() - startedAt.getTime() };
}

function secondsOf(end: ContainerEnd): string {
  const { milliseconds } = tookOf(end);
  return milliseconds === undefined ? 'exit code 0' : `exit code 0 after ${(milliseconds / 1000).toFixed(1)} s`;
}

function withOthers(done: readonly ConformanceResult[], why: string): readonly ConformanceResult[] {
  return testsAbout('training').map((id) => done.find((it) => it.id === id) ?? result(id, 'skipped', [why]));
}
