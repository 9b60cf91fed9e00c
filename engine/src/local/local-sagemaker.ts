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
import type { Reaped } from '../docker/reap';
import type { ImagePlan } from '../plan/types';
import type {
  AsyncInvocation,
  AsyncInvocationAnswer,
  Change,
  Invocation,
  InvocationAnswer,
  InvocationStream,
  Kind,
  LogLine,
  SageMaker,
} from '../sagemaker';
import { describeEndpointConfig, describeModel, endpointSummary } from './describe';
import { Desk } from './desk';
import { EndpointDesk } from './endpoint-desk';
import type { BidirectionalInvocation } from './invoke-bidirectional';
import { JobDesk } from './job-desk';
import { logLines } from './logs';
import type { LocalOptions } from './options';
import { Orphans } from './orphans';
import { pageOf } from './page';
import type { ListQuery } from './page';
import { describeProcessingJob, processingSummary } from './processing';
import type { StoredKind } from './state';
import { describeTrainingJob, trainingSummary } from './training';
import { describeTransformJob, transformSummary } from './transform';
import type { WebSocketMessage } from './web-socket';

/** SageMaker on this machine. The signal of a create call stops the job as long as it runs; of an endpoint, until it serves. */
export class LocalSageMaker implements SageMaker {
  private readonly desk: Desk;
  private readonly jobs: JobDesk;
  private readonly endpoints: EndpointDesk;
  private readonly orphans: Orphans;

  constructor(private readonly options: LocalOptions) {
    this.desk = new Desk(options);
    this.jobs = new JobDesk(this.desk);
    this.endpoints = new EndpointDesk(this.desk);
    this.orphans = new Orphans(this.desk, this.jobs, this.endpoints);
  }

  async createTrainingJob(request: CreateTrainingJobCommandInput, signal?: AbortSignal) {
    const plan = await this.options.planner.training(request);
    const { arn } = await this.jobs.create('training-job', request.TrainingJobName ?? '', request, plan, signal);
    return { TrainingJobArn: arn };
  }

  async describeTrainingJob(name: string) {
    const state = await this.desk.store.get('training-job', name);
    return describeTrainingJob(state, await this.request<CreateTrainingJobCommandInput>('training-job', name));
  }

  async listTrainingJobs(query?: ListTrainingJobsCommandInput, signal?: AbortSignal) {
    const { states, nextToken } = await this.page('training-job', query, signal);
    return { TrainingJobSummaries: states.map(trainingSummary), NextToken: nextToken };
  }

  stopTrainingJob(name: string) {
    return this.jobs.stop('training-job', name);
  }

  deleteTrainingJob(name: string) {
    return this.jobs.remove('training-job', name);
  }

  async createProcessingJob(request: CreateProcessingJobCommandInput, signal?: AbortSignal) {
    const plan = await this.options.planner.processing(request);
    const { arn } = await this.jobs.create('processing-job', request.ProcessingJobName ?? '', request, plan, signal);
    return { ProcessingJobArn: arn };
  }

  async describeProcessingJob(name: string) {
    const state = await this.desk.store.get('processing-job', name);
    return describeProcessingJob(state, await this.request<CreateProcessingJobCommandInput>('processing-job', name));
  }

  async listProcessingJobs(query?: ListProcessingJobsCommandInput, signal?: AbortSignal) {
    const { states, nextToken } = await this.page('processing-job', query, signal);
    return { ProcessingJobSummaries: states.map(processingSummary), NextToken: nextToken };
  }

  stopProcessingJob(name: string) {
    return this.jobs.stop('processing-job', name);
  }

  deleteProcessingJob(name: string) {
    return this.jobs.remove('processing-job', name);
  }

  async createTransformJob(request: CreateTransformJobCommandInput, signal?: AbortSignal) {
    const model = await this.endpoints.requests.of<CreateModelCommandInput>('model', request.ModelName);
    const plan = await this.options.planner.transform(request, model);
    const name = request.TransformJobName ?? '';
    const document = { ...request, Model: model };
    const { arn } = await this.jobs.create('transform-job', name, request, plan, signal, document);
    return { TransformJobArn: arn };
  }

  async describeTransformJob(name: string) {
    const state = await this.desk.store.get('transform-job', name);
    return describeTransformJob(state, await this.request<CreateTransformJobCommandInput>('transform-job', name));
  }

  async listTransformJobs(query?: ListTransformJobsCommandInput, signal?: AbortSignal) {
    const { states, nextToken } = await this.page('transform-job', query, signal);
    return { TransformJobSummaries: states.map(transformSummary), NextToken: nextToken };
  }

  stopTransformJob(name: string) {
    return this.jobs.stop('transform-job', name);
  }

  deleteTransformJob(name: string) {
    return this.jobs.remove('transform-job', name);
  }

  async createModel(request: CreateModelCommandInput) {
    return { ModelArn: await this.endpoints.requests.keep('model', request.ModelName ?? '', request) };
  }

