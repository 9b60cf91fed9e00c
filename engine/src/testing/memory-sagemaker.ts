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
  DesiredWeightAndCapacity,
  UpdateEndpointCommandInput,
  UpdateEndpointWeightsAndCapacitiesCommandInput,
} from '@aws-sdk/client-sagemaker';
import { describeEndpointConfig, describeModel, endpointStatus, endpointSummary } from '../local/describe';
import { ModelError, resourceInUse, validationException } from '../named-errors';
import { pageOf } from '../local/page';
import type { ListQuery } from '../local/page';
import { describeProcessingJob, processingSummary } from '../local/processing';
import { isLive, isUnfinished, newState, withTransition } from '../local/state';
import type { JobKind, State, StoredKind } from '../local/state';
import { describeTrainingJob, trainingSummary } from '../local/training';
import { describeTransformJob, transformSummary } from '../local/transform';
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
import { broadcast } from './broadcast';
import type { Entry, JobWork, MemoryOptions } from './memory-options';

const OWNER = { pid: 1, started: '', machine: 'memory', window: 'memory' };

/** SageMaker without containers, for tests: jobs do what they are told, endpoints answer what they are told. */
export class MemorySageMaker implements SageMaker {
  private readonly entries = new Map<string, Entry>();
  private readonly changes = broadcast<Change>();
  private readonly news = broadcast<string>();
  /** By endpoint and variant: what was wanted since its configuration was set. */
  private readonly wanted = new Map<string, ReadonlyMap<string, DesiredWeightAndCapacity>>();
  private made = 0;

  constructor(private readonly options: MemoryOptions = {}) {}

  createTrainingJob(request: CreateTrainingJobCommandInput, signal?: AbortSignal) {
    const name = request.TrainingJobName ?? '';
    return Promise.resolve().then(() => ({ TrainingJobArn: this.start('training-job', name, request, signal) }));
  }

  async describeTrainingJob(name: string) {
    const { state, request } = await this.get('training-job', name);
    return describeTrainingJob(state, request as CreateTrainingJobCommandInput);
  }

  async listTrainingJobs(query?: ListTrainingJobsCommandInput, signal?: AbortSignal) {
    const { states, nextToken } = await this.page('training-job', query, signal);
    return { TrainingJobSummaries: states.map(trainingSummary), NextToken: nextToken };
  }

  stopTrainingJob(name: string) {
    return this.stop('training-job', name);
  }

  deleteTrainingJob(name: string) {
    return this.remove('training-job', name);
  }

  createProcessingJob(request: CreateProcessingJobCommandInput, signal?: AbortSignal) {
    const name = request.ProcessingJobName ?? '';
    return Promise.resolve().then(() => ({ ProcessingJobArn: this.start('processing-job', name, request, signal) }));
  }

  async describeProcessingJob(name: string) {
    const { state, request } = await this.get('processing-job', name);
    return describeProcessingJob(state, request as CreateProcessingJobCommandInput);
  }

  async listProcessingJobs(query?: ListProcessingJobsCommandInput, signal?: AbortSignal) {
    const { states, nextToken } = await this.page('processing-job', query, signal);
    return { ProcessingJobSummaries: states.map(processingSummary), NextToken: nextToken };
  }

  stopProcessingJob(name: string) {
    return this.stop('processing-job', name);
  }

  deleteProcessingJob(name: string) {
    return this.remove('processing-job', name);
  }

  async createTransformJob(request: CreateTransformJobCommandInput, signal?: AbortSignal) {
    await this.get('model', request.ModelName ?? '');
    return { TransformJobArn: this.start('transform-job', request.TransformJobName ?? '', request, signal) };
  }

  async describeTransformJob(name: string) {
    const { state, request } = await this.get('transform-job', name);
    return describeTransformJob(state, request as CreateTransformJobCommandInput);
  }

  async listTransformJobs(query?: ListTransformJobsCommandInput, signal?: AbortSignal) {
    const { states, nextToken } = await this.page('transform-job', query, signal);
    return { TransformJobSummaries: states.map(transformSummary), NextToken: nextToken };
  }

