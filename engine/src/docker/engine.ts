import type { ContainerCreateOptions, ContainerInspectInfo, ImageInspectInfo as DockerodeImageInfo } from 'dockerode';
import type { Readable, Writable } from 'node:stream';

export type { ContainerCreateOptions, ContainerInspectInfo };

/** With what dockerode's type leaves out: when the image got a tag here, ISO 8601; the year 1 when it never did. */
export type ImageInspectInfo = DockerodeImageInfo & { readonly Metadata?: { readonly LastTagTime?: string } };

/** Certificates of an engine behind TLS, as PEM text. */
export interface EngineTls {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** Whether the engine's certificate is checked. */
  readonly verify: boolean;
}

/** Where the engine listens: all that an HTTP client needs to open a connection of its own. */
export type EngineSocket =
  | { readonly socketPath: string }
  | { readonly host: string; readonly port: number; readonly tls: EngineTls | undefined };

/** The engine answered with an error. `message` is the engine's own sentence. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    message: string,
    readonly statusCode: number,
  ) {
    super(message);
  }
}

export type Filters = Readonly<Record<string, readonly string[]>>;
/** Bytes as they come: a stream of Node or of tar-stream, a generator, or all at once. */
export type ByteSource = AsyncIterable<unknown> | Buffer;

export type Labels = Readonly<Record<string, string>>;

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

export interface ImageSummary {
  readonly id: string;
  /** `repository:tag`; none of an image whose tag was given to another. */
  readonly tags: readonly string[];
  readonly labels: Labels;
  /** Bytes, with what it shares with others. */
  readonly size: number;
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

export interface Networks {
  create(options: { readonly name: string; readonly internal: boolean; readonly labels: Labels }): Promise<string>;
  remove(idOrName: string): Promise<void>;
  list(filters: Filters): Promise<readonly { readonly id: string; readonly name: string; readonly labels: Labels }[]>;
  connect(network: string, container: string, aliases: readonly string[]): Promise<void>;
  disconnect(network: string, container: string): Promise<void>;
}

export interface Volumes {
  create(options: { readonly name?: string; readonly labels: Labels }): Promise<string>;
  remove(name: string): Promise<void>;
  list(filters: Filters): Promise<readonly { readonly name: string; readonly labels: Labels }[]>;
}

/** Something that happened in the engine: `container` `die`, with the labels and `exitCode` among the attributes. */
export interface EngineEvent {
  readonly type: string;
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly time: Date;
}

/** What `GET /_ping` says. */
export interface EnginePing {
  readonly apiVersion: string | undefined;
  /** `linux` or `windows`. */
  readonly os: string | undefined;
  /** `Docker/26.1.5 (linux)`, `Libpod/4.9.3 (linux)`. */
  readonly server: string | undefined;
}

/** The parts of `GET /info` that are used here. Podman and old engines leave some out. */
export interface EngineInfo {
  readonly ID?: string;
  readonly Name?: string;
  readonly ServerVersion?: string;
  readonly OperatingSystem?: string;
  readonly OSType?: string;
  readonly Architecture?: string;
  readonly KernelVersion?: string;
  readonly NCPU?: number;
  readonly MemTotal?: number;
  readonly CgroupVersion?: string;
  /** Containers run on while the engine is away. */
  readonly LiveRestoreEnabled?: boolean;
  readonly SecurityOptions?: readonly string[] | null;
  readonly Runtimes?: Readonly<Record<string, unknown>> | null;
  readonly CDISpecDirs?: readonly string[] | null;
  readonly DiscoveredDevices?: readonly { readonly Source?: string; readonly ID?: string }[] | null;
  readonly Driver?: string;
  readonly DriverStatus?: readonly (readonly string[])[] | null;
}

/** A Docker Engine, or what speaks its API (Podman). Everything that is not found is undefined or already done, not an error. */
export interface DockerEngine {
  /** For connections of one's own, as the BuildKit session needs. */
  readonly socket: EngineSocket;
  /** How it was found, for people: `the Docker context "colima"`. */
  readonly foundBy: string;
  ping(signal?: AbortSignal): Promise<EnginePing>;
  info(signal?: AbortSignal): Promise<EngineInfo>;
  readonly images: Images;
  readonly containers: Containers;
  readonly networks: Networks;
  readonly volumes: Volumes;
  /** From `since` on (replayed), else from now on; ends with the signal. */
  events(filters: Filters, signal: AbortSignal, since?: Date): AsyncIterable<EngineEvent>;
  /** Closes what was opened to reach it (an ssh tunnel). */
  close(): void;
}
