import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import type { Readable, Writable } from 'node:stream';
import type { ByteSource, Filters, Labels } from './engine';

export type { ContainerCreateOptions, ContainerInspectInfo };

export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly labels: Labels;
  /** `created`, `running`, `exited` … */
  readonly state: string;
}

export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly data: Buffer;
}

/** What a container writes. Ends with the container, or with `close()`; breaks with an error when the engine goes away. */
export interface Output extends AsyncIterable<OutputChunk> {
  close(): void;
}

export interface LogsOptions {
  readonly follow: boolean;
  /** Seconds since 1970, with a fraction: lines from then on. */
  readonly since?: string;
  readonly tail?: number;
  /** Puts the engine's time, RFC 3339 with nanoseconds, before each line. */
  readonly timestamps?: boolean;
}

export interface ExecOptions {
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly workingDirectory?: string;
  readonly stdin?: Uint8Array;
}

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** A command that runs in a container. */
export interface OpenExec {
  readonly input: Writable;
  /** Ends with the command. */
  readonly output: Output;
}

export interface Containers {
  create(
    options: ContainerCreateOptions,
    signal?: AbortSignal,
  ): Promise<{ readonly id: string; readonly warnings: readonly string[] }>;
  start(id: string, signal?: AbortSignal): Promise<void>;
  /** The output from now on: attach before the start to miss nothing. */
  attach(id: string, signal?: AbortSignal): Promise<Output>;
  /** The exit code of the next exit. The promise of the promise: the inner one runs once the engine listens. */
  wait(
    id: string,
    condition: 'not-running' | 'next-exit' | 'removed',
    signal?: AbortSignal,
  ): Promise<{ readonly exitCode: Promise<number> }>;
  /** SIGTERM, then SIGKILL after the grace. Nothing happens when it does not run. */
  stop(id: string, graceSeconds: number): Promise<void>;
  /** Nothing happens when it does not run. */
  kill(id: string, unixSignal?: string): Promise<void>;
  /** Ends and removes it with its anonymous volumes. Nothing happens when it is gone already. */
  remove(id: string): Promise<void>;
  /** Undefined: there is no such container. */
  inspect(id: string, signal?: AbortSignal): Promise<ContainerInspectInfo | undefined>;
  /** Running or not. */
  list(filters: Filters, signal?: AbortSignal): Promise<readonly ContainerSummary[]>;
  logs(id: string, options: LogsOptions, signal?: AbortSignal): Promise<Output>;
  /** Unpacks a tar below `path`, which must exist. */
  putArchive(id: string, path: string, archive: ByteSource, signal?: AbortSignal): Promise<void>;
  /** A tar of the file or folder, whose base name is its first entry. Undefined: there is no such path. */
  getArchive(id: string, path: string, signal?: AbortSignal): Promise<Readable | undefined>;
  exec(id: string, options: ExecOptions, signal?: AbortSignal): Promise<ExecResult>;
  /** Starts a command whose input is written while it runs; it ends with its input, or with the container. */
  openExec(id: string, command: readonly string[], signal?: AbortSignal): Promise<OpenExec>;
}