  stopTransformJob(name: string) {
    return this.stop('transform-job', name);
  }

  deleteTransformJob(name: string) {
    return this.remove('transform-job', name);
  }

  createModel(request: CreateModelCommandInput) {
    const name = request.ModelName ?? '';
    return Promise.resolve().then(() => ({ ModelArn: this.add('model', name, request, 'InService').state.arn }));
  }

  async describeModel(name: string) {
    const { state, request } = await this.get('model', name);
    return describeModel(state, request as CreateModelCommandInput);
  }

  deleteModel(name: string) {
    return this.remove('model', name);
  }

  createEndpointConfig(request: CreateEndpointConfigCommandInput) {
    const name = request.EndpointConfigName ?? '';
    return Promise.resolve().then(() => ({
      EndpointConfigArn: this.add('endpoint-config', name, request, 'InService').state.arn,
    }));
  }

  async describeEndpointConfig(name: string) {
    const { state } = await this.get('endpoint-config', name);
    return describeEndpointConfig(state, await this.configOf(name));
  }

  deleteEndpointConfig(name: string) {
    return this.remove('endpoint-config', name);
  }

  async createEndpoint(request: CreateEndpointCommandInput) {
    await this.configOf(request.EndpointConfigName);
    const entry = this.add('endpoint', request.EndpointName ?? '', { ...request }, 'Creating');
    setImmediate(() => {
      this.set(entry, { ...entry.state, status: 'InService' });
    });
    return { EndpointArn: entry.state.arn };
  }

  async updateEndpoint(request: UpdateEndpointCommandInput) {
    const entry = await this.get('endpoint', request.EndpointName ?? '');
    await this.configOf(request.EndpointConfigName);
    this.wanted.delete(entry.state.name);
    Object.assign(entry.request as object, { EndpointConfigName: request.EndpointConfigName });
    this.set(entry, { ...entry.state, status: 'Updating' });
    setImmediate(() => {
      this.set(entry, { ...entry.state, status: 'InService' });
    });
    return { EndpointArn: entry.state.arn };
  }

  async updateEndpointWeightsAndCapacities(request: UpdateEndpointWeightsAndCapacitiesCommandInput) {
    const { EndpointName = '', DesiredWeightsAndCapacities = [] } = request;
    const { state, request: endpoint } = await this.get('endpoint', EndpointName);
    const config = await this.configOf((endpoint as CreateEndpointCommandInput).EndpointConfigName);
    const names = new Set((config.ProductionVariants ?? []).map((variant) => variant.VariantName));
    const wanted = new Map(this.wanted.get(EndpointName));
    for (const one of DesiredWeightsAndCapacities) {
      const { VariantName = '' } = one;
      if (!names.has(VariantName)) throw validationException(`There is no variant “${VariantName}”.`, 'Name another.');
      wanted.set(VariantName, { ...wanted.get(VariantName), ...one });
    }
    this.wanted.set(EndpointName, wanted);
    return { EndpointArn: state.arn };
  }

  async describeEndpoint(name: string) {
    const { state, request } = await this.get('endpoint', name);
    const { EndpointConfigName } = request as CreateEndpointCommandInput;
    const config = await this.configOf(EndpointConfigName);
    return {
      EndpointName: name,
      EndpointArn: state.arn,
      EndpointConfigName,
      ProductionVariants: (config.ProductionVariants ?? []).map((variant) => {
        const { VariantName, InitialInstanceCount: count = 1 } = variant;
        const wanted = this.wanted.get(name)?.get(VariantName ?? '');
        const weight = wanted?.DesiredWeight ?? variant.InitialVariantWeight ?? 1;
        const instances = { CurrentInstanceCount: count, DesiredInstanceCount: wanted?.DesiredInstanceCount ?? count };
        return { VariantName, CurrentWeight: weight, DesiredWeight: weight, ...instances };
      }),
      EndpointStatus: endpointStatus(state),
      CreationTime: new Date(state.created),
      LastModifiedTime: new Date(state.modified),
    };
  }

