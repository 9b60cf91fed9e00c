import type { Containers } from './engine-containers';
import type { Images } from './engine-images';

export type * from './engine-containers';
export type * from './engine-images';

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
