import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { trainCommand } from '../../cli/src/job-command';
import { launchCommand } from '../../cli/src/launch-command';
import { logsCommand } from '../../cli/src/logs-command';
import { saveCommand } from '../../cli/src/save-command';
import type { Command } from '../../cli/src/terminal';
import type { AwsConnection } from '../../engine/src/aws/connection';
import { trustPolicyText } from '../../engine/src/aws/roles-policy';
import { awsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import type { DockerEngine } from '../../engine/src/docker/engine';
import { readRequestFile } from '../../engine/src/session/read-request-file';
import { createFrom } from '../../engine/src/session/create';
import { TINY_IMAGE } from '../docker/support/tiny-image';
import { connectTo, motoEnvironment } from './support/connect';
import { dockerEngine, dockerHost } from './support/docker';
import { startHttpSageMaker } from './support/http-sagemaker';
import { runCommand } from './support/run-command';
import { startStub } from './support/stub';

const REGION = 'eu-west-1';
const BUCKET = 'same-document-of-tests';
/** Of a private registry that nobody asks: the image of that name is on this machine, and AWS would pull its own. */
const IMAGE = 'registry.same-document.test/tiny';
const FILE = 'same.training-job.json';
const AT_AWS = ['--region', REGION];

const DOCUMENT = {
  TrainingJobName: 'same',
  RoleArn: 'arn:aws:iam::123456789012:role/same',
  AlgorithmSpecification: {
    TrainingImage: `${IMAGE}:1`,
    TrainingInputMode: 'File',
    ContainerEntrypoint: ['sh', '-c'],
    ContainerArguments: ['cat /opt/ml/input/data/train/a.csv; echo m > /opt/ml/model/m'],
    TrainingImageConfig: { TrainingRepositoryAccessMode: 'Vpc' },
  },
  HyperParameters: { epochs: '10' },
  InputDataConfig: [
    {
      ChannelName: 'train',
      ContentType: 'text/csv',
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${BUCKET}/train/` } },
    },
  ],
  OutputDataConfig: { S3OutputPath: `s3://${BUCKET}/out/` },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
  StoppingCondition: { MaxRuntimeInSeconds: 60 },
  VpcConfig: { SecurityGroupIds: ['sg-12345678'], Subnets: ['subnet-12345678'] },
};

let connection: AwsConnection;
let engine: DockerEngine;
let prices: Awaited<ReturnType<typeof startStub>>;
let home: string;

beforeAll(async () => {
  process.env['DOCKER_HOST'] = dockerHost();
  engine = await dockerEngine();
  await engine.images.tag(TINY_IMAGE, IMAGE, '1');
  const product = {
    product: { attributes: { platoinstancetype: 'Training' } },
    terms: { OnDemand: { a: { priceDimensions: { b: { pricePerUnit: { USD: '0.115' } } } } } },
  };
  prices = await startStub((operation) =>
    operation === 'GetProducts' ? { PriceList: [JSON.stringify(product)] } : { Quotas: [] },
  );
  Object.assign(process.env, { AWS_ENDPOINT_URL_PRICING: prices.url, AWS_ENDPOINT_URL_SERVICE_QUOTAS: prices.url });
  connection = connectTo(REGION);
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await connection.clients.s3().send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  const role = { RoleName: 'same', AssumeRolePolicyDocument: trustPolicyText() };
  await connection.clients.iam().send(new CreateRoleCommand(role));
  home = await mkdtemp(join(tmpdir(), 'sm-same-document-'));
  await mkdir(join(home, 'data'));
  await writeFile(join(home, 'data', 'a.csv'), '1,2\n');
  await writeFile(join(home, FILE), JSON.stringify(DOCUMENT));
  await writeFile(join(home, 'same.local.json'), JSON.stringify({ s3: { [`s3://${BUCKET}/train/`]: 'data' } }));
});
afterAll(async () => {
  for (const name of ['PRICING', 'SERVICE_QUOTAS']) Reflect.deleteProperty(process.env, `AWS_ENDPOINT_URL_${name}`);
  connection.close();
  await prices.stop();
  await engine.images.remove(`${IMAGE}:1`);
  engine.close();
  await rm(home, { recursive: true });
});

const run = (command: Command, ...args: readonly string[]) =>
  runCommand(command, args, { cwd: home, env: { SAGEMAKER_CONTAINERS_HOME: join(home, 'kept') } });

async function saved(folder: string, ...where: readonly string[]): Promise<object> {
  const { out } = await run(saveCommand, 'same', '--to', `${folder}/`, ...where);
  const [file = ''] = out.split('\n');
  return Object(JSON.parse(await readFile(file, 'utf8'))) as object;
}

it('one document trains here and at AWS, and comes back the same from both', async () => {
  const trained = await run(trainCommand, FILE);
  expect(trained, trained.err).toMatchObject({ code: 0, out: '1,2\n' });
  expect(await saved('from-here')).toEqual(DOCUMENT);

  const launched = await run(launchCommand, FILE, '--yes', ...AT_AWS);
  expect(launched, launched.err).toMatchObject({
    code: 0,
    out: `arn:aws:sagemaker:${REGION}:123456789012:training-job/same\n`,
  });
  // moto makes metrics of its own.
  const { AlgorithmSpecification, ...others } = DOCUMENT;
  expect(await saved('from-moto', ...AT_AWS)).toMatchObject({ ...others, AlgorithmSpecification });
});

it('what is saved at AWS trains here unchanged, and asks the same of AWS again', async () => {
  const server = await startHttpSageMaker({
    run: ({ log }) => {
      log('from AWS');
      return Promise.resolve(undefined);
    },
  });
  Object.assign(process.env, motoEnvironment(server.url));
  const there = connectTo(REGION, server.url);
  try {
    const { document } = readRequestFile(join(home, FILE));
    if (document === undefined) throw new Error('no document');
    await createFrom(awsSageMaker(there), document, new AbortController().signal);
    expect((await run(logsCommand, 'same', '--follow', ...AT_AWS)).out).toBe('from AWS\n');
    expect(await saved('from-aws', ...AT_AWS)).toEqual(DOCUMENT);
  } finally {
    there.close();
    await server.stop();
  }
  // The overlay that was saved names a folder for the channel: this is the data in it.
  await mkdir(join(home, 'from-aws', 'data', 'train'), { recursive: true });
  await writeFile(join(home, 'from-aws', 'data', 'train', 'a.csv'), '3,4\n');
  const again = await run(trainCommand, join('from-aws', FILE), '--replace');
  expect(again, again.err).toMatchObject({ code: 0, out: '3,4\n' });
});
