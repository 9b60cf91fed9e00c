import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import type { AwsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import type { AwsConnection } from '../../engine/src/aws/connection';
import type { Creator } from '../../engine/src/aws/launch-create';
import { deleteAll, deletionsOf } from '../../engine/src/aws/launch-delete';
import { deploymentRequest } from '../../engine/src/aws/launch-deploy';
import { launch } from '../../engine/src/aws/launch';
import type { LaunchProgress, LaunchQuestions } from '../../engine/src/aws/launch';
import { planLaunch } from '../../engine/src/aws/launch-plan';
import { AwsS3Reader } from '../../engine/src/aws/s3-reader';
import { buildImage } from '../../engine/src/docker/build/build-image';
import type { DockerEngine } from '../../engine/src/docker/engine';
import { resourceInUse } from '../../engine/src/named-errors';
import type { LocalImage } from '../../engine/src/requests/overlay';
import { renameOverlayImages, replaceImages } from '../../engine/src/requests/replace-image';
import { readRequestFile } from '../../engine/src/session/read-request-file';
import { TINY_IMAGE } from '../docker/support/tiny-image';
import { connectTo } from './support/connect';
import { dockerEngine } from './support/docker';
import { startEcr } from './support/ecr';
import type { TestEcr } from './support/ecr';
import { trainingRequest } from './support/training-request';

const REGION = 'ca-central-1';
const BUCKET = 'launches-of-tests';
const ROLE = 'arn:aws:iam::123456789012:role/training';
const go = new AbortController().signal;

let connection: AwsConnection;
let sagemaker: AwsSageMaker;
let engine: DockerEngine;
let ecr: TestEcr;
let home: string;

beforeAll(async () => {
  connection = connectTo(REGION);
  sagemaker = awsSageMaker(connection);
  engine = await dockerEngine();
  ecr = await startEcr(connection);
  home = await mkdtemp(join(tmpdir(), 'sm-aws-launch-'));
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await connection.clients.s3().send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  await mkdir(join(home, 'data'));
  await writeFile(join(home, 'data', 'a.csv'), '1,2\n');
  await writeFile(join(home, 'Dockerfile'), `FROM ${TINY_IMAGE}\nLABEL sm.test.launch=1\n`);
  await writeFile(join(home, 'churn.training-job.json'), JSON.stringify(TRAINING, undefined, 2));
  await writeFile(join(home, 'churn.local.json'), JSON.stringify(OVERLAY, undefined, 2));
});
afterAll(async () => {
  await engine.images.remove(`${ecr.host}/sagemaker-launch:1`, { force: true });
  await engine.images.remove(`${ecr.host}/sagemaker-launch`, { force: true }).catch(() => undefined);
  for (const tag of built) await engine.images.remove(tag, { force: true });
  await ecr.stop();
  engine.close();
  connection.close();
  await rm(home, { recursive: true });
});

const TRAINING = { ...trainingRequest(BUCKET, 'churn'), RoleArn: ROLE };
const OVERLAY = { s3: { [`s3://${BUCKET}/train`]: 'data' }, images: { churn: { dockerfile: 'Dockerfile' } } };
const built: string[] = [];

const YES: LaunchQuestions = {
  target: () => Promise.resolve('sagemaker-launch:1'),
  mayPush: () => Promise.resolve(true),
};

async function build({ local, build: how }: LocalImage, platform: string, signal: AbortSignal): Promise<void> {
  if (how === undefined) throw new Error(`${local} is not built.`);
  const { dockerfile } = how;
  await buildImage(
    engine.socket,
    { contextDir: home, dockerfile, tag: local, target: undefined, buildArguments: {}, platform },
    { signal, onEvent: () => undefined },
  );
  built.push(local);
}

const tools = (questions: LaunchQuestions = YES) => ({
  connection,
  sagemaker,
  engine: () => Promise.resolve(engine),
  build,
  questions,
  registryHost: ecr.registryHost,
});

function planOf(file: string, text?: string) {
  const { document, overlay, folder, problems } = readRequestFile(join(home, file), text);
  if (document === undefined) throw new Error(problems.map((it) => it.message).join('\n'));
  return planLaunch(document, overlay, folder);
}

describe('a launch', () => {
  it('does not begin when a question is answered by no', async () => {
    const no: LaunchQuestions = { ...YES, mayPush: () => Promise.resolve(false) };
    const launching = launch(planOf('churn.training-job.json'), tools(no), () => undefined, go);
    await expect(launching).rejects.toThrow(/not pushed, so nothing was launched/);
    await expect(sagemaker.describeTrainingJob('churn')).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await keysBelow('')).toEqual([]);
  });

  it('builds, pushes, uploads and creates; the request says which image it was', async () => {
    const told: LaunchProgress[] = [];
    const done = await launch(planOf('churn.training-job.json'), tools(), (it) => told.push(it), go);
    expect(done.arn).toMatch(/:training-job\/churn$/);
    const steps = told.map((it) => it.step);
    expect([...new Set(steps)]).toEqual(['build', 'push', 'pushed', 'upload', 'uploaded', 'created']);
    const uri = done.images['churn'];
    expect(uri).toMatch(new RegExp(`^123456789012\\.dkr\\.ecr\\.${REGION}\\.amazonaws\\.com/sagemaker-launch@sha256:`));
    const job = await sagemaker.describeTrainingJob('churn');
    expect(job.AlgorithmSpecification?.TrainingImage).toBe(uri);
    expect(job.InputDataConfig?.[0]?.DataSource?.S3DataSource?.S3Uri).toBe(`s3://${BUCKET}/train/`);
    expect(await keysBelow('train/')).toEqual(['train/a.csv']);
    expect(await contentOf('train/a.csv')).toBe('1,2\n');
  });

  it('can be repeated from the document with the new image: nothing is sent twice', async () => {
    const [request, overlay] = await Promise.all(
      ['churn.training-job.json', 'churn.local.json'].map((it) => readFile(join(home, it), 'utf8')),
    );
    const job = await sagemaker.describeTrainingJob('churn');
    const images = { churn: job.AlgorithmSpecification?.TrainingImage ?? '' };
    const text = replaceImages(request ?? '', images).replace('"churn",', '"churn-again",');
    await writeFile(join(home, 'churn.local.json'), renameOverlayImages(overlay ?? '', images));
    const plan = planOf('churn.training-job.json', text);
    // It still stands for what is built here; a digest is no place to push to.
    expect(plan.pushes).toEqual([expect.objectContaining({ target: undefined })]);
    const keep: LaunchQuestions = { ...YES, target: () => Promise.resolve(undefined) };
    const done = await launch(plan, tools(keep), () => undefined, go);
    expect(done).toMatchObject({ name: 'churn-again', images: {}, uploads: [{ sent: 0, skipped: 1 }] });
    const again = await sagemaker.describeTrainingJob('churn-again');
    expect(again.AlgorithmSpecification?.TrainingImage).toBe(images.churn);
  });
});

