import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AwsConnection } from '../../engine/src/aws/connection';
import { awsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import { planLaunch } from '../../engine/src/aws/launch-plan';
import { preflight } from '../../engine/src/aws/preflight';
import type { PreflightItem } from '../../engine/src/aws/preflight-types';
import { push, planPush } from '../../engine/src/aws/push';
import { pushTarget } from '../../engine/src/aws/push-target';
import { executionRoles } from '../../engine/src/aws/roles';
import { trustPolicyText } from '../../engine/src/aws/roles-policy';
import type { DockerEngine } from '../../engine/src/docker/engine';
import { DEFAULT_OVERLAY } from '../../engine/src/requests/overlay';
import type { RequestDocument } from '../../engine/src/requests/types';
import { TINY_IMAGE } from '../docker/support/tiny-image';
import { trainingRequest } from '../unit/engine/plan/fixtures';
import { connectTo } from './support/connect';
import { dockerEngine } from './support/docker';
import { startEcr } from './support/ecr';
import type { TestEcr } from './support/ecr';
import { startStub } from './support/stub';

const REGION = 'ap-south-1';
const BUCKET = 'preflight-of-tests';
const IMAGE = `123456789012.dkr.ecr.${REGION}.amazonaws.com/sagemaker-preflight:1`;
const ROLE = 'arn:aws:iam::123456789012:role/preflight-training';
const go = new AbortController().signal;

let connection: AwsConnection;
let engine: DockerEngine;
let ecr: TestEcr;
let stub: Awaited<ReturnType<typeof startStub>>;
let storage: string;

beforeAll(async () => {
  stub = await startStub((operation, input) => {
    const more = JSON.stringify(input).includes('NextToken');
    switch (operation) {
      case 'GetProducts':
        return { PriceList: [PRODUCT] };
      case 'ListServiceQuotas':
        return more
          ? { Quotas: [{ QuotaName: 'ml.m5.xlarge for training job usage', QuotaCode: 'L-7', Value: 1 }] }
          : {
              Quotas: [{ QuotaName: 'ml.m4.xlarge for training job usage', QuotaCode: 'L-6', Value: 9 }],
              NextToken: 'x',
            };
      case 'GetServiceQuota':
        return { Quota: { QuotaName: 'ml.m5.xlarge for training job usage', QuotaCode: 'L-7', Value: 3 } };
      default:
        return { status: 400, error: 'AccessDeniedException' };
    }
  });
  connection = connectWithPrices(stub.url);
  engine = await dockerEngine();
  ecr = await startEcr(connection);
  const tools = { connection, engine, registryHost: ecr.registryHost };
  const target = pushTarget(IMAGE, { account: '123456789012', region: REGION });
  const purpose = { uses: ['training'], architecture: 'amd64' } as const;
  await push(tools, await planPush(tools, { image: TINY_IMAGE, target, purpose }, go), () => undefined, go);
  const { iam, s3 } = connection.clients;
  const trust = { AssumeRolePolicyDocument: trustPolicyText() };
  await iam().send(new CreateRoleCommand({ RoleName: 'preflight-training', ...trust }));
  await iam().send(
    new CreateRoleCommand({
      RoleName: 'preflight-other',
      AssumeRolePolicyDocument: trustPolicyText().replace('sagemaker', 'ec2'),
    }),
  );
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await s3().send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  await s3().send(new PutObjectCommand({ Bucket: BUCKET, Key: 'train/a.csv', Body: '1' }));
});
afterAll(async () => {
  await engine.images.remove(`${ecr.host}/sagemaker-preflight:1`, { force: true });
  await engine.images.remove(`${ecr.host}/sagemaker-preflight`, { force: true }).catch(() => undefined);
  await ecr.stop();
  await stub.stop();
  engine.close();
  connection.close();
});
beforeEach(async () => {
  storage = await mkdtemp(join(tmpdir(), 'sm-preflight-'));
});
afterEach(() => rm(storage, { recursive: true }));

/** A connection to moto, apart from the two services that it lacks. */
function connectWithPrices(url: string): AwsConnection {
  Object.assign(process.env, { AWS_ENDPOINT_URL_PRICING: url, AWS_ENDPOINT_URL_SERVICE_QUOTAS: url });
  return connectTo(REGION);
}

const PRODUCT = JSON.stringify({
  product: { attributes: { instanceName: 'ml.m5.xlarge', platoinstancetype: 'Training' } },
  terms: { OnDemand: { a: { priceDimensions: { b: { pricePerUnit: { USD: '0.25' } } } } } },
});

type Training = Extract<RequestDocument, { kind: 'training-job' }>['request'];

function request(members: Partial<Training> = {}): RequestDocument {
  const channel = (uri: string) => ({
    ChannelName: 'train',
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: uri } },
  });
  const base = trainingRequest({
    TrainingJobName: 'preflight-job',
    RoleArn: ROLE,
    AlgorithmSpecification: { TrainingImage: IMAGE, TrainingInputMode: 'File' },
    InputDataConfig: [channel(`s3://${BUCKET}/train/`)],
    OutputDataConfig: { S3OutputPath: `s3://${BUCKET}/out/` },
  });
  return { kind: 'training-job', request: { ...base, ...members } };
}

