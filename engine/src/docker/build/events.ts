/** What a build tells while it runs. */
export type BuildEvent = BuildNotice | BuildStep | BuildLog | ContextTransfer | LayerTransfer | BuildWarning;

/** Something about the build as a whole, such as the builder that is used. */
export interface BuildNotice {
  readonly kind: 'notice';
  readonly message: string;
}

export type StepState = 'running' | 'done' | 'failed' | 'canceled';

/** A step began or ended. */
export interface BuildStep {
  readonly kind: 'step';
  /** The same for all events of one step; the last one counts, also where a step is told to be done twice. */
  readonly id: string;
  /** `RUN pip install .`; without its number. */
  readonly name: string;
  /** The stage it belongs to, where the Dockerfile has several. */
  readonly stage: string | undefined;
  /** Counts from 1 within the stage; undefined: not an instruction, such as the transfer of the context. */
  readonly step: number | undefined;
  readonly of: number | undefined;
  readonly cached: boolean;
  readonly state: StepState;
  /** Its line in the Dockerfile, from 1. */
  readonly line: number | undefined;
}

/** A line that a step wrote. */
export interface BuildLog {
  readonly kind: 'log';
  readonly id: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** How much of the local files has been sent. */
export interface ContextTransfer {
  readonly kind: 'context';
  readonly files: number;
  readonly bytes: number;
}

/** A layer is loaded, unpacked or written. */
export interface LayerTransfer {
  readonly kind: 'transfer';
  readonly id: string;
  readonly name: string;
  readonly current: number;
  /** Undefined where it isn't known. */
  readonly total: number | undefined;
}

export interface BuildWarning {
  readonly kind: 'warning';
  readonly message: string;
  readonly url: string | undefined;
  readonly line: number | undefined;
}

export type OnBuildEvent = (event: BuildEvent) => void;