  async listEndpoints(query?: ListEndpointsCommandInput, signal?: AbortSignal) {
    const { states, nextToken } = await this.page('endpoint', query, signal);
    return { Endpoints: states.map(endpointSummary), NextToken: nextToken };
  }

  deleteEndpoint(name: string) {
    return this.remove('endpoint', name);
  }

  async invokeEndpoint(name: string, invocation: Invocation): Promise<InvocationAnswer> {
    const { state, request } = await this.get('endpoint', name);
    if (state.status !== 'InService' && state.status !== 'Updating') {
      throw validationException(`The endpoint “${name}” is ${state.status}.`, 'Wait until it is InService.');
    }
    const config = await this.configOf((request as CreateEndpointCommandInput).EndpointConfigName);
    const variants = (config.ProductionVariants ?? []).map(({ VariantName }) => VariantName ?? '');
    const variant = variants.find((one) => one === (invocation.targetVariant ?? one));
    if (variant === undefined) {
      throw validationException(`There is no variant “${invocation.targetVariant ?? ''}”.`, 'Name another.');
    }
    const { status, body } = this.options.answer?.(name, invocation) ?? { status: 200, body: invocation.body };
    const text = new TextDecoder().decode(body);
    if (status !== 200) throw new ModelError(`Received error (${status}): ${text}`, status, text, variant);
    return { body, contentType: invocation.accept, invokedProductionVariant: variant, customAttributes: undefined };
  }

  /** The answer in two pieces. */
  async invokeEndpointWithResponseStream(name: string, invocation: Invocation): Promise<InvocationStream> {
    const { body, ...about } = await this.invokeEndpoint(name, invocation);
    const half = Math.ceil(body.length / 2);
    const pieces = async function* () {
      for (const piece of [body.subarray(0, half), body.subarray(half)]) yield await Promise.resolve(piece);
    };
    return { ...about, body: pieces() };
  }

  async invokeEndpointAsync(name: string, invocation: AsyncInvocation): Promise<AsyncInvocationAnswer> {
    const { request } = await this.get('endpoint', name);
    const config = await this.configOf((request as CreateEndpointCommandInput).EndpointConfigName);
    const output = config.AsyncInferenceConfig?.OutputConfig;
    if (output === undefined) throw validationException(`“${name}” is not asynchronous.`, 'Use InvokeEndpoint.');
    const inferenceId = invocation.inferenceId ?? `inference-${this.made++}`;
    return {
      inferenceId,
      outputLocation: `${output.S3OutputPath ?? ''}/${inferenceId}.out`,
      ...(output.S3FailurePath === undefined
        ? {}
        : { failureLocation: `${output.S3FailurePath}/${inferenceId}-error.out` }),
    };
  }

  watch(signal: AbortSignal): AsyncIterable<Change> {
    return this.changes.listen(signal);
  }

  async *logs(kind: Kind, name: string, signal: AbortSignal = new AbortController().signal): AsyncGenerator<LogLine> {
    const over = new AbortController();
    const news = this.news.listen(AbortSignal.any([signal, over.signal]));
    try {
      const entry = await this.get(kind, name);
      let at = 0;
      for (;;) {
        const live = isLive(entry.state);
        while (at < entry.lines.length) {
          const line = entry.lines[at++];
          if (line !== undefined) yield line;
        }
        if (!live || signal.aborted || (await news.next()).done === true) return;
      }
    } finally {
      over.abort();
    }
  }

  private start(kind: JobKind, name: string, request: unknown, signal: AbortSignal | undefined): string {
    signal?.throwIfAborted();
    const entry = this.add(kind, name, request, 'InProgress');
    signal?.addEventListener(
      'abort',
      () => {
        entry.stop.abort();
      },
      { once: true },
    );
    void this.run(kind, entry);
    return entry.state.arn;
  }