async function check(document: RequestDocument, probeOutputs = false, using: AwsConnection = connection) {
  const told: PreflightItem[] = [];
  const tools = {
    connection: using,
    sagemaker: awsSageMaker(using),
    storage,
    probeOutputs,
    registryHost: ecr.registryHost,
  };
  const items = await preflight(planLaunch(document, DEFAULT_OVERLAY, '/'), tools, (it) => told.push(it), go);
  expect([...told].sort(byId)).toEqual([...items].sort(byId));
  return Object.fromEntries(items.map((it) => [it.id.replace(/\/.*/s, ''), it]));
}

function byId(a: PreflightItem, b: PreflightItem): number {
  return a.id < b.id ? -1 : 1;
}

describe('the checklist before a launch', () => {
  it('passes what is right, with the price, and says what can’t be known', async () => {
    const items = await check(request());
    const status = Object.fromEntries(Object.entries(items).map(([id, it]) => [id, it.status]));
    expect(status).toEqual({
      caller: 'passed',
      role: 'passed',
      'pass-role': 'unknown',
      image: 'passed',
      input: 'passed',
      output: 'unknown',
      quota: 'passed',
      name: 'passed',
      price: 'passed',
    });
    expect(items['price']?.detail).toContain('1 × ml.m5.xlarge: $0.250 an hour');
    expect(items['image']?.detail).toContain('linux/amd64');
  });

  it('finds what is wrong, each with what to do', async () => {
    const items = await check(
      request({
        RoleArn: 'arn:aws:iam::123456789012:role/preflight-other',
        AlgorithmSpecification: { TrainingImage: IMAGE.replace(':1', ':2'), TrainingInputMode: 'File' },
        InputDataConfig: [
          {
            ChannelName: 'train',
            DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${BUCKET}/nothing/` } },
          },
        ],
        OutputDataConfig: { S3OutputPath: 's3://no-such-bucket-here/out' },
        ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 2, VolumeSizeInGB: 1 },
      }),
    );
    for (const id of ['role', 'image', 'input', 'output', 'quota']) {
      expect(items[id], id).toMatchObject({ status: 'failed', remedy: expect.any(String) as string });
    }
    expect(items['quota']?.remedy).toContain('L-7');
    expect(items['output']?.detail).toMatch(/no bucket/);
  });

  it('knows a name that is taken', async () => {
    const document = request({ TrainingJobName: 'preflight-taken' });
    if (document.kind !== 'training-job') throw new Error('It is one.');
    await awsSageMaker(connection).createTrainingJob(document.request);
    expect((await check(document))['name']).toMatchObject({ status: 'failed' });
  });

  it('looks at an image that stays, although the overlay has another for it', async () => {
    const uri = IMAGE.replace(':1', ':2');
    const algorithm = { TrainingImage: uri, TrainingInputMode: 'File' } as const;
    const overlay = { ...DEFAULT_OVERLAY, images: { [uri]: 'churn:dev' } };
    const plan = planLaunch(request({ AlgorithmSpecification: algorithm }), overlay, '/');
    const status = async (keptImages: readonly string[]) => {
      const sagemaker = awsSageMaker(connection);
      const tools = { connection, sagemaker, storage, probeOutputs: false, registryHost: ecr.registryHost, keptImages };
      const items = await preflight(plan, tools, () => undefined, go);
      return items.find((it) => it.id.startsWith('image/'))?.status;
    };
    expect(await status([])).toBe('passed');
    expect(await status([uri])).toBe('failed');
  });

  it('tries to write only when it may, and leaves nothing there', async () => {
    expect((await check(request(), true))['output']).toMatchObject({ status: 'passed' });
    const { Contents = [] } = await connection.clients
      .s3()
      .send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'out/' }));
    expect(Contents).toEqual([]);
  });

  it('asks for prices and the code of a quota once', async () => {
    await check(request());
    const before = stub.asked.length;
    const items = await check(request());
    expect(stub.asked.slice(before)).toEqual(['GetServiceQuota']);
    expect(items['quota']?.detail).toContain('is 3');
    expect(items['price']?.status).toBe('passed');
  });

  it('does not take for wrong what the caller may not see', async () => {
    const denied = await startStub(() => ({ status: 400, error: 'AccessDeniedException' }));
    const other = connectWithPrices(denied.url);
    const items = await check(request(), false, other);
    expect(items['quota']?.status).toBe('unknown');
    expect(items['price']?.status).toBe('unknown');
    // Its login is moto’s, which this registry does not know.
    expect(items['image']?.status).toBe('unknown');
    other.close();
    await denied.stop();
  });

  it('ends when it is aborted', async () => {
    const stop = new AbortController();
    stop.abort();
    const tools = { connection, sagemaker: awsSageMaker(connection), storage, probeOutputs: true };
    const plan = planLaunch(request(), DEFAULT_OVERLAY, '/');
    await expect(preflight(plan, tools, () => undefined, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

it('lists the roles that trust SageMaker, and no others', async () => {
  const names: string[] = [];
  for await (const { name } of executionRoles(connection, go)) names.push(name);
  expect(names).toContain('preflight-training');
  expect(names).not.toContain('preflight-other');
});
