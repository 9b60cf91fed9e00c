import type {
  CreateEndpointCommandInput,
  CreateEndpointConfigCommandInput,
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
  CreateTransformJobCommandInput,
  DescribeEndpointCommandOutput,
  DescribeEndpointConfigCommandOutput,
  DescribeModelCommandOutput,
  DescribeProcessingJobCommandOutput,
  DescribeTrainingJobCommandOutput,
  DescribeTransformJobCommandOutput,
  ListEndpointsCommandInput,
  ListEndpointsCommandOutput,
  ListProcessingJobsCommandInput,
  ListProcessingJobsCommandOutput,
  ListTrainingJobsCommandInput,
  ListTrainingJobsCommandOutput,
  ListTransformJobsCommandInput,
  ListTransformJobsCommandOutput,
  UpdateEndpointCommandInput,
  UpdateEndpointWeightsAndCapacitiesCommandInput,
} from '@aws-sdk/client-sagemaker';

/** Answers as AWS gives them, without the SDK's own metadata. */
export type Answer<T> = Omit<T, '$metadata'>;

/** What is listed and watched. */
export type Kind = 'training-job' | 'processing-job' | 'transform-job' | 'endpoint';

export interface Change {
  readonly kind: Kind;
  readonly name: string;
  /** `TrainingJobStatus`, `EndpointStatus` …; undefined: it was deleted. */
  readonly status: string | undefined;
  readonly time: Date;
}

export interface LogLine {
  /** `algo-1`, or the variant's container. */
  readonly host: string;
  readonly stream: 'stdout' | 'stderr';
  readonly time: Date;
  readonly text: string;
}

export interface Metric {
  readonly name: string;
  readonly value: number;
  readonly time: Date;
}

export interface Invocation {
  readonly body: Uint8Array;
  readonly contentType?: string;
  readonly accept?: string;
  readonly targetVariant?: string;
  readonly targetModel?: string;
  readonly targetContainerHostname?: string;
  readonly customAttributes?: string;
  readonly inferenceId?: string;
}

export interface InvocationAnswer {
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  readonly invokedProductionVariant: string;
  readonly customAttributes: string | undefined;
  /** With which the container answered, 200 to 299; left out where only SageMaker's own is known. */
  readonly status?: number;
}

/** An answer that comes in pieces. What goes wrong after the first of them is thrown as a ModelStreamError. */
export type InvocationStream = Omit<InvocationAnswer, 'body'> & { readonly body: AsyncIterable<Uint8Array> };

export interface AsyncInvocation {
  /** S3 URI of the payload. On this machine also a path, and the URI is one that the overlay maps to a folder. */
  readonly inputLocation: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly customAttributes?: string;
  readonly inferenceId?: string;
  readonly invocationTimeoutSeconds?: number;
  /** How long the request may wait in the queue. */
  readonly requestTtlSeconds?: number;
}

/** Where the answer, or the failure, is going to be. */
export interface AsyncInvocationAnswer {
  readonly inferenceId: string;
  readonly outputLocation: string;
  readonly failureLocation?: string;
}

/** Training jobs, by the names of the API. */
export interface TrainingJobs {
  createTrainingJob(
    request: CreateTrainingJobCommandInput,
    signal?: AbortSignal,
  ): Promise<{ readonly TrainingJobArn: string }>;
  describeTrainingJob(name: string): Promise<Answer<DescribeTrainingJobCommandOutput>>;
  listTrainingJobs(
    query?: ListTrainingJobsCommandInput,
    signal?: AbortSignal,
  ): Promise<Answer<ListTrainingJobsCommandOutput>>;
  stopTrainingJob(name: string): Promise<void>;
  deleteTrainingJob(name: string): Promise<void>;
}

