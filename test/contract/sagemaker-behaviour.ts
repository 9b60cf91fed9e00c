import type {
  CreateEndpointConfigCommandInput,
  DesiredWeightAndCapacity,
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import type { Kind, LogLine, SageMaker } from '../../engine/src/sagemaker';

/** An implementation under test, and requests that it can carry out. */
export interface BehaviourSubject {
  readonly sagemaker: SageMaker;
  /** Unlike all others of this run. */
  readonly name: (what: string) => string;
  /** Writes `hello` to stdout and `careful` to stderr, and succeeds. */
  readonly succeeding: (name: string) => CreateTrainingJobCommandInput;
  /** Writes `broken` to the failure file and ends with exit code 3. */
  readonly failing: (name: string) => CreateTrainingJobCommandInput;
  /** Writes `hello` and waits to be stopped. */
  readonly waiting: (name: string) => CreateTrainingJobCommandInput;
  readonly processing: (name: string) => CreateProcessingJobCommandInput;
  readonly model: (name: string) => CreateModelCommandInput;
  readonly config: (name: string, model: string) => CreateEndpointConfigCommandInput;
  readonly payload: Uint8Array;
  /** False: what was written to stderr is given as stdout, as CloudWatch Logs does. */
  readonly tellsStreamsApart?: boolean;
}

/** How SageMaker behaves, wherever it runs: one suite for every implementation of the interface. */
export function describeSageMaker(title: string, subject: () => Promise<BehaviourSubject>, wrap = describe): void {
  wrap(`${title} behaves as SageMaker does`, () => {
    it('runs a training job through its states', async () => {
      const { sagemaker, name, succeeding } = await subject();
      const job = name('good');
      const controller = new AbortController();
      const seen: (string | undefined)[] = [];
      const watching = (async () => {
        for await (const change of sagemaker.watch(controller.signal)) {
          if (change.name !== job) continue;
          expect(change.kind).toBe('training-job');
          if (seen.at(-1) !== change.status) seen.push(change.status);
          if (change.status === 'Completed') return;
        }
      })();
      const { TrainingJobArn } = await sagemaker.createTrainingJob(succeeding(job));
      expect(TrainingJobArn).toMatch(new RegExp(`^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:\\d{12}:training-job/${job}$`));
      await watching;
      controller.abort();
      expect(seen).toEqual(['InProgress', 'Completed']);
      const described = await sagemaker.describeTrainingJob(job);
      expect(described).toMatchObject({
        TrainingJobName: job,
        TrainingJobArn,
        TrainingJobStatus: 'Completed',
        SecondaryStatus: 'Completed',
        RoleArn: succeeding(job).RoleArn,
      });
      expect(described.FailureReason).toBeUndefined();
      const transitions = described.SecondaryStatusTransitions ?? [];
      const order = transitions.map((one) => one.Status);
      expect(order[0]).toBe('Starting');
      expect(order.filter((one) => one !== 'DownloadingTrainingImage').slice(-4)).toEqual([
        'Downloading',
        'Training',
        'Uploading',
        'Completed',
      ]);
      const times = transitions.map((one) => one.StartTime?.getTime() ?? 0);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(described.TrainingEndTime?.getTime()).toBeGreaterThanOrEqual(
        described.TrainingStartTime?.getTime() ?? Infinity,
      );
    });

    it('gives the log while the job runs and again when it is over', async () => {
      const { sagemaker, name, succeeding, tellsStreamsApart = true } = await subject();
      const job = name('logs');
      await sagemaker.createTrainingJob(succeeding(job));
      for (const when of ['live', 'later']) {
        const lines: LogLine[] = [];
        for await (const line of sagemaker.logs('training-job', job)) lines.push(line);
        const find = (text: string) =>
          lines.filter((line) => line.text === text).map(({ host, stream }) => ({ host, stream }));
        expect({ when, hello: find('hello'), careful: find('careful') }).toEqual({
          when,
          hello: [{ host: 'algo-1', stream: 'stdout' }],
          careful: [{ host: 'algo-1', stream: tellsStreamsApart ? 'stderr' : 'stdout' }],
        });
        await until(sagemaker, 'training-job', job, 'Completed');
      }
    });

    it('says why a job failed', async () => {
      const { sagemaker, name, failing } = await subject();
      const job = name('bad');
      await sagemaker.createTrainingJob(failing(job));
      await until(sagemaker, 'training-job', job, 'Failed');
      expect(await sagemaker.describeTrainingJob(job)).toMatchObject({
        SecondaryStatus: 'Failed',
        FailureReason: 'AlgorithmError: broken, exit code: 3',
      });
    });

    it('stops a job, and refuses to stop or delete what can’t be', async () => {
      const { sagemaker, name, waiting } = await subject();
      const job = name('wait');
      await sagemaker.createTrainingJob(waiting(job));
      for await (const line of sagemaker.logs('training-job', job)) if (line.text === 'hello') break;
      await expect(sagemaker.deleteTrainingJob(job)).rejects.toMatchObject({ name: 'ValidationException' });
      await sagemaker.stopTrainingJob(job);
      await until(sagemaker, 'training-job', job, 'Stopped');
      const { SecondaryStatusTransitions = [] } = await sagemaker.describeTrainingJob(job);
      expect(SecondaryStatusTransitions.map((one) => one.Status)).toContain('Stopping');
      await expect(sagemaker.stopTrainingJob(job)).rejects.toMatchObject({ name: 'ValidationException' });
      await sagemaker.deleteTrainingJob(job);
      await expect(sagemaker.describeTrainingJob(job)).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('knows each name once, and lists the newest first', async () => {
      const { sagemaker, name, succeeding } = await subject();
      const names = [name('one'), name('two')];
      for (const job of names) {
        await sagemaker.createTrainingJob(succeeding(job));
        await until(sagemaker, 'training-job', job, 'Completed');
      }
      await expect(sagemaker.createTrainingJob(succeeding(names[0] ?? ''))).rejects.toMatchObject({
        name: 'ResourceInUse',
      });
      const query = {
        NameContains: names[0]?.replace(/one.*$/, ''),
        StatusEquals: 'Completed' as const,
        MaxResults: 1,
      };
      const listed: unknown[] = [];
      let token: string | undefined;
      do {
        const page = await sagemaker.listTrainingJobs({ ...query, NextToken: token });
        expect(page.TrainingJobSummaries?.length).toBeLessThanOrEqual(1);
        listed.push(...(page.TrainingJobSummaries ?? []).map((one) => one.TrainingJobName));
        token = page.NextToken;
      } while (token !== undefined);
      expect(listed.filter((one) => names.includes(String(one)))).toEqual([names[1], names[0]]);
    });

    it('does not know other names', async () => {
      const { sagemaker } = await subject();
      const unknown = { name: 'ValidationException' };
      await expect(sagemaker.describeTrainingJob('nosuch')).rejects.toMatchObject(unknown);
      await expect(sagemaker.describeProcessingJob('nosuch')).rejects.toMatchObject(unknown);
      await expect(sagemaker.describeTransformJob('nosuch')).rejects.toMatchObject(unknown);
      await expect(sagemaker.describeEndpoint('nosuch')).rejects.toMatchObject(unknown);
      await expect(sagemaker.deleteModel('nosuch')).rejects.toMatchObject(unknown);
      await expect(sagemaker.invokeEndpoint('nosuch', { body: new Uint8Array() })).rejects.toMatchObject(unknown);
    });

    it('runs a processing job', async () => {
      const { sagemaker, name, processing } = await subject();
      const job = name('process');
      await sagemaker.createProcessingJob(processing(job));
      await until(sagemaker, 'processing-job', job, 'Completed');
      expect(await sagemaker.describeProcessingJob(job)).toMatchObject({ ProcessingJobName: job });
      const { ProcessingJobSummaries = [] } = await sagemaker.listProcessingJobs({ NameContains: job });
      expect(ProcessingJobSummaries.map((one) => one.ProcessingJobName)).toEqual([job]);
      await sagemaker.deleteProcessingJob(job);
    });

    it('serves a model at an endpoint, updates and deletes it', async () => {
      const { sagemaker, name, model, config, payload } = await subject();
      const [m, first, second, endpoint] = [name('m'), name('c1'), name('c2'), name('ep')];
      await sagemaker.createModel(model(m));
      await sagemaker.createEndpointConfig(config(first, m));
      await sagemaker.createEndpointConfig(config(second, m));
      await expect(
        sagemaker.createEndpoint({ EndpointName: endpoint, EndpointConfigName: 'nosuch' }),
      ).rejects.toMatchObject({ name: 'ValidationException' });
      await sagemaker.createEndpoint({ EndpointName: endpoint, EndpointConfigName: first });
      await until(sagemaker, 'endpoint', endpoint, 'InService');
      const [variant] = config(first, m).ProductionVariants ?? [];
      const answer = await sagemaker.invokeEndpoint(endpoint, { body: payload });
      expect(answer.body.length).toBeGreaterThan(0);
      expect(answer.invokedProductionVariant).toBe(variant?.VariantName);
      await sagemaker.updateEndpoint({ EndpointName: endpoint, EndpointConfigName: second });
      await until(sagemaker, 'endpoint', endpoint, 'InService');
      expect(await sagemaker.describeEndpoint(endpoint)).toMatchObject({ EndpointConfigName: second });
      const VariantName = variant?.VariantName ?? '';
      const reweigh = (wanted: DesiredWeightAndCapacity) =>
        sagemaker.updateEndpointWeightsAndCapacities({
          EndpointName: endpoint,
          DesiredWeightsAndCapacities: [wanted],
        });
      await expect(reweigh({ VariantName: 'nosuch', DesiredWeight: 1 })).rejects.toMatchObject({
        name: 'ValidationException',
      });
      await reweigh({ VariantName, DesiredWeight: 0.5, DesiredInstanceCount: 2 });
      await until(sagemaker, 'endpoint', endpoint, 'InService');
      expect((await sagemaker.describeEndpoint(endpoint)).ProductionVariants).toMatchObject([
        { VariantName, DesiredWeight: 0.5, DesiredInstanceCount: 2 },
      ]);
      const { Endpoints = [] } = await sagemaker.listEndpoints({ NameContains: endpoint });
      expect(Endpoints.map((one) => one.EndpointName)).toEqual([endpoint]);
      expect(await sagemaker.describeModel(m)).toMatchObject({ ModelName: m });
      expect(await sagemaker.describeEndpointConfig(second)).toMatchObject({ EndpointConfigName: second });
      await sagemaker.deleteEndpoint(endpoint);
      await expect(sagemaker.describeEndpoint(endpoint)).rejects.toMatchObject({ name: 'ValidationException' });
      await sagemaker.deleteEndpointConfig(first);
      await sagemaker.deleteEndpointConfig(second);
      await sagemaker.deleteModel(m);
    });
  });
}

async function statusOf(sagemaker: SageMaker, kind: Kind, name: string): Promise<string | undefined> {
  switch (kind) {
    case 'training-job':
      return (await sagemaker.describeTrainingJob(name)).TrainingJobStatus;
    case 'processing-job':
      return (await sagemaker.describeProcessingJob(name)).ProcessingJobStatus;
    case 'transform-job':
      return (await sagemaker.describeTransformJob(name)).TransformJobStatus;
    case 'endpoint':
      return (await sagemaker.describeEndpoint(name)).EndpointStatus;
  }
}

/** Waits for a status without asking again and again. */
async function until(sagemaker: SageMaker, kind: Kind, name: string, wanted: string): Promise<void> {
  const controller = new AbortController();
  const changes = sagemaker.watch(controller.signal);
  try {
    if ((await statusOf(sagemaker, kind, name)) === wanted) return;
    for await (const change of changes) {
      if (change.kind === kind && change.name === name && change.status === wanted) return;
    }
  } finally {
    controller.abort();
  }
}
