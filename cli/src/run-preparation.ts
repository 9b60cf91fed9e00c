import type { RunPlan } from '../../engine/src/plan/types';
import type { RequestKind } from '../../engine/src/requests/types';
import type { Engine } from './engine';
import { loadEngine } from './engine';
import type { LocalSession } from '../../engine/src/session/open-local';
import { openLocal } from './open-local';
import { progressOn } from './progress';
import type { Progress } from './progress';
import type { Job } from '../../engine/src/session/job';
import { optionsFor, readJob } from './read-job';
import { onlyPositional, readOptions } from './read-options';
import type { Options } from './read-options';
import { CORRECT_REQUEST, problemLines } from './show-problems';
import { subjectOf } from './subject';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** Everything for a run. */
export interface Prepared {
  readonly engine: Engine;
  readonly job: Job;
  readonly plan: RunPlan;
  readonly options: Options;
  readonly local: LocalSession;
  readonly progress: Progress;
}

/** Reads what is to run, and looks for the engine. Problems of the document are told first. */
export async function prepare(kind: RequestKind, args: readonly string[], terminal: Terminal): Promise<Prepared> {
  const options = readOptions(args, optionsFor(kind));
  const what = 'one request document, Dockerfile or image';
  // Further words are the command of a processing job; the others are started as SageMaker starts them.
  const named = kind === 'processing-job' ? options.positionals[0] : onlyPositional(options, what);
  if (named === undefined) throw new UsageError(`Name ${what}.`);
  const subject = subjectOf(named, terminal.cwd);
  const engine = await loadEngine();
  const { job, problems } = readJob(engine, subject, kind, options, terminal);
  terminal.warn(problemLines(problems, terminal.cwd));
  if (job === undefined) throw new UsageError('The request has errors, so nothing was started.', CORRECT_REQUEST);
  const plan = engine.planOf(job);
  if (subject.kind === 'request') terminal.warn(differences(plan));
  const progress = progressOn(terminal);
  const local = await openLocal(engine, job, progress, terminal, options);
  try {
    await local.sagemaker.reconcile();
    return { engine, job, plan, options, local, progress };
  } catch (error) {
    await local.close();
    throw error;
  }
}

/** Nothing is passed over silently; what is made for an image has nothing that the user asked for. */
function differences({ fidelity }: RunPlan): string {
  const count = fidelity.filter(({ level }) => level === 'approximated' || level === 'ignored').length;
  if (count === 0) return '';
  const members = count === 1 ? '1 member of the request is' : `${count} members of the request are`;
  return `${members} treated otherwise than at AWS: \`plan\` says which, and how.\n`;
}
