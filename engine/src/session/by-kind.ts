import type { EndpointStatus, ProcessingJobStatus } from '@aws-sdk/client-sagemaker';
import type { Kind, SageMaker } from '../sagemaker';
import { allPages } from './all-pages';

/** All kinds, in the order in which they are shown. */
export const KINDS: readonly Kind[] = ['training-job', 'processing-job', 'transform-job', 'endpoint'];

/** A job or endpoint, as a list shows it. */
export interface Row {
  readonly kind: Kind;
  readonly name: string;
  readonly status: string;
  readonly created: Date | undefined;
  /** When it ended; undefined while it runs, and of endpoints. */
  readonly ended: Date | undefined;
}

export interface RowQuery {
  /** Part of the name. */
  readonly NameContains?: string;
  readonly CreationTimeAfter?: Date;
  readonly CreationTimeBefore?: Date;
  /** `StatusEquals` of jobs, and of endpoints; what is of the other kind takes no notice of it. */
  readonly jobStatus?: JobStatus;
  readonly endpointStatus?: EndpointStatus;
  readonly SortBy?: 'CreationTime' | 'Name' | 'Status';
  readonly SortOrder?: 'Ascending' | 'Descending';
  readonly MaxResults?: number;
  readonly NextToken?: string | undefined;
}

/** The status of a job of any kind. */
export type JobStatus = ProcessingJobStatus;

export interface RowPage {
  readonly rows: readonly Row[];
  /** Undefined: there is no more. */
  readonly next: string | undefined;
}

/** How a job or endpoint is or ended. */
export interface Outcome {
  readonly status: string | undefined;
  /** Why it failed, or what it said at its end. */
  readonly reason: string | undefined;
}

/** One page of what there is of a kind, newest first. */
export async function listPage(
  sagemaker: SageMaker,
  kind: Kind,
  { jobStatus, endpointStatus, ...asked }: RowQuery = {},
  signal?: AbortSignal,
): Promise<RowPage> {
  const query = { ...asked, ...(jobStatus === undefined ? {} : { StatusEquals: jobStatus }) };
  const row = (name: string | undefined, status: string | undefined, created: Date | undefined, ended?: Date): Row => ({
    kind,
    name: name ?? '',
    status: status ?? '',
    created,
    ended,
  });
  switch (kind) {
    case 'training-job': {
      const { TrainingJobSummaries = [], NextToken } = await sagemaker.listTrainingJobs(query, signal);
      const rows = TrainingJobSummaries.map((it) =>
        row(it.TrainingJobName, it.TrainingJobStatus, it.CreationTime, it.TrainingEndTime),
      );
      return { rows, next: NextToken };
    }
    case 'processing-job': {
      const { ProcessingJobSummaries = [], NextToken } = await sagemaker.listProcessingJobs(query, signal);
      const rows = ProcessingJobSummaries.map((it) =>
        row(it.ProcessingJobName, it.ProcessingJobStatus, it.CreationTime, it.ProcessingEndTime),
      );
      return { rows, next: NextToken };
    }
    case 'transform-job': {
      const { TransformJobSummaries = [], NextToken } = await sagemaker.listTransformJobs(query, signal);
      const rows = TransformJobSummaries.map((it) =>
        row(it.TransformJobName, it.TransformJobStatus, it.CreationTime, it.TransformEndTime),
      );
      return { rows, next: NextToken };
    }
    case 'endpoint': {
      const hosted = { ...asked, ...(endpointStatus === undefined ? {} : { StatusEquals: endpointStatus }) };
      const { Endpoints = [], NextToken } = await sagemaker.listEndpoints(hosted, signal);
      return { rows: Endpoints.map((it) => row(it.EndpointName, it.EndpointStatus, it.CreationTime)), next: NextToken };
    }
  }
}

/** The most that AWS gives at a time. */
const PAGE = 100;

/** All there is of a kind, newest first, a page at a time. */
export function listAll(
  sagemaker: SageMaker,
  kind: Kind,
  query: RowQuery = {},
  signal?: AbortSignal,
): AsyncGenerator<Row> {
  return allPages((NextToken) => listPage(sagemaker, kind, { ...query, MaxResults: PAGE, NextToken }, signal));
}

/** All that AWS tells of it. */
export function describe(sagemaker: SageMaker, kind: Kind, name: string): Promise<object> {
  switch (kind) {
    case 'training-job':
      return sagemaker.describeTrainingJob(name);
    case 'processing-job':
      return sagemaker.describeProcessingJob(name);
    case 'transform-job':
      return sagemaker.describeTransformJob(name);
    case 'endpoint':
      return sagemaker.describeEndpoint(name);
  }
}

const ARNS: Readonly<Record<Kind, string>> = {
  'training-job': 'TrainingJobArn',
  'processing-job': 'ProcessingJobArn',
  'transform-job': 'TransformJobArn',
  endpoint: 'EndpointArn',
};

/** The ARN in what Describe tells. */
export function arnIn(kind: Kind, described: object): string | undefined {
  const arn: unknown = Reflect.get(described, ARNS[kind]);
  return typeof arn === 'string' ? arn : undefined;
}

/** Asks Describe how it is. */
export async function outcomeOf(sagemaker: SageMaker, kind: Kind, name: string): Promise<Outcome> {
  switch (kind) {
    case 'training-job': {
      const it = await sagemaker.describeTrainingJob(name);
      return { status: it.TrainingJobStatus, reason: it.FailureReason };
    }
    case 'processing-job': {
      const it = await sagemaker.describeProcessingJob(name);
      return { status: it.ProcessingJobStatus, reason: it.FailureReason ?? it.ExitMessage };
    }
    case 'transform-job': {
      const it = await sagemaker.describeTransformJob(name);
      return { status: it.TransformJobStatus, reason: it.FailureReason };
    }
    case 'endpoint': {
      const it = await sagemaker.describeEndpoint(name);
      return { status: it.EndpointStatus, reason: it.FailureReason };
    }
  }
}

/** Asks a job to stop. Endpoints don't stop: they are deleted. */
export function stop(sagemaker: SageMaker, kind: Kind, name: string): Promise<void> {
  switch (kind) {
    case 'training-job':
      return sagemaker.stopTrainingJob(name);
    case 'processing-job':
      return sagemaker.stopProcessingJob(name);
    case 'transform-job':
      return sagemaker.stopTransformJob(name);
    case 'endpoint':
      return sagemaker.deleteEndpoint(name);
  }
}

/** Deletes a job that is over, or an endpoint. */
export function remove(sagemaker: SageMaker, kind: Kind, name: string): Promise<void> {
  switch (kind) {
    case 'training-job':
      return sagemaker.deleteTrainingJob(name);
    case 'processing-job':
      return sagemaker.deleteProcessingJob(name);
    case 'transform-job':
      return sagemaker.deleteTransformJob(name);
    case 'endpoint':
      return sagemaker.deleteEndpoint(name);
  }
}

/** Answers undefined when there is nothing of that name; other errors stay errors. */
export async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationException') return undefined;
    throw error;
  }
}
