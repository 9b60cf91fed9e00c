import { exitProblem } from '../docker/exit-problem';
import type { ContainerEnd } from '../docker/exit-problem';
import { launchOf } from '../local/images';
import type { ContainerPlan } from '../plan/types';
import { UserError } from '../user-error';
import { result } from './catalogue';
import type { TestId } from './catalogue';
import type { ConformanceResult } from './types';

const SHOWN_LINES = 10;

/** How it ended, and what it wrote last. */
export function endEvidence(plan: ContainerPlan, end: ContainerEnd): readonly string[] {
  const problem = exitProblem(end, launchOf(plan), plan.memory);
  const what = problem?.message ?? `The container ended with exit code ${end.exitCode}.`;
  const lines = end.lastLines.slice(-SHOWN_LINES);
  return [what, ...(lines.length === 0 ? ['It wrote nothing.'] : lines)];
}

export function endRemedy(plan: ContainerPlan, end: ContainerEnd): string | undefined {
  return exitProblem(end, launchOf(plan), plan.memory)?.remedy;
}

/** A program that is missing or can’t be run breaks a requirement; what else goes wrong at a start is no result. */
export function startFailure(id: TestId, error: unknown, signal: AbortSignal): ConformanceResult {
  signal.throwIfAborted();
  if (!(error instanceof UserError)) throw error;
  return result(id, 'failed', [error.message], { remedy: error.remedy });
}
