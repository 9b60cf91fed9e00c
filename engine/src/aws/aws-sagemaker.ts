import type {
  CreateEndpointCommandInput,
  CreateEndpointConfigCommandInput,
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
  CreateTransformJobCommandInput,
  ListEndpointsCommandInput,
  ListProcessingJobsCommandInput,
  ListTrainingJobsCommandInput,
  ListTransformJobsCommandInput,
  UpdateEndpointCommandInput,
  UpdateEndpointWeightsAndCapacitiesCommandInput,
} from '@aws-sdk/client-sagemaker';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateProcessingJobCommand,
  CreateTrainingJobCommand,
  CreateTransformJobCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DeleteProcessingJobCommand,
  DeleteTrainingJobCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeProcessingJobCommand,
  DescribeTrainingJobCommand,
  DescribeTransformJobCommand,
  ListEndpointsCommand,
  ListProcessingJobsCommand,
  ListTrainingJobsCommand,
  ListTransformJobsCommand,
  StopProcessingJobCommand,
  StopTrainingJobCommand,
  StopTransformJobCommand,
  UpdateEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { validationException } from '../named-errors';
import type { AsyncInvocation, Change, Invocation, Kind, LogLine, SageMaker } from '../sagemaker';
import { arnIn, describe, outcomeOf, unlessMissing } from '../session/by-kind';
import { awsProblem } from './aws-problem';
import type { AwsClients } from './clients';
import type { AwsConnection } from './connection';
import { abortable } from './connection';
import { invoke, invokeAsync, invokeStream } from './invoke';
import { cloudWatchHistory, cloudWatchLines } from './logs';
import type { LogSource } from './logs';
import { Watch } from './watch';

export interface AwsSageMakerOptions {
  /** Time between two looks at what runs; 5 s when left out. */
  readonly pollMilliseconds?: number;
}

const POLL_MS = 5_000;
const NEWEST_FIRST = { SortBy: 'CreationTime', SortOrder: 'Descending' } as const;
const OVER: ReadonlySet<string> = new Set(['Completed', 'Failed', 'Stopped']);

/** SageMaker at AWS. The signal of a create call ends the asking; what AWS has begun goes on. */
export class AwsSageMaker implements SageMaker {
  private readonly seen: Watch;

  constructor(
    private readonly connection: AwsConnection,
    private readonly options: AwsSageMakerOptions = {},
  ) {
    const { pollMilliseconds: every = POLL_MS } = options;
    this.seen = new Watch({ every, ask: (kind, name) => this.statusOf(kind, name) });
  }

  async createTrainingJob(request: CreateTrainingJobCommandInput, signal?: AbortSignal) {
    const { TrainingJobArn = '' } = await this.ask(({ sagemaker }) =>
      sagemaker().send(new CreateTrainingJobCommand(request), abortable(signal)),
    );
    this.seen.note('training-job', request.TrainingJobName ?? '', 'InProgress', true);
    return { TrainingJobArn };
  }

  async describeTrainingJob(name: string) {
    const { $metadata: _, ...answer } = await this.ask(({ sagemaker }) =>
      sagemaker().send(new DescribeTrainingJobCommand({ TrainingJobName: name })),
    );
    this.seen.note('training-job', name, answer.TrainingJobStatus);
    return answer;
  }

  async listTrainingJobs(query: ListTrainingJobsCommandInput = {}, signal?: AbortSignal) {
    const { $metadata: _, ...answer } = await this.ask(
      ({ sagemaker }) =>
        sagemaker().send(new ListTrainingJobsCommand({ ...NEWEST_FIRST, ...query }), abortable(signal)),
      signal,
    );
    for (const it of answer.TrainingJobSummaries ?? [])
      this.seen.note('training-job', it.TrainingJobName ?? '', it.TrainingJobStatus);
    return answer;
  }

  async stopTrainingJob(name: string): Promise<void> {
    await this.ask(({ sagemaker }) => sagemaker().send(new StopTrainingJobCommand({ TrainingJobName: name })));
  }

  async deleteTrainingJob(name: string): Promise<void> {
    await this.ask(({ sagemaker }) => sagemaker().send(new DeleteTrainingJobCommand({ TrainingJobName: name })));
    this.seen.note('training-job', name, undefined);
  }

  async createProcessingJob(request: CreateProcessingJobCommandInput, signal?: AbortSignal) {
    const { ProcessingJobArn = '' } = await this.ask(({ sagemaker }) =>
      sagemaker().send(new CreateProcessingJobCommand(request), abortable(signal)),
    );
    this.seen.note('processing-job', request.ProcessingJobName ?? '', 'InProgress', true);
    return { ProcessingJobArn };
  }

