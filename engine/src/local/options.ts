import type {
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
  CreateTransformJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import type { DockerEngine, RegistryLogin } from '../docker/engine';
import type { Owner } from '../docker/labels';
import type { ImagePlan, RunPlan } from '../plan/types';
import type { EndpointRequest } from '../requests/types';
import type { S3Reader } from './s3-reader';

/** Requests become plans here: whoever makes the engine knows the overlay, the account and the region. */
export interface Planner {
  training(request: CreateTrainingJobCommandInput): RunPlan | Promise<RunPlan>;
  processing(request: CreateProcessingJobCommandInput): RunPlan | Promise<RunPlan>;
  endpoint(request: EndpointRequest): RunPlan | Promise<RunPlan>;
  transform(request: CreateTransformJobCommandInput, model: CreateModelCommandInput): RunPlan | Promise<RunPlan>;
  /** The ARN of what is made. */
  arn(kind: string, name: string): string | Promise<string>;
}

export interface LocalOptions {
  /** Folder for jobs, logs and artefacts; it is made when it is missing. */
  readonly storage: string;
  /** Asked when an engine is first needed: lists and descriptions work without one. */
  readonly engine: () => Promise<DockerEngine>;
  readonly planner: Planner;
  /** This process. */
  readonly owner: Owner;
  /** Whether the process that made a job is gone; asked of the system when left out. */
  readonly isDead?: (owner: Owner) => Promise<boolean>;
  readonly build: (image: ImagePlan, note: (line: string) => void, signal: AbortSignal) => Promise<void>;
  readonly login?: (image: string) => Promise<RegistryLogin | undefined>;
  /** Reads from S3; without it, only what the overlay names and what earlier jobs left can be had. */
  readonly s3?: S3Reader;
  /** Seconds between SIGTERM and SIGKILL in place of the plan's; for tests. */
  readonly stopGraceSeconds?: number;
  /** The user who runs this, as `uid:gid`, for containers that run as `host`. */
  readonly hostUser?: string;
}
