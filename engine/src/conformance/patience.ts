import { STARTUP_TIMEOUT_SECONDS } from '../../../contract/serving';
import type { ContainerPlan } from '../plan/types';
import { modelMount } from './variants';

/** Seconds that a server may take to become healthy when it was given no model to load. */
const SECONDS_WITHOUT_MODEL = 120;

/**
 * Seconds that a server may take to become healthy; `asked`: those of its request. Nobody waits for the whole of
 * SageMaker’s deadline when there is nothing to load and nothing asks for more.
 */
export function patienceFor(plan: ContainerPlan, asked: number = STARTUP_TIMEOUT_SECONDS.value): number {
  const asksForOther = asked !== STARTUP_TIMEOUT_SECONDS.value;
  return modelMount(plan) === undefined && !asksForOther ? SECONDS_WITHOUT_MODEL : asked;
}