  async describeProcessingJob(name: string) {
    const { $metadata: _, ...answer } = await this.ask(({ sagemaker }) =>
      sagemaker().send(new DescribeProcessingJobCommand({ ProcessingJobName: name })),
    );
    this.seen.note('processing-job', name, answer.ProcessingJobStatus);
    return answer;
  }

  async listProcessingJobs(query: ListProcessingJobsCommandInput = {}, signal?: AbortSignal) {
    const { $metadata: _, ...answer } = await this.ask(
      ({ sagemaker }) =>
        sagemaker().send(new ListProcessingJobsCommand({ ...NEWEST_FIRST, ...query }), abortable(signal)),
      signal,
    );
    for (const it of answer.ProcessingJobSummaries ?? [])
      this.seen.note('processing-job', it.ProcessingJobName ?? '', it.ProcessingJobStatus);
    return answer;
  }

  async stopProcessingJob(name: string): Promise<void> {
    await this.ask(({ sagemaker }) => sagemaker().send(new StopProcessingJobCommand({ ProcessingJobName: name })));
  }

  async deleteProcessingJob(name: string): Promise<void> {
    await this.ask(({ sagemaker }) => sagemaker().send(new DeleteProcessingJobCommand({ ProcessingJobName: name })));
    this.seen.note('processing-job', name, undefined);
  }

  async createTransformJob(request: CreateTransformJobCommandInput, signal?: AbortSignal) {
    const { TransformJobArn = '' } = await this.ask(({ sagemaker }) =>
      sagemaker().send(new CreateTransformJobCommand(request), abortable(signal)),
    );
    this.seen.note('transform-job', request.TransformJobName ?? '', 'InProgress', true);
    return { TransformJobArn };
  }

  async describeTransformJob(name: string) {
    const { $metadata: _, ...answer } = await this.ask(({ sagemaker }) =>
      sagemaker().send(new DescribeTransformJobCommand({ TransformJobName: name })),
    );
    this.seen.note('transform-job', name, answer.TransformJobStatus);
    return answer;
  }

  async listTransformJobs(query: ListTransformJobsCommandInput = {}, signal?: AbortSignal) {
    const { $metadata: _, ...answer } = await this.ask(
      ({ sagemaker }) =>
        sagemaker().send(new ListTransformJobsCommand({ ...NEWEST_FIRST, ...query }), abortable(signal)),
      signal,
    );
    for (const it of answer.TransformJobSummaries ?? [])
      this.seen.note('transform-job', it.TransformJobName ?? '', it.TransformJobStatus);
    return answer;
  }

  async stopTransformJob(name: string): Promise<void> {
    await this.ask(({ sagemaker }) => sagemaker().send(new StopTransformJobCommand({ TransformJobName: name })));
  }

  /** AWS keeps transform jobs: there is no call that deletes one. */
  deleteTransformJob(name: string): Promise<void> {
    const problem = validationException(
      `AWS can’t delete transform jobs: “${name}” stays in the list.`,
      'Delete its output in S3, if that is what is in the way.',
    );
    return Promise.reject(problem);
  }

  async createModel(request: CreateModelCommandInput) {
    const { ModelArn = '' } = await this.ask(({ sagemaker }) => sagemaker().send(new CreateModelCommand(request)));
    return { ModelArn };
  }

  async describeModel(name: string) {
    const { $metadata: _, ...answer } = await this.ask(({ sagemaker }) =>
      sagemaker().send(new DescribeModelCommand({ ModelName: name })),
    );
    return answer;
  }

  async deleteModel(name: string): Promise<void> {
    await this.ask(({ sagemaker }) => sagemaker().send(new DeleteModelCommand({ ModelName: name })));
  }

  async createEndpointConfig(request: CreateEndpointConfigCommandInput) {
    const { EndpointConfigArn = '' } = await this.ask(({ sagemaker }) =>
      sagemaker().send(new CreateEndpointConfigCommand(request)),
    );
    return { EndpointConfigArn };
  }

  async describeEndpointConfig(name: string) {
    const { $metadata: _, ...answer } = await this.ask(({ sagemaker }) =>
      sagemaker().send(new DescribeEndpointConfigCommand({ EndpointConfigName: name })),
    );
    return answer;
  }

  async deleteEndpointConfig(name: string): Promise<void> {
    await this.ask(({ sagemaker }) => sagemaker().send(new DeleteEndpointConfigCommand({ EndpointConfigName: name })));
  }

