import type { RequirementId } from '../../../contract/requirements';

export type Outcome = 'passed' | 'failed' | 'skipped';

/** What one test of the contract found. */
export interface ConformanceResult {
  /** Of the test: `serve-starts`. */
  readonly id: string;
  readonly requirements: readonly RequirementId[];
  readonly title: string;
  readonly outcome: Outcome;
  /** What was seen: answers, times, lines of the log; or why it was skipped. */
  readonly evidence: readonly string[];
  /** What to do, of a failed one. */
  readonly remedy?: string;
}

/** A body that the image should answer with a success. */
export interface Payload {
  /** Of its file. */
  readonly name: string;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** The answer, when it is known. */
  readonly expected: Uint8Array | undefined;
}

export type ConformanceRole = 'training' | 'inference';

/** Results of one role, and whether the image plays it at all. */
export interface RoleResults {
  readonly results: readonly ConformanceResult[];
  /** It did what it was started for, rightly or wrongly: it listened, or it ended by itself. */
  readonly answered: boolean;
}
