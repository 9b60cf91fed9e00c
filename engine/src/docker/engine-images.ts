import type { ImageInspectInfo as DockerodeImageInfo } from 'dockerode';
import type { ByteSource, Filters, Labels } from './engine';

/** With what dockerode's type leaves out: when the image got a tag here, ISO 8601; the year 1 when it never did. */
export type ImageInspectInfo = DockerodeImageInfo & { readonly Metadata?: { readonly LastTagTime?: string } };

export interface RegistryLogin {
  readonly serveraddress: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
}

/** One line of a pull or push: a layer and how far it is. */
export interface TransferProgress {
  readonly layer: string | undefined;
  readonly status: string;
  readonly current: number | undefined;
  readonly total: number | undefined;
}

export interface ImageSummary {
  readonly id: string;
  /** `repository:tag`; none of an image whose tag was given to another. */
  readonly tags: readonly string[];
  readonly labels: Labels;
  /** Bytes, with what it shares with others. */
  readonly size: number;
  /** When it was made, which may be long before it got its tag; undefined: the engine does not say. */
  readonly created?: Date | undefined;
}

export interface Images {
  /** Undefined: there is no such image here. */
  inspect(reference: string, signal?: AbortSignal): Promise<ImageInspectInfo | undefined>;
  pull(
    reference: string,
    options: { readonly platform?: string; readonly login?: RegistryLogin | undefined },
    progress?: (line: TransferProgress) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Answers the digest that the registry gave. */
  push(
    reference: string,
    login: RegistryLogin | undefined,
    progress?: (line: TransferProgress) => void,
    signal?: AbortSignal,
  ): Promise<string | undefined>;
  tag(reference: string, repository: string, tag: string): Promise<void>;
  list(filters: Filters, signal?: AbortSignal): Promise<readonly ImageSummary[]>;
  /** Nothing happens when it is gone already. */
  remove(reference: string, options?: { readonly force?: boolean }): Promise<void>;
  /** Makes an image of a root file system: an uncompressed tar. `changes` are lines such as `ENV A=b`. */
  import(archive: ByteSource, reference: string, changes: readonly string[], signal?: AbortSignal): Promise<void>;
}
