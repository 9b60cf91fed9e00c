import type {
  CreateEndpointConfigCommandInput,
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { expect } from 'vitest';
import type { DockerEngine } from '../../engine/src/docker/engine';
import type { Owner } from '../../engine/src/docker/labels';
import { localSageMaker } from '../../engine/src/local/local-sagemaker';
import type { LocalSageMaker } from '../../engine/src/local/local-sagemaker';
import type { LocalOptions } from '../../engine/src/local/options';
import { overlayPlanner } from '../../engine/src/local/planner';
import { DEFAULT_OVERLAY } from '../../engine/src/requests/overlay';
import type { Overlay } from '../../engine/src/requests/types';
import { cleanups, leftovers, testEngine, testOwner } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

export interface Subject {
  readonly sagemaker: LocalSageMaker;
  readonly engine: DockerEngine;
  readonly owner: Owner;
  /** Holds `data/train.csv` of three lines; the overlay’s folder. */
  readonly folder: string;
  readonly storage: string;
  /** Another process, as far as the state on disk knows. */
  another(options?: Partial<LocalOptions>): LocalSageMaker;
}

/** A LocalSageMaker on the real engine. Each test ends with nothing left in the engine. */
export function subjects(): (overlay?: Partial<Overlay>, options?: Partial<LocalOptions>) => Promise<Subject> {
  const clean = cleanups();
  return async (overlay = {}, options = {}) => {
    const engine = await testEngine();
    const owner = await testOwner();
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-local-'));
    fs.mkdirSync(path.join(folder, 'data'));
    fs.writeFileSync(path.join(folder, 'data', 'train.csv'), '1,2\n3,4\n5,6\n');
    const storage = path.join(folder, 'storage');
    const whole: Overlay = { ...DEFAULT_OVERLAY, s3: { 's3://bucket/train/': './data' }, ...overlay };
    const all: LocalOptions = {
      storage,
      engine: () => Promise.resolve(engine),
      planner: overlayPlanner(() => ({ overlay: whole, folder }), { account: '123456789012', region: 'us-west-2' }),
      owner,
      build: () => Promise.reject(new Error('nothing is built here')),
      stopGraceSeconds: 2,
      ...options,
    };
    const made: LocalSageMaker[] = [];
    const another = (more: Partial<LocalOptions> = {}): LocalSageMaker => {
      const one = localSageMaker({ ...all, ...more });
      made.push(one);
      return one;
    };
    clean(async () => {
      await Promise.all(made.map((one) => one.close()));
      expect(await leftovers(engine, owner)).toEqual([]);
      fs.rmSync(folder, { recursive: true, force: true });
    });
    return { sagemaker: another(), engine, owner, folder, storage, another };
  };
}

export function trainingRequest(
  name: string,
  hyperparameters: Record<string, string> = {},
  more: Partial<CreateTrainingJobCommandInput> = {},
): CreateTrainingJobCommandInput {
  return {
    TrainingJobName: name,
    RoleArn: 'arn:aws:iam::123456789012:role/role',
    AlgorithmSpecification: { TrainingImage: TINY_IMAGE, TrainingInputMode: 'File' },
    HyperParameters: hyperparameters,
    InputDataConfig: [
      {
        ChannelName: 'train',
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/' } },
      },
    ],
    OutputDataConfig: { S3OutputPath: 's3://bucket/out' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
    ...more,
  };
}

/** A training job of a shell script in place of `train`. */
export function scriptRequest(
  name: string,
  script: string,
  more: Partial<CreateTrainingJobCommandInput> = {},
): CreateTrainingJobCommandInput {
  return trainingRequest(
    name,
    {},
    {
      AlgorithmSpecification: {
        TrainingImage: TINY_IMAGE,
        TrainingInputMode: 'File',
        ContainerEntrypoint: ['sh', '-c'],
        ContainerArguments: [script],
      },
      ...more,
    },
  );
}

export function processingRequest(
  name: string,
  script: string,
  more: Partial<CreateProcessingJobCommandInput> = {},
): CreateProcessingJobCommandInput {
  return {
    ProcessingJobName: name,
    RoleArn: 'arn:aws:iam::123456789012:role/role',
    AppSpecification: { ImageUri: TINY_IMAGE, ContainerEntrypoint: ['sh', '-c'], ContainerArguments: [script] },
    ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 1 } },
    ...more,
  };
}

export function modelRequest(
  name: string,
  more: CreateModelCommandInput['PrimaryContainer'] = {},
): CreateModelCommandInput {
  return {
    ModelName: name,
    ExecutionRoleArn: 'arn:aws:iam::123456789012:role/role',
    PrimaryContainer: { Image: TINY_IMAGE, ModelDataUrl: 's3://bucket/out/first/output/model.tar.gz', ...more },
  };
}

export function configRequest(name: string, model: string): CreateEndpointConfigCommandInput {
  return {
    EndpointConfigName: name,
    ProductionVariants: [
      { VariantName: 'AllTraffic', ModelName: model, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
    ],
  };
}

/** A training job “first”, whose model is then had under the S3 URI it would have at AWS. */
export async function train({ sagemaker }: Subject): Promise<void> {
  await sagemaker.createTrainingJob(trainingRequest('first'));
  await sagemaker.settled('training-job', 'first');
  expect((await sagemaker.describeTrainingJob('first')).FailureReason).toBeUndefined();
}

/** An endpoint of the model that was trained here, with its configuration; waits until it serves or has failed. */
export async function serve(
  { sagemaker }: Subject,
  name = 'ep',
  container: CreateModelCommandInput['PrimaryContainer'] = {},
): Promise<void> {
  await sagemaker.createModel(modelRequest(`${name}-model`, container));
  await sagemaker.createEndpointConfig(configRequest(`${name}-config`, `${name}-model`));
  await sagemaker.createEndpoint({ EndpointName: name, EndpointConfigName: `${name}-config` });
  await sagemaker.settled('endpoint', name);
}

/** Trains, and serves the model at the endpoint “ep”, which is in service. */
export async function trainAndServe(all: Subject): Promise<void> {
  await train(all);
  await serve(all);
  expect(await all.sagemaker.describeEndpoint('ep')).toMatchObject({ EndpointStatus: 'InService' });
}

/** Name → text of the files of a `.tar.gz`. */
export async function archived(file: string): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  const entries = extract();
  entries.end(gunzipSync(fs.readFileSync(file)));
  for await (const entry of entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
    if (entry.header.type === 'file') files[entry.header.name] = Buffer.concat(chunks).toString();
  }
  return files;
}