  async createEndpoint(request: CreateEndpointCommandInput, signal?: AbortSignal) {
    const { EndpointArn = '' } = await this.ask(({ sagemaker }) =>
      sagemaker().send(new CreateEndpointCommand(request), abortable(signal)),
    );
    this.seen.note('endpoint', request.EndpointName ?? '', 'Creating', true);
    return { EndpointArn };
  }

  async updateEndpoint(request: UpdateEndpointCommandInput, signal?: AbortSignal) {
    const { EndpointArn = '' } = await this.ask(({ sagemaker }) =>
      sagemaker().send(new UpdateEndpointCommand(request), abortable(signal)),
    );
    this.seen.note('endpoint', request.EndpointName ?? '', 'Updating');
    return { EndpointArn };
  }

  async updateEndpointWeightsAndCapacities(request: UpdateEndpointWeightsAndCapacitiesCommandInput) {
    const { EndpointArn = '' } = await this.ask(({ sagemaker }) =>
      sagemaker().send(new UpdateEndpointWeightsAndCapacitiesCommand(request)),
    );
    this.seen.note('endpoint', request.EndpointName ?? '', 'Updating');
    return { EndpointArn };
  }

  async describeEndpoint(name: string) {
    const { $metadata: _, ...answer } = await this.ask(({ sagemaker }) =>
      sagemaker().send(new DescribeEndpointCommand({ EndpointName: name })),
    );
    this.seen.note('endpoint', name, answer.EndpointStatus);
    return answer;
  }

  async listEndpoints(query: ListEndpointsCommandInput = {}, signal?: AbortSignal) {
    const { $metadata: _, ...answer } = await this.ask(
      ({ sagemaker }) => sagemaker().send(new ListEndpointsCommand({ ...NEWEST_FIRST, ...query }), abortable(signal)),
      signal,
    );
    for (const it of answer.Endpoints ?? []) this.seen.note('endpoint', it.EndpointName ?? '', it.EndpointStatus);
    return answer;
  }

  async deleteEndpoint(name: string): Promise<void> {
    await this.ask(({ sagemaker }) => sagemaker().send(new DeleteEndpointCommand({ EndpointName: name })));
    this.seen.note('endpoint', name, 'Deleting');
  }

  invokeEndpoint(name: string, invocation: Invocation, signal?: AbortSignal) {
    return this.ask(({ runtime }) => invoke(runtime(), name, invocation, signal));
  }

  invokeEndpointWithResponseStream(name: string, invocation: Invocation, signal?: AbortSignal) {
    return this.ask(({ runtime }) => invokeStream(runtime(), name, invocation, signal));
  }

  invokeEndpointAsync(name: string, invocation: AsyncInvocation, signal?: AbortSignal) {
    return this.ask(({ runtime }) => invokeAsync(runtime(), name, invocation, signal));
  }

  watch(signal: AbortSignal): AsyncIterable<Change> {
    return this.seen.changes(signal);
  }

  async *logs(kind: Kind, name: string, signal: AbortSignal = new AbortController().signal): AsyncGenerator<LogLine> {
    yield* this.told(cloudWatchLines(await this.logSource(kind, name), signal));
  }

  /** What the containers wrote up to now; does not wait for more. */
  async *logHistory(kind: Kind, name: string, signal: AbortSignal): AsyncGenerator<LogLine> {
    yield* this.told(cloudWatchHistory(await this.logSource(kind, name), signal));
  }

  private async *told(lines: AsyncIterable<LogLine>): AsyncGenerator<LogLine> {
    try {
      yield* lines;
    } catch (error) {
      throw awsProblem(error, this.connection.name);
    }
  }

  private async logSource(kind: Kind, name: string): Promise<LogSource> {
    const described = await describe(this, kind, name);
    const since: unknown = Reflect.get(described, 'CreationTime');
    return {
      client: this.connection.clients.logs(),
      kind,
      name,
      arn: arnIn(kind, described) ?? '',
      since: since instanceof Date ? since : undefined,
      isOver: async () => {
        const { status } = await outcomeOf(this, kind, name);
        return kind !== 'endpoint' && OVER.has(status ?? '');
      },
      every: this.options.pollMilliseconds ?? POLL_MS,
    };
  }

  private async statusOf(kind: Kind, name: string): Promise<string | undefined> {
    return (await unlessMissing(outcomeOf(this, kind, name)))?.status;
  }

  /** With the signal of a list, an abort stays an abort. */
  private async ask<T>(call: (clients: AwsClients) => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await call(this.connection.clients);
    } catch (error) {
      signal?.throwIfAborted();
      throw awsProblem(error, this.connection.name);
    }
  }
}
