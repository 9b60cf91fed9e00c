import type { Outcome } from '../../../engine/src/conformance/types';

/** How many tests of one Dockerfile ended how, and when. */
export interface KeptResults extends Readonly<Record<Outcome, number>> {
  /** ISO 8601. */
  readonly time: string;
}

/** Where the workspace state keeps the results of a Dockerfile. */
export function keptResultsKey(dockerfile: string): string {
  return `sagemaker.contract.${dockerfile}`;
}

export function tally(outcomes: readonly Outcome[], time: Date): KeptResults {
  const count = (wanted: Outcome): number => outcomes.filter((it) => it === wanted).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped'), time: time.toISOString() };
}
