import type { Labels } from './engine';

/** Everything that we make in the engine carries these, so that it is found again, and ended when its owner is dead. */
const PREFIX = 'com.sagemaker-containers.';
export const OWNED_LABEL = `${PREFIX}owned`;
export const KIND_LABEL = `${PREFIX}kind`;
export const JOB_LABEL = `${PREFIX}job`;
export const HOST_LABEL = `${PREFIX}host`;
export const OWNER_PID_LABEL = `${PREFIX}owner-pid`;
export const OWNER_STARTED_LABEL = `${PREFIX}owner-started`;
export const OWNER_MACHINE_LABEL = `${PREFIX}owner-machine`;
export const WINDOW_LABEL = `${PREFIX}window`;
/** Which folder of jobs it belongs to: names are used again in another. */
export const STORAGE_LABEL = `${PREFIX}storage`;
/** On volumes that outlive their job; nobody's process owns them. The value is what the volume holds. */
export const KEPT_LABEL = `${PREFIX}kept`;
/** On images that were built here for a run. The value is the Dockerfile. */
export const BUILT_LABEL = `${PREFIX}built`;

/** The process that something belongs to. A pid alone is used again by others; with the start time it is one process. */
export interface Owner {
  readonly pid: number;
  /** What the system says of the start of the process; empty where it says nothing. */
  readonly started: string;
  readonly machine: string;
  /** Which window or terminal, for people and for taking up again. */
  readonly window: string;
}

export interface Purpose {
  /** `training-job`, `endpoint`, `build` … */
  readonly kind: string;
  /** Name of the job or endpoint. */
  readonly job: string;
}

export function labelsFor(owner: Owner, purpose: Purpose): Labels {
  return {
    [OWNED_LABEL]: 'true',
    [KIND_LABEL]: purpose.kind,
    [JOB_LABEL]: purpose.job,
    [OWNER_PID_LABEL]: String(owner.pid),
    [OWNER_STARTED_LABEL]: owner.started,
    [OWNER_MACHINE_LABEL]: owner.machine,
    [WINDOW_LABEL]: owner.window,
  };
}

/** Whose it is; undefined when it is not ours or the labels were tampered with. */
export function ownerOf(labels: Labels): Owner | undefined {
  const pid = Number(labels[OWNER_PID_LABEL]);
  if (labels[OWNED_LABEL] !== 'true' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return {
    pid,
    started: labels[OWNER_STARTED_LABEL] ?? '',
    machine: labels[OWNER_MACHINE_LABEL] ?? '',
    window: labels[WINDOW_LABEL] ?? '',
  };
}