  async describeModel(name: string) {
    const state = await this.desk.store.get('model', name);
    return describeModel(state, await this.request<CreateModelCommandInput>('model', name));
  }

  deleteModel(name: string) {
    return this.endpoints.requests.forget('model', name);
  }

  async createEndpointConfig(request: CreateEndpointConfigCommandInput) {
    const arn = await this.endpoints.requests.keep('endpoint-config', request.EndpointConfigName ?? '', request);
    return { EndpointConfigArn: arn };
  }

  async describeEndpointConfig(name: string) {
    const state = await this.desk.store.get('endpoint-config', name);
    return describeEndpointConfig(state, await this.request<CreateEndpointConfigCommandInput>('endpoint-config', name));
  }

  deleteEndpointConfig(name: string) {
    return this.endpoints.requests.forget('endpoint-config', name);
  }

  async createEndpoint(request: CreateEndpointCommandInput, signal?: AbortSignal) {
    return { EndpointArn: (await this.endpoints.create(request, signal)).arn };
  }

  async updateEndpoint(request: UpdateEndpointCommandInput, signal?: AbortSignal) {
    const { EndpointName = '', EndpointConfigName = '' } = request;
    return { EndpointArn: (await this.endpoints.update(EndpointName, EndpointConfigName, signal)).arn };
  }

  async updateEndpointWeightsAndCapacities(request: UpdateEndpointWeightsAndCapacitiesCommandInput) {
    const { EndpointName = '', DesiredWeightsAndCapacities = [] } = request;
    return { EndpointArn: (await this.endpoints.reweigh(EndpointName, DesiredWeightsAndCapacities)).arn };
  }

  describeEndpoint(name: string) {
    return this.endpoints.describe(name);
  }

  async listEndpoints(query?: ListEndpointsCommandInput, signal?: AbortSignal) {
    const { states, nextToken } = await this.page('endpoint', query, signal);
    return { Endpoints: states.map(endpointSummary), NextToken: nextToken };
  }

  deleteEndpoint(name: string) {
    return this.endpoints.remove(name);
  }

  invokeEndpoint(name: string, invocation: Invocation, signal?: AbortSignal): Promise<InvocationAnswer> {
    return this.endpoints.invoker.invoke(name, invocation, signal);
  }

  invokeEndpointWithResponseStream(
    name: string,
    invocation: Invocation,
    signal?: AbortSignal,
  ): Promise<InvocationStream> {
    return this.endpoints.invoker.stream(name, invocation, signal);
  }

  /** Not part of the interface: at AWS it is a protocol of its own, HTTP/2 with event streams. */
  invokeEndpointWithBidirectionalStream(
    name: string,
    invocation: BidirectionalInvocation,
    signal: AbortSignal,
  ): AsyncIterable<WebSocketMessage> {
    return this.endpoints.invoker.bothWays(name, invocation, signal);
  }

  invokeEndpointAsync(name: string, invocation: AsyncInvocation, signal?: AbortSignal): Promise<AsyncInvocationAnswer> {
    return this.endpoints.fleets.invokeAsync(name, invocation, signal);
  }

  watch(signal: AbortSignal): AsyncIterable<Change> {
    return this.desk.store.changes.follow(signal);
  }

  logs(kind: Kind, name: string, signal: AbortSignal = new AbortController().signal): AsyncIterable<LogLine> {
    return logLines(this.desk, kind, name, signal);
  }

  /** Waits until this process has nothing more to do for the job, or until the endpoint serves or has failed. */
  settled(kind: Kind, name: string): Promise<void> {
    return kind === 'endpoint' ? this.endpoints.settled(name) : this.jobs.settled(kind, name);
  }

  /** Not part of the interface: the images of a request, and what ran in their place. */
  async plannedImages(kind: Kind, name: string): Promise<readonly ImagePlan[]> {
    return (await this.desk.plan(await this.desk.store.get(kind, name))).images;
  }

  /** Takes up what processes that died have left, and ends what cannot be taken up. To be called once at the start. */
  reconcile(): Promise<Reaped> {
    return this.orphans.reconcile();
  }

  /**
   * For lists: jobs and endpoints whose process died, and whose containers are gone, have failed. Nothing is taken up.
   * Gives up when the engine does not answer in time: without it nobody knows.
   */
  failLostJobs(milliseconds: number): Promise<void> {
    return this.orphans.failLost(milliseconds);
  }

  /** Ends all that this process runs: jobs are stopped, endpoints deleted. */
  async close(): Promise<void> {
    await Promise.all([this.jobs.close(), this.endpoints.close()]);
  }

  private async page(kind: Kind, query: ListQuery | undefined, signal: AbortSignal | undefined) {
    signal?.throwIfAborted();
    const states = await this.desk.store.list(kind);
    signal?.throwIfAborted();
    return pageOf(states, query);
  }

  private request<T>(kind: StoredKind, name: string): Promise<T> {
    return this.endpoints.requests.of<T>(kind, name);
  }
}
