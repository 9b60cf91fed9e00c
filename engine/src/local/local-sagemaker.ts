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
import { setTimeout as sleep } from 'node:timers/promises';
import { JOB_LABEL, KIND_LABEL, STORAGE_LABEL } from '../docker/labels';
import { reap } from '../docker/reap';
import type { Reaped } from '../docker/reap';
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
import { JobDesk } from './job-desk';
import { storageId } from './job-things';
import { logLines } from './logs';
import type { LocalOptions } from './options';
import { pageOf } from './page';
import type { ListQuery } from './page';
import { describeProcessingJob, processingSummary } from './processing';
import { isLive, isUnfinished } from './state';
import type { JobKind, State, StoredKind } from './state';
import { describeTrainingJob, trainingSummary } from './training';
import { describeTransformJob, transformSummary } from './transform';

const JOBS: readonly JobKind[] = ['training-job', 'processing-job', 'transform-job'];

/** SageMaker on this machine. The signal of a create call stops the job as long as it runs; of an endpoint, until it serves. */
export class LocalSageMaker implements SageMaker {
  private readonly desk: Desk;
  private readonly jobs: JobDesk;
  private readonly endpoints: EndpointDesk;

  constructor(private readonly options: LocalOptions) {
    this.desk = new Desk(options);
    this.jobs = new JobDesk(this.desk);
    this.endpoints = new EndpointDesk(this.desk);
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

  async listTrainingJobs(query?: ListTrainingJobsCommandInput) {
    const { states, nextToken } = await this.page('training-job', query);
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

  async listProcessingJobs(query?: ListProcessingJobsCommandInput) {
    const { states, nextToken } = await this.page('processing-job', query);
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

  async listTransformJobs(query?: ListTransformJobsCommandInput) {
    const { states, nextToken } = await this.page('transform-job', query);
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

  async listEndpoints(query?: ListEndpointsCommandInput) {
    const { states, nextToken } = await this.page('endpoint', query);
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

  /** Takes up what processes that died have left, and ends what cannot be taken up. To be called once at the start. */
  async reconcile(): Promise<Reaped> {
    const kept = new Set<string>();
    for (const kind of JOBS) {
      for (const state of await this.desk.store.list(kind)) await this.jobs.takeOverIfDead({ ...state, kind });
      for (const state of await this.desk.store.list(kind)) if (isLive(state)) kept.add(`${kind}/${state.name}`);
    }
    for (const state of await this.desk.store.list('endpoint')) {
      await this.endpoints.takeOverIfDead({ ...state, kind: 'endpoint' });
    }
    for (const state of await this.desk.store.list('endpoint')) if (isLive(state)) kept.add(`endpoint/${state.name}`);
    const engine = await this.desk.engine();
    const mine = storageId(this.options.storage);
    return reap(engine, (labels) => {
      const storage = labels[STORAGE_LABEL];
      // What belongs to another folder is taken up by who opens that folder.
      if (storage !== undefined && storage !== mine) return true;
      return kept.has(`${labels[KIND_LABEL] ?? ''}/${labels[JOB_LABEL] ?? ''}`);
    });
  }

  /**
   * For lists: jobs and endpoints whose process died, and whose containers are gone, have failed. Nothing is taken up.
   * Gives up when the engine does not answer in time: without it nobody knows.
   */
  async failLostJobs(milliseconds: number): Promise<void> {
    const { store } = this.desk;
    const lost: (() => Promise<void>)[] = [];
    for (const kind of JOBS) {
      for (const state of (await store.list(kind)).filter(isUnfinished)) {
        if (await this.desk.isDead(state.owner)) lost.push(() => this.jobs.failIfLost({ ...state, kind }));
      }
    }
    const kind = 'endpoint';
    for (const state of (await store.list(kind)).filter(isLive)) {
      if (await this.desk.isDead(state.owner)) lost.push(() => this.failEndpointIfLost({ ...state, kind }));
    }
    if (lost.length === 0) return;
    const work = this.desk.engine().then(() => Promise.all(lost.map((fail) => fail())));
    await Promise.race([work.catch(() => undefined), sleep(milliseconds, undefined, { ref: false })]);
  }

  private async failEndpointIfLost(state: State & { readonly kind: 'endpoint' }): Promise<void> {
    const left = state.status === 'InService' && (await this.desk.leftHosts(state, await this.desk.plan(state)));
    if (left === false || left === undefined) await this.endpoints.takeOverIfDead(state);
  }

  /** Ends all that this process runs: jobs are stopped, endpoints deleted. */
  async close(): Promise<void> {
    await Promise.all([this.jobs.close(), this.endpoints.close()]);
  }

  private async page(kind: Kind, query: ListQuery | undefined) {
    return pageOf(await this.desk.store.list(kind), query);
  }

  private request<T>(kind: StoredKind, name: string): Promise<T> {
    return this.endpoints.requests.of<T>(kind, name);
  }
}
