import type { EndpointStatus, SecondaryStatus, TrainingJobStatus } from '@aws-sdk/client-sagemaker';
import type { Owner } from '../docker/labels';
import type { Kind } from '../sagemaker';

/** What is kept in a folder of its own. */
export type StoredKind = Kind | 'model' | 'endpoint-config';

export type JobKind = Exclude<Kind, 'endpoint'>;
/** All kinds of jobs. */
export const JOB_KINDS: readonly JobKind[] = ['training-job', 'processing-job', 'transform-job'];
export type JobStatus = Exclude<TrainingJobStatus, 'Deleting'>;

/** Times are ISO 8601. */
export interface Transition {
  readonly status: SecondaryStatus;
  readonly start: string;
  readonly end?: string;
  readonly message?: string;
}

export interface MetricValue {
  readonly name: string;
  readonly value: number;
  readonly time: string;
}

/** A serving container, so that every process finds it. */
export interface HostState {
  readonly host: string;
  readonly container: string;
  /** Where its HTTP server is reached. */
  readonly address: string;
  readonly port: number;
}

/** state.json of a job or endpoint: all that changes while it runs. */
export interface State {
  readonly kind: StoredKind;
  readonly name: string;
  readonly arn: string;
  readonly status: JobStatus | EndpointStatus;
  /** `SecondaryStatus` of a training job. */
  readonly secondary?: SecondaryStatus;
  readonly transitions: readonly Transition[];
  readonly created: string;
  readonly modified: string;
  /** When its containers began and ended. */
  readonly started?: string;
  readonly ended?: string;
  readonly failureReason?: string;
  readonly exitMessage?: string;
  readonly metrics: readonly MetricValue[];
  /** Name of the artefact → path on this machine. */
  readonly artefacts: Readonly<Record<string, string>>;
  /** The S3 URI it would have at AWS → path on this machine. */
  readonly uploads: Readonly<Record<string, string>>;
  /** Of an endpoint: what answers now. */
  readonly hosts: readonly HostState[];
  /** Process that runs it; whoever takes it over counts on. */
  readonly owner: Owner;
  readonly takeover: number;
}

/** The state of something that begins; `now` is when. */
export function newState(
  kind: StoredKind,
  name: string,
  arn: string,
  status: State['status'],
  owner: Owner,
  now: Date,
): State {
  const time = now.toISOString();
  return {
    kind,
    name,
    arn,
    status,
    transitions: [],
    created: time,
    modified: time,
    metrics: [],
    artefacts: {},
    uploads: {},
    hosts: [],
    owner,
    takeover: 0,
  };
}

const UNFINISHED: ReadonlySet<string> = new Set(['InProgress', 'Stopping', 'Creating', 'Updating', 'Deleting']);

/** Whether somebody has to be at work on it. */
export function isUnfinished(state: State): boolean {
  return UNFINISHED.has(state.status);
}

/** Whether it has containers, or may have. */
export function isLive(state: State): boolean {
  return isUnfinished(state) || state.status === 'InService';
}

const ENDS: ReadonlySet<SecondaryStatus> = new Set(['Completed', 'Failed', 'Stopped', 'MaxRuntimeExceeded']);

/** The state with its secondary status moved on, the way SecondaryStatusTransitions tells it. */
export function withTransition(state: State, status: SecondaryStatus, message: string, now: Date): State {
  const time = now.toISOString();
  const before = state.transitions.map((one) => (one.end === undefined ? { ...one, end: time } : one));
  const next: Transition = { status, start: time, message, ...(ENDS.has(status) ? { end: time } : {}) };
  return { ...state, secondary: status, transitions: [...before, next], modified: time };
}
