import type { RunPlan } from '../plan/types';
import type { HostLogs, RunningHost } from './hosts';
import type { Recorder } from './recorder';
import type { JobStatus, State } from './state';
import type { Ending } from './until-end';
import type { Workbench } from './workbench';

/** How one kind of job differs from the others. */
export interface JobType {
  /** Says where the job is; training has its SecondaryStatus for it. */
  moved(state: State, phase: Phase, message: string): State;
  /** Folder or file that an artefact becomes. */
  artefactPath(artefact: RunPlan['artefacts'][number], jobFolder: string): string;
  /** Whether it is kept for a job with this end. */
  keeps(artefact: RunPlan['artefacts'][number], status: JobStatus): boolean;
  /** What the end means, before the containers are removed. */
  judge(bench: Workbench, ending: Ending): Promise<Verdict>;
}

export type Phase =
  | 'Starting'
  | 'Downloading'
  | 'Training'
  | 'Uploading'
  | 'Stopping'
  | 'Completed'
  | 'Failed'
  | 'Stopped'
  | 'MaxRuntimeExceeded';

export interface Verdict {
  readonly status: 'Completed' | 'Failed' | 'Stopped';
  readonly phase: Phase;
  readonly message: string;
  readonly failureReason?: string;
  readonly exitMessage?: string;
}

export interface JobRun {
  readonly type: JobType;
  readonly plan: RunPlan;
  readonly folder: string;
  readonly recorder: Recorder;
  readonly bench: Workbench;
  readonly stop: AbortSignal;
  readonly graceSeconds: number;
  /** Containers that run already: the job is taken over from a process that died. */
  readonly takenOver?: (logs: HostLogs) => Promise<readonly RunningHost[]>;
  /** Aborted when this process goes and leaves the job to the next one: nothing of it is ended. */
  readonly released?: AbortSignal;
}
