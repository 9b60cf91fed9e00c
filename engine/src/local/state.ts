import type { Owner } from '../docker/labels';
import type { Kind } from '../sagemaker';

/** What is kept in a folder of its own. */
export type StoredKind = Kind | 'model' | 'endpoint-config';

/** Times are ISO 8601. */
export interface Transition {
  readonly status: string;
  readonly start: string;
  readonly end?: string;
  readonly message?: string;
}

export interface MetricValue {
  readonly name: string;
  readonly value: number;
  readonly time: string;
}

/** A container that belongs to a job, so that another process finds it. */
export interface HostState {
  readonly host: string;
  readonly container: string;
  /** Container port → port on loopback. */
  readonly ports: Readonly<Record<string, number>>;
  /** Address in the job's network, where ports can't be published. */
  readonly address?: string;
}

/** state.json of a job or endpoint: all that changes while it runs. */
export interface State {
  readonly kind: StoredKind;
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  /** `SecondaryStatus` of a training job. */
  readonly secondary?: string;
  readonly transitions: readonly Transition[];
  readonly created: string;
  readonly modified: string;
  /** Containers began and ended. */
  readonly started?: string;
  readonly ended?: string;
  readonly failureReason?: string;
  readonly exitMessage?: string;
  readonly metrics: readonly MetricValue[];
  /** Name of the artefact → path on this machine. */
  readonly artefacts: Readonly<Record<string, string>>;
  readonly hosts: readonly HostState[];
  /** Process that runs it; whoever takes it over counts on. */
  readonly owner: Owner;
  readonly takeover: number;
}

const FINAL: ReadonlySet<string> = new Set(['Completed', 'Failed', 'Stopped', 'InService', 'OutOfService']);

/** Whether nothing will change by itself any more. */
export function isFinal(state: State): boolean {
  return FINAL.has(state.status);
}

/** The state with its secondary status moved on, the way SecondaryStatusTransitions tells it. */
export function withTransition(state: State, status: string, message: string, now: Date): State {
  const time = now.toISOString();
  const before = state.transitions.map((one) => (one.end === undefined ? { ...one, end: time } : one));
  const ends = ENDS.has(status);
  const next: Transition = { status, start: time, message, ...(ends ? { end: time } : {}) };
  return { ...state, secondary: status, transitions: [...before, next], modified: time };
}

const ENDS: ReadonlySet<string> = new Set(['Completed', 'Failed', 'Stopped', 'MaxRuntimeExceeded']);