  private async run(kind: JobKind, entry: Entry): Promise<void> {
    const { name } = entry.state;
    const moved = (status: 'Downloading' | 'Training' | 'Uploading' | 'Completed' | 'Failed' | 'Stopped') =>
      kind === 'training-job' ? withTransition(entry.state, status, status, new Date()) : entry.state;
    this.set(entry, moved('Downloading'));
    this.set(entry, { ...moved('Training'), started: new Date().toISOString() });
    const log = (text: string, stream: LogLine['stream'] = 'stdout'): void => {
      entry.lines.push({ host: 'algo-1', stream, time: new Date(), text });
      this.news.tell(name);
    };
    const work: JobWork = { kind, name, request: entry.request, log, stopped: entry.stop.signal };
    const failureReason = await (this.options.run?.(work) ?? Promise.resolve(undefined));
    this.set(entry, moved('Uploading'));
    const status = entry.stop.signal.aborted ? 'Stopped' : failureReason === undefined ? 'Completed' : 'Failed';
    const reason = status === 'Failed' && failureReason !== undefined ? { failureReason } : {};
    this.set(entry, { ...moved(status), status, ended: new Date().toISOString(), ...reason });
  }

  private async stop(kind: JobKind, name: string): Promise<void> {
    const entry = await this.get(kind, name);
    if (!isUnfinished(entry.state)) throw validationException(`“${name}” is ${entry.state.status}.`, 'It is over.');
    const stopping = kind === 'training-job' ? withTransition(entry.state, 'Stopping', '', new Date()) : entry.state;
    this.set(entry, { ...stopping, status: 'Stopping' });
    entry.stop.abort();
  }

  private async remove(kind: StoredKind, name: string): Promise<void> {
    const { state } = await this.get(kind, name);
    if (kind !== 'endpoint' && isUnfinished(state)) {
      throw validationException(`“${name}” is ${state.status}, so it can’t be deleted.`, 'Stop the job first.');
    }
    this.entries.delete(`${kind}/${name}`);
    this.tell(kind, name, undefined);
  }

  private add(kind: StoredKind, name: string, request: unknown, status: State['status']): Entry {
    const key = `${kind}/${name}`;
    if (this.entries.has(key)) throw resourceInUse(kind, name);
    const arn = `arn:aws:sagemaker:us-west-2:123456789012:${kind}/${name}`;
    // One millisecond apart, so that newest first is well defined.
    const first = newState(kind, name, arn, status, OWNER, new Date(Date.now() + this.made++));
    const state = kind === 'training-job' ? withTransition(first, 'Starting', 'Starting', new Date()) : first;
    const entry: Entry = { state, request, lines: [], stop: new AbortController() };
    this.entries.set(key, entry);
    this.tell(kind, name, status);
    return entry;
  }

  private set(entry: Entry, state: State): void {
    if (this.entries.get(`${state.kind}/${state.name}`) !== entry) return;
    entry.state = { ...state, modified: new Date().toISOString() };
    this.tell(state.kind, state.name, state.status);
    this.news.tell(state.name);
  }

  private tell(kind: StoredKind, name: string, status: string | undefined): void {
    if (kind === 'model' || kind === 'endpoint-config') return;
    this.changes.tell({ kind, name, status, time: new Date() });
  }

  private get(kind: StoredKind, name: string): Promise<Entry> {
    const entry = this.entries.get(`${kind}/${name}`);
    if (entry !== undefined) return Promise.resolve(entry);
    return Promise.reject(validationException(`There is no ${kind} “${name}”.`, 'Look at the list.'));
  }

  private async configOf(name: string | undefined): Promise<CreateEndpointConfigCommandInput> {
    return (await this.get('endpoint-config', name ?? '')).request as CreateEndpointConfigCommandInput;
  }

  /** Asynchronous, so that a query that is wrong rejects. */
  private page(kind: StoredKind, query: ListQuery | undefined, signal: AbortSignal | undefined) {
    const states = [...this.entries.values()].map(({ state }) => state).filter((state) => state.kind === kind);
    return Promise.resolve().then(() => {
      signal?.throwIfAborted();
      return pageOf(states, query);
    });
  }
}
