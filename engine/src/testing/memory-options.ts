import type { JobKind, State } from '../local/state';
import type { Invocation, LogLine } from '../sagemaker';

/** What a job does, in place of a container. */
export interface JobWork {
  readonly kind: JobKind;
  readonly name: string;
  readonly request: unknown;
  readonly log: (text: string, stream?: LogLine['stream']) => void;
  /** Aborted when the job is stopped. */
  readonly stopped: AbortSignal;
}

export interface MemoryOptions {
  /** Answers the FailureReason, or undefined for success. */
  readonly run?: (work: JobWork) => Promise<string | undefined>;
  /** What the containers of endpoints answer. */
  readonly answer?: (
    endpoint: string,
    invocation: Invocation,
  ) => { readonly status: number; readonly body: Uint8Array };
}

/** A job, endpoint, model or configuration that is remembered. */
export interface Entry {
  state: State;
  readonly request: unknown;
  readonly lines: LogLine[];
  readonly stop: AbortController;
}
