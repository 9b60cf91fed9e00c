import type { LocalImage } from '../requests/overlay';

/**
 * What is going to happen on this machine, as pure data: everything that can be decided without Docker is decided here,
 * can be printed, compared and tested, and the executor only carries it out.
 */
export interface RunPlan {
  readonly kind: 'training' | 'processing' | 'serving' | 'transform';
  /** Name of the job or endpoint. */
  readonly name: string;
  readonly images: readonly ImagePlan[];
  readonly containers: readonly ContainerPlan[];
  /** The network the containers share; undefined: the engine's default bridge. */
  readonly network: NetworkPlan | undefined;
  /** Seconds after which the job is stopped as SageMaker stops it; undefined: never. */
  readonly maxRuntimeSeconds: number | undefined;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly stopGraceSeconds: number;
  /** What is kept afterwards: container path → artefact. */
  readonly artefacts: readonly ArtefactPlan[];
  /** Lines of the logs that are metrics. */
  readonly metrics: readonly { readonly name: string; readonly regex: string }[];
  readonly serving: ServingPlan | undefined;
  readonly transform: TransformPlan | undefined;
  readonly fidelity: readonly Fidelity[];
}

/** An image of the request, what runs here in its place, and for which platform. */
export interface ImagePlan extends LocalImage {
  readonly platform: string;
}

export interface ContainerPlan {
  /** `algo-1`; for endpoints the variant and container. */
  readonly host: string;
  readonly image: string;
  /** Replaces the image's ENTRYPOINT; undefined: kept. */
  readonly entrypoint: readonly string[] | undefined;
  /** What is appended: `["train"]`, `["serve"]`, the request's arguments; undefined: the image's CMD. */
  readonly command: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** Put before what the environment above, else the image, says of the variable. */
  readonly joinedEnvironment?: Readonly<Record<string, { readonly value: string; readonly separator: string }>>;
  readonly mounts: readonly MountPlan[];
  /** Files written before the start: container path → text. */
  readonly files: Readonly<Record<string, string>>;
  /** Directories that must exist, empty, before the start. */
  readonly directories: readonly string[];
  readonly aliases: readonly string[];
  /** As `docker run --user`; `host`: the user that runs the engine's client; undefined: the image's. */
  readonly user: string | undefined;
  readonly gpus: GpuPlan;
  /** Bytes. */
  readonly shmSize: number | undefined;
  /** Bytes. */
  readonly memory: number | undefined;
  readonly cpus: number | undefined;
  /** Published on loopback: container port → host port, 0 for a free one. */
  readonly ports: Readonly<Record<number, number>>;
}

export type MountPlan =
  /** A folder or file of this machine. */
  | {
      readonly type: 'bind';
      readonly source: string;
      readonly target: string;
      readonly readOnly: boolean;
      /** The source is an archive (`.tar.gz`) to be unpacked into the target; a folder is mounted as it is. */
      readonly unpack?: true;
      /** Only every so-many-th file, by sorted name. */
      readonly shard?: { readonly index: number; readonly of: number };
      /** The source is a manifest: what it names is gathered. */
      readonly manifest?: true;
      /** Folders of this machine that stand for S3 URIs, which a manifest may name. */
      readonly folders?: Readonly<Record<string, string>>;
    }
  /** A volume of the job, shared by the containers that name it; `label` says what it holds. */
  | {
      readonly type: 'volume';
      readonly label: string;
      readonly target: string;
      readonly readOnly: boolean;
      /** Outlives the job: the next one with the same label finds what this one left. */
      readonly kept?: true;
      /** What is in this folder of the machine, if it is there, is put in before the start. */
      readonly seed?: string;
    }
  /** An S3 prefix that is fetched first (cached by ETag). */
  | {
      readonly type: 's3';
      readonly uri: string;
      readonly target: string;
      readonly readOnly: boolean;
      readonly shard: { readonly index: number; readonly of: number } | undefined;
      readonly manifest: boolean;
      readonly folders?: Readonly<Record<string, string>>;
      /** An archive (`.tar.gz`) to be unpacked into the target. */
      readonly unpack?: true;
    }
  /** One FIFO per epoch at `<target>_<epoch>`, fed from the source. */
  | {
      readonly type: 'pipe';
      readonly source: string;
      readonly target: string;
      readonly recordio: boolean;
      readonly gzip: boolean;
      readonly shard?: { readonly index: number; readonly of: number };
      /** `augmented`: each line is a record, of which `attributes` are sent in turn. */
      readonly manifest?: 'plain' | 'augmented';
      readonly attributes?: readonly string[];
      readonly folders?: Readonly<Record<string, string>>;
      /** The files, or manifest entries, are shuffled anew for every epoch. */
      readonly shuffleSeed?: number;
    };

