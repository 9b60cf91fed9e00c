import type { RequirementId } from '../../../contract/requirements';
import type { DockerEngine } from '../docker/engine';
import type { Owner } from '../docker/labels';
import type { RunningHost } from '../local/hosts';
import type { LocalOptions } from '../local/options';
import type { RunPlan } from '../plan/types';

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
  /** How long it took, where a test has a time of its own. */
  readonly milliseconds?: number;
}

/** The line of the Dockerfile, or the file that it copies, at which a failure is usually put right. */
export type Place =
  | 'from'
  | 'entrypoint'
  | 'user'
  | 'label'
  | 'volume'
  | 'stopsignal'
  | 'healthcheck'
  | 'run'
  /** The training program. */
  | 'train'
  /** The program that starts the server, and how it is set up. */
  | 'serve'
  /** What stands before the server: nginx.conf. */
  | 'front'
  /** The code that answers requests. */
  | 'handler';

/** One test of the catalogue. */
export interface Entry {
  readonly title: string;
  readonly requirements: readonly RequirementId[];
  /** Empty: nothing general can be said. */
  readonly remedy: string;
  readonly place: Place;
}

/** A test, before it is run. */
export interface TestDescription extends Omit<Entry, 'remedy'> {
  readonly id: string;
  /** Undefined: it is about the image itself, which is not started. */
  readonly role: ConformanceRole | undefined;
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

export type StartedHost = RunningHost;

export interface ConformanceOptions {
  readonly engine: DockerEngine;
  readonly owner: Owner;
  readonly build: LocalOptions['build'];
  readonly login?: NonNullable<LocalOptions['login']>;
  readonly hostUser?: string;
  /** Undefined: it is not tried. */
  readonly training: RunPlan | undefined;
  readonly serving: RunPlan | undefined;
  /** What the image plays is found out: a role that it does not answer to is no failure when it answers to the other. */
  readonly guess: boolean;
  readonly payloads: readonly Payload[];
  /** Also what takes minutes. */
  readonly slow: boolean;
  /** In place of the 8 minutes until healthy, and of the training’s own limit. */
  readonly timeoutSeconds?: number;
  /** Ids of the tests to run, with what they need; undefined: all that apply. */
  readonly only?: readonly string[];
  readonly onNote: (note: string) => void;
  /** Each result once, as soon as it is certain. */
  readonly onResult?: (result: ConformanceResult) => void;
}