describe('a deployment', () => {
  it('serves what a training job left, and is deleted with its parts', async () => {
    const source = { trainingJob: 'churn' };
    const deployment = { name: 'churn-live', source, instanceType: 'ml.m5.large', instanceCount: 1 };
    const { document, overlay } = await deploymentRequest(sagemaker, deployment);
    const { arn } = await launch(planLaunch(document, overlay, home), tools(), () => undefined, go);
    expect(arn).toMatch(/:endpoint\/churn-live$/);
    const job = await sagemaker.describeTrainingJob('churn');
    const model = await sagemaker.describeModel('churn-live');
    expect(model.PrimaryContainer).toMatchObject({
      Image: job.AlgorithmSpecification?.TrainingImage,
      ModelDataUrl: job.ModelArtifacts?.S3ModelArtifacts,
    });
    const deletions = await deletionsOf(sagemaker, 'churn-live', true);
    expect(deletions.map(({ what, name }) => `${what} ${name}`)).toEqual([
      'endpoint churn-live',
      'endpoint configuration churn-live',
      'model churn-live',
    ]);
    expect(await deletionsOf(sagemaker, 'churn-live', false)).toHaveLength(1);
    await deleteAll(sagemaker, deletions, () => undefined, go);
    await expect(sagemaker.describeEndpoint('churn-live')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(sagemaker.describeModel('churn-live')).rejects.toMatchObject({ name: 'ValidationException' });
    // Twice is no error.
    await deleteAll(sagemaker, deletions, () => undefined, go);
  });

  it('uploads an archive of this machine first', async () => {
    const file = join(home, 'model.tar.gz');
    await writeFile(file, 'an archive');
    const { document, overlay } = await deploymentRequest(sagemaker, {
      name: 'from-file',
      source: { file, to: `s3://${BUCKET}/models/model.tar.gz` },
      image: `123456789012.dkr.ecr.${REGION}.amazonaws.com/a:1`,
      role: ROLE,
      instanceType: 'ml.m5.large',
      instanceCount: 1,
    });
    await launch(planLaunch(document, overlay, home), tools(), () => undefined, go);
    expect(await contentOf('models/model.tar.gz')).toBe('an archive');
    expect((await sagemaker.describeEndpoint('from-file')).EndpointConfigName).toBe('from-file');
  });

  it('leaves no model behind when the endpoint can’t be created', async () => {
    const { document, overlay } = await deploymentRequest(sagemaker, {
      name: 'lone',
      source: { uri: `s3://${BUCKET}/models/model.tar.gz` },
      image: `123456789012.dkr.ecr.${REGION}.amazonaws.com/a:1`,
      role: ROLE,
      instanceType: 'ml.m5.large',
      instanceCount: 1,
    });
    // Moto takes a name twice.
    const createEndpoint = () => Promise.reject(resourceInUse('endpoint', 'lone'));
    const refusing: Creator = {
      createTrainingJob: (request) => sagemaker.createTrainingJob(request),
      createProcessingJob: (request) => sagemaker.createProcessingJob(request),
      createTransformJob: (request) => sagemaker.createTransformJob(request),
      createModel: (request) => sagemaker.createModel(request),
      createEndpointConfig: (request) => sagemaker.createEndpointConfig(request),
      createEndpoint,
      updateEndpoint: (request) => sagemaker.updateEndpoint(request),
      deleteModel: (name) => sagemaker.deleteModel(name),
      deleteEndpointConfig: (name) => sagemaker.deleteEndpointConfig(name),
    };
    const told: LaunchProgress[] = [];
    const plan = planLaunch(document, overlay, home);
    const failing = launch(plan, { ...tools(), sagemaker: refusing }, (it) => told.push(it), go);
    await expect(failing).rejects.toThrow(/“lone” was not created.*were deleted again/);
    expect(told.map((it) => it.step)).toEqual(['created', 'created']);
    await expect(sagemaker.describeModel('lone')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(sagemaker.describeEndpointConfig('lone')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('needs an image, and a job that is over', async () => {
    const deployment = { name: 'x', source: { uri: 's3://b/m.tar.gz' }, instanceType: 'ml.m5.large', instanceCount: 1 };
    await expect(deploymentRequest(sagemaker, deployment)).rejects.toThrow(/which image/);
    const lost = { ...deployment, source: { trainingJob: 'no-such-job' } };
    await expect(deploymentRequest(sagemaker, lost)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

async function keysBelow(prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of new AwsS3Reader(connection).list(BUCKET, prefix, go)) keys.push(key);
  return keys;
}

async function contentOf(key: string): Promise<string> {
  const reader = new AwsS3Reader(connection);
  for await (const object of reader.list(BUCKET, key, go)) {
    return (await buffer(await reader.open(object, 0, go))).toString();
  }
  throw new Error(`${key} is not in S3.`);
}