/** Processing jobs, by the names of the API. */
export interface ProcessingJobs {
  createProcessingJob(
    request: CreateProcessingJobCommandInput,
    signal?: AbortSignal,
  ): Promise<{ readonly ProcessingJobArn: string }>;
  describeProcessingJob(name: string): Promise<Answer<DescribeProcessingJobCommandOutput>>;
  listProcessingJobs(
    query?: ListProcessingJobsCommandInput,
    signal?: AbortSignal,
  ): Promise<Answer<ListProcessingJobsCommandOutput>>;
  stopProcessingJob(name: string): Promise<void>;
  deleteProcessingJob(name: string): Promise<void>;
}

/** Batch transform jobs, by the names of the API. */
export interface TransformJobs {
  createTransformJob(
    request: CreateTransformJobCommandInput,
    signal?: AbortSignal,
  ): Promise<{ readonly TransformJobArn: string }>;
  describeTransformJob(name: string): Promise<Answer<DescribeTransformJobCommandOutput>>;
  listTransformJobs(
    query?: ListTransformJobsCommandInput,
    signal?: AbortSignal,
  ): Promise<Answer<ListTransformJobsCommandOutput>>;
  stopTransformJob(name: string): Promise<void>;
  deleteTransformJob(name: string): Promise<void>;
}

/** What an endpoint or a transform job is made of. */
export interface Models {
  createModel(request: CreateModelCommandInput): Promise<{ readonly ModelArn: string }>;
  describeModel(name: string): Promise<Answer<DescribeModelCommandOutput>>;
  deleteModel(name: string): Promise<void>;
  createEndpointConfig(request: CreateEndpointConfigCommandInput): Promise<{ readonly EndpointConfigArn: string }>;
  describeEndpointConfig(name: string): Promise<Answer<DescribeEndpointConfigCommandOutput>>;
  deleteEndpointConfig(name: string): Promise<void>;
}

/** Endpoints, by the names of the API. */
export interface Endpoints {
  createEndpoint(request: CreateEndpointCommandInput, signal?: AbortSignal): Promise<{ readonly EndpointArn: string }>;
  updateEndpoint(request: UpdateEndpointCommandInput, signal?: AbortSignal): Promise<{ readonly EndpointArn: string }>;
  /** Changes how the traffic is shared out, and how many instances are wanted, while the endpoint serves. */
  updateEndpointWeightsAndCapacities(
    request: UpdateEndpointWeightsAndCapacitiesCommandInput,
  ): Promise<{ readonly EndpointArn: string }>;
  describeEndpoint(name: string): Promise<Answer<DescribeEndpointCommandOutput>>;
  listEndpoints(query?: ListEndpointsCommandInput, signal?: AbortSignal): Promise<Answer<ListEndpointsCommandOutput>>;
  deleteEndpoint(name: string): Promise<void>;
}

/** What the API calls SageMaker Runtime: endpoints are asked. */
export interface Runtime {
  invokeEndpoint(name: string, invocation: Invocation, signal?: AbortSignal): Promise<InvocationAnswer>;
  invokeEndpointWithResponseStream(
    name: string,
    invocation: Invocation,
    signal?: AbortSignal,
  ): Promise<InvocationStream>;
  /** Puts the request in the endpoint's queue; the signal ends the asking, not the invocation. */
  invokeEndpointAsync(name: string, invocation: AsyncInvocation, signal?: AbortSignal): Promise<AsyncInvocationAnswer>;
}

/**
 * SageMaker as the views and commands see it, wherever it runs: on this machine (LocalSageMaker) or at AWS. Requests and
 * answers are the AWS SDK's own types. Lists come newest first, a page at a time, filtered by the query. Unknown names
 * throw a UserError named ValidationException, as AWS does. Everything long takes an AbortSignal and cleans up what it
 * started.
 */
export interface SageMaker extends TrainingJobs, ProcessingJobs, TransformJobs, Models, Endpoints, Runtime {
  /** Status changes from now on; ends with the signal. */
  watch(signal: AbortSignal): AsyncIterable<Change>;
  /** What the containers wrote and write; ends when the job does, or with the signal. */
  logs(kind: Kind, name: string, signal?: AbortSignal): AsyncIterable<LogLine>;
}
