import type {
  CreateEndpointCommandInput,
  CreateEndpointConfigCommandInput,
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
  CreateTransformJobCommandInput,
} from '@aws-sdk/client-sagemaker';

/** `*.endpoint.json`: the three requests that make an endpoint, in one document. A transform job may carry its model the same way. */
export interface EndpointRequest {
  readonly Model: CreateModelCommandInput;
  /** All models, when the document has several; `Model` is the first. */
  readonly Models?: readonly CreateModelCommandInput[];
  readonly EndpointConfig: CreateEndpointConfigCommandInput;
  readonly Endpoint: CreateEndpointCommandInput;
}

/** A request document of AWS that this engine runs: exactly what `aws sagemaker create-…-job --cli-input-json` takes. */
export type RequestDocument =
  | { readonly kind: 'training-job'; readonly request: CreateTrainingJobCommandInput }
  | { readonly kind: 'processing-job'; readonly request: CreateProcessingJobCommandInput }
  | {
      readonly kind: 'transform-job';
      readonly request: CreateTransformJobCommandInput;
      /** The document's own `Model`, which is not part of the request. */
      readonly model?: CreateModelCommandInput;
    }
  | { readonly kind: 'endpoint'; readonly request: EndpointRequest };

export type RequestKind = RequestDocument['kind'];

/** Something wrong in a document: where, what it means, what to do. Offsets are UTF-16 indexes into the text. */
export interface RequestProblem {
  /** JSON pointer of the member, `/ResourceConfig/InstanceCount`; empty for the document. */
  readonly pointer: string;
  readonly offset: number;
  readonly length: number;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** `<name>.local.json`: what only this machine needs to know. It never goes to AWS. */
export interface Overlay {
  /** S3 prefix → folder or file, relative to the overlay. The longest prefix wins. */
  readonly s3: Readonly<Record<string, string>>;
  /** Image of the request → local tag, or a Dockerfile to build. */
  readonly images: Readonly<
    Record<
      string,
      | string
      | {
          readonly dockerfile: string;
          readonly context?: string;
          readonly target?: string;
          readonly buildArguments?: Readonly<Record<string, string>>;
        }
    >
  >;
  /** `auto`: as many as the instance type has; `none`; `all`; a count; device ids. */
  readonly gpus: 'auto' | 'none' | 'all' | number | readonly string[];
  /** `8g`; undefined: the engine's default. */
  readonly shmSize: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly envFile: string | undefined;
  /** Ports of the container published on loopback: `5678` or `15678:5678`. */
  readonly ports: readonly (number | string)[];
  /** `host/folder:/container/folder[:ro]`. */
  readonly mounts: readonly string[];
  /** `image`: as the image says; `host`: who runs this; else `uid:gid`. */
  readonly user: string;
  readonly network: 'bridge' | 'isolated' | 'host';
  readonly platform: string | undefined;
  readonly credentials: 'none' | 'profile' | 'role';
  readonly cpus: number | undefined;
  /** `16g`. */
  readonly memory: string | undefined;
}