export type PipePlan = Extract<MountPlan, { type: 'pipe' }>;

export type GpuPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'devices'; readonly ids: readonly string[] };

export interface NetworkPlan {
  readonly label: string;
  /** No way out: EnableNetworkIsolation. */
  readonly internal: boolean;
  /** The machine's own network: none is made. */
  readonly host?: true;
}

export interface ArtefactPlan {
  /** `model.tar.gz`, `output.tar.gz`, or a folder for outputs as they are. */
  readonly name: string;
  readonly from: string;
  /** Where the request wants it: an S3 prefix. */
  readonly to: string;
  /** The folder of this machine it goes to, when the overlay says so. */
  readonly folder: string | undefined;
  readonly compress: boolean;
  /** The folder gets the files themselves, and not a folder with the artefact's name. */
  readonly inPlace?: true;
  /** Copied while the job runs as well. */
  readonly continuous?: true;
}

export interface ServingPlan {
  readonly variants: readonly {
    readonly name: string;
    readonly weight: number;
    /** Those of the first instance, then those of the next. */
    readonly containers: readonly string[];
    /** 1 when left out. Each has as many containers. */
    readonly instances?: number;
    /** What UpdateEndpointWeightsAndCapacities wants; as many as there are when left out. */
    readonly desiredInstances?: number;
    readonly startupSeconds: number;
    /** Of a serverless variant: more at a time are throttled. */
    readonly maxConcurrency?: number;
  }[];
  /** 0: no limit (a transform job's). */
  readonly maxPayloadBytes: number;
  readonly invocationSeconds: number;
  /** Of a plan with a debugger: so long may the first container run until its program listens for it. */
  readonly listeningSeconds?: number;
  readonly mode: 'single' | 'serial' | 'direct' | 'multi-model';
  readonly asynchronous: boolean;
  readonly serverless: boolean;
  /** Where the archives of a multi-model endpoint are; loaded when first asked for. */
  readonly models?: {
    readonly uri: string;
    readonly folder: string | undefined;
    /** Whether a model stays loaded after it has answered. */
    readonly cached: boolean;
  };
  /** Asynchronous invocations that a container gets at a time. */
  readonly asynchronousConcurrency?: number;
  /** Folders of this machine that stand for S3 URIs, which asynchronous invocations name. */
  readonly folders?: Readonly<Record<string, string>>;
  /** Where answers, and failures, of asynchronous invocations go. */
  readonly asynchronousOutput?: {
    readonly uri: string;
    readonly folder: string | undefined;
    readonly failureUri: string | undefined;
    readonly failureFolder: string | undefined;
  };
}

export interface TransformPlan {
  readonly inputUri: string;
  readonly inputFolder: string | undefined;
  /** The input is a manifest of objects. */
  readonly manifest?: true;
  /** Folders of this machine that stand for S3 URIs, which a manifest may name. */
  readonly folders?: Readonly<Record<string, string>>;
  readonly outputUri: string;
  readonly outputFolder: string | undefined;
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  readonly split: 'None' | 'Line' | 'RecordIO' | 'TFRecord';
  readonly assemble: 'None' | 'Line';
  /** Undefined: the container says, by /execution-parameters, else MultiRecord. */
  readonly strategy: 'SingleRecord' | 'MultiRecord' | undefined;
  readonly gzip: boolean;
  /** 0: the container says, by /execution-parameters, else 1. */
  readonly maxConcurrent: number;
  /** 0: no limit, the body is sent in chunks; undefined: the container says, by /execution-parameters, else 6 MB. */
  readonly maxPayloadBytes: number | undefined;
  readonly timeoutSeconds: number;
  readonly retries: number;
  readonly inputFilter: string | undefined;
  readonly outputFilter: string | undefined;
  readonly join: boolean;
}

/** How one member of the request is treated on this machine. Nothing is ignored silently. */
export interface Fidelity {
  /** JSON pointer, `/StoppingCondition/MaxRuntimeInSeconds`. */
  readonly pointer: string;
  readonly level: 'honoured' | 'approximated' | 'ignored' | 'refused';
  /** How, why, or what to do; empty for honoured. */
  readonly note: string;
}
