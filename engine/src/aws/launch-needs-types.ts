import type { InstanceUse } from '../../../contract/charges';
import type { RequestDocument } from '../requests/types';
import type { PushPurpose } from './push-checks';

/** An image that the request names. */
export interface NeededImage {
  readonly uri: string;
  readonly purpose: PushPurpose;
  /** Of the hosts; undefined: serverless. */
  readonly instanceType: string | undefined;
  /** Which of the host's drivers; undefined: the container brings what it needs, or the AMI is chosen by the request. */
  readonly driver: 'hosting' | 'batch' | undefined;
  /** It comes from a registry within the customer’s network. */
  readonly privateRegistry: boolean;
}

export interface NeededInstances {
  readonly type: string;
  readonly count: number;
  readonly use: InstanceUse;
}

/** Something that the request makes, in the order in which it is made. */
export interface Creation {
  readonly what: 'training job' | 'processing job' | 'transform job' | 'model' | 'endpoint configuration' | 'endpoint';
  readonly name: string;
  /** It is there, and is changed. */
  readonly updated?: true;
}

/**
 * Data that is read. `object`: one object; `archive`: one that is a packed folder; `prefix`: all whose keys begin with it;
 * `manifest`: an object that names others.
 */
export interface NeededInput {
  readonly uri: string;
  readonly kind: 'object' | 'archive' | 'prefix' | 'manifest';
}

/** All that a request needs of AWS. */
export interface LaunchNeeds {
  readonly kind: RequestDocument['kind'];
  readonly name: string;
  /** Execution roles, each once. */
  readonly roles: readonly string[];
  readonly images: readonly NeededImage[];
  readonly inputs: readonly NeededInput[];
  /** Prefixes that are written. */
  readonly outputs: readonly string[];
  readonly instances: readonly NeededInstances[];
  /** A model that has to be there already. */
  readonly model: string | undefined;
  readonly creates: readonly Creation[];
}
