import type { Role } from '../../../contract/roles';
import type { Severity } from '../lint/finding';

/** `.sagemaker/containers.json`: what a workspace says about its containers. Schema: schemas/containers.schema.json. */
export interface ProjectFile {
  /** Absolute path of the file itself. */
  readonly path: string;
  /** Absolute path of the folder that holds `.sagemaker`. */
  readonly folder: string;
  readonly containers: readonly ProjectContainer[];
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly ignores: readonly ProjectIgnore[];
  /** What is wrong in the file, for a diagnostic on it. */
  readonly problems: readonly { readonly offset: number; readonly length: number; readonly message: string }[];
}

export interface ProjectContainer {
  /** Absolute path. */
  readonly dockerfile: string;
  /** Absolute path. */
  readonly context: string | undefined;
  readonly target: string | undefined;
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly platform: string | undefined;
  readonly roles: readonly Role[] | undefined;
  readonly image: string | undefined;
}

export interface ProjectIgnore {
  readonly rule: string;
  /** Absolute path of the Dockerfile it is for; undefined: all. */
  readonly dockerfile: string | undefined;
  readonly reason: string;
}
