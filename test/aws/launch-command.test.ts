import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployCommand } from '../../cli/src/deploy-command';
import { launchCommand } from '../../cli/src/launch-command';
import { pushCommand } from '../../cli/src/push-command';
import type { Command, Terminal } from '../../cli/src/terminal';
import { UsageError } from '../../cli/src/usage';
import { awsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import type { AwsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import type { AwsConnection } from '../../engine/src/aws/connection';
import { trustPolicyText } from '../../engine/src/aws/roles-policy';
import { AwsS3Reader } from '../../engine/src/aws/s3-reader';
import { thisOwner } from '../../engine/src/docker/owner';
import { newState } from '../../engine/src/local/state';
import { Store } from '../../engine/src/local/store';
import { TINY_IMAGE } from '../docker/support/tiny-image';
import { connectTo } from './support/connect';
import { dockerEngine, dockerHost } from './support/docker';
import { startHttpSageMaker } from './support/http-sagemaker';
import { startStub } from './support/stub';
import { trainingRequest } from './support/training-request';

const REGION = 'eu-north-1';
const BUCKET = 'commands-of-tests';
const ROLE = 'arn:aws:iam::123456789012:role/commands';
const go = new AbortController().signal;

let connection: AwsConnection;
let sagemaker: AwsSageMaker;
let home: string;
let stub: Awaited<ReturnType<typeof startStub>>;

/** An image of a private registry: that can’t be looked at from here, so no test asks one of AWS’s. */
const training = (name: string, members: object = {}) => ({
  ...trainingRequest(BUCKET, 'registry.local/churn:1'),
  TrainingJobName: name,
  RoleArn: ROLE,
  AlgorithmSpecification: {
    TrainingImage: 'registry.local/churn:1',
    TrainingInputMode: 'File',
    TrainingImageConfig: { TrainingRepositoryAccessMode: 'Vpc' },
  },
  VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] },
  ...members,
});

beforeAll(async () => {
  stub = await startStub((operation) =>
    operation === 'GetProducts'
      ? {
          PriceList: [
            JSON.stringify({
              product: { attributes: { platoinstancetype: 'Training' } },
              terms: { OnDemand: { a: { priceDimensions: { b: { pricePerUnit: { USD: '0.115' } } } } } },
            }),
          ],
        }
      : { Quotas: [] },
  );
  Object.assign(process.env, { AWS_ENDPOINT_URL_PRICING: stub.url, AWS_ENDPOINT_URL_SERVICE_QUOTAS: stub.url });
  connection = connectTo(REGION);
  sagemaker = awsSageMaker(connection);
  home = await mkdtemp(join(tmpdir(), 'sm-aws-command-'));
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await connection.clients.s3().send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  const role = { RoleName: 'commands', AssumeRolePolicyDocument: trustPolicyText() };
  await connection.clients.iam().send(new CreateRoleCommand(role));
  await mkdir(join(home, 'data'));
  await writeFile(join(home, 'data', 'a.csv'), '1\n');
  await write('one.training-job.json', training('one'));
  await write('one.local.json', { s3: { [`s3://${BUCKET}/train/`]: 'data' } });
  await write('two.training-job.json', training('two', { RoleArn: `${ROLE}-lost` }));
});
afterAll(async () => {
  connection.close();
  await stub.stop();
  await rm(home, { recursive: true });
});

async function write(name: string, content: object): Promise<void> {
  await writeFile(join(home, name), JSON.stringify(content));
}

async function run(command: Command, ...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    cwd: home,
    colour: false,
    interactive: false,
    version: '0',
    env: { AWS_REGION: REGION, SAGEMAKER_CONTAINERS_HOME: join(home, 'kept') },
    today: () => '2026-01-01',
    readInput: () => '',
    readInputBytes: () => new Uint8Array(),
    write: (text) => out.push(text),
    writeBytes: () => undefined,
    warn: (text) => err.push(text),
    interruption: () => go,
  };
  const code = await command(args, terminal);
  return { code, out: out.join(''), err: err.join('') };
}

async function jobs(): Promise<readonly string[]> {
  const { TrainingJobSummaries = [] } = await sagemaker.listTrainingJobs();
  return TrainingJobSummaries.map((it) => it.TrainingJobName ?? '');
}

describe('launch', () => {
  it('shows what it would do, and does nothing, with --dry-run', async () => {
    const { code, out, err } = await run(launchCommand, 'one.training-job.json', '--dry-run');
    expect(code, err).toBe(0);
    expect(out).toBe('');
    expect(err).toContain(`upload  ${join(home, 'data')} to s3://${BUCKET}/train/`);
    expect(err).toContain('create  training job one');
    expect(err).toContain('$0.115 an hour');
    expect(await jobs()).toEqual([]);
  });

  it('does nothing where nobody can be asked, unless it is told --yes', async () => {
    const asking = run(launchCommand, 'one.training-job.json');
    await expect(asking).rejects.toThrow(UsageError);
    await expect(asking).rejects.toThrow(/account 123456789012, eu-north-1\?.*\$0\.115 an hour.*--yes/);
    expect(await jobs()).toEqual([]);
    const { code, out, err } = await run(launchCommand, 'one.training-job.json', '--yes');
    expect(code, err).toBe(0);
    expect(out).toBe(`arn:aws:sagemaker:${REGION}:123456789012:training-job/one\n`);
    expect(err).toContain('Uploaded 1 files');
    expect(await jobs()).toEqual(['one']);
    const keys: string[] = [];
    for await (const { key } of new AwsS3Reader(connection).list(BUCKET, '', go)) keys.push(key);
    expect(keys).toEqual(['train/a.csv']);
  });

  it('launches nothing when something has failed beforehand, --yes or not', async () => {
    const { code, err } = await run(launchCommand, 'two.training-job.json', '--yes');
    expect(code).toBe(1);
    expect(err).toMatch(/failed {2}Role: There is no role/);
    expect(err).toContain('aws iam create-role --role-name commands-lost');
    expect(err).toContain(`"arn:aws:s3:::${BUCKET}/train/*"`);
    expect(err).toContain('Nothing was launched');
    expect(await jobs()).toEqual(['one']);
  });

  it('says how an image gets to ECR that is not there yet, and with --push sends it under its own name', async () => {
    const here = { AlgorithmSpecification: { TrainingImage: 'churn:1', TrainingInputMode: 'File' } };
    await write('three.training-job.json', training('three', here));
    await write('three.local.json', { s3: { [`s3://${BUCKET}/train/`]: 'data' } });
    const asking = run(launchCommand, 'three.training-job.json', '--yes');
    await expect(asking).rejects.toThrow(/churn:1 is not in ECR.*--push sends it as churn:1/);
    const { code, err } = await run(launchCommand, 'three.training-job.json', '--push', '--dry-run');
    expect(code, err).toBe(0);
    expect(err).toContain('push    churn:1 for churn:1');
    expect(err).toContain('ok      Image: “churn:1” is pushed with the launch.');
  });

  it('pushes what the overlay has for an image of ECR, unless the images are kept', async () => {
    const uri = `123456789012.dkr.ecr.${REGION}.amazonaws.com/churn:1`;
    const inEcr = { AlgorithmSpecification: { TrainingImage: uri, TrainingInputMode: 'File' } };
    await write('four.training-job.json', training('four', inEcr));
    await write('four.local.json', { images: { [uri]: 'churn:dev' }, s3: { [`s3://${BUCKET}/train/`]: 'data' } });
    const pushed = await run(launchCommand, 'four.training-job.json', '--dry-run');
    expect(pushed.err).toContain(`push    churn:dev for ${uri}`);
    const kept = await run(launchCommand, 'four.training-job.json', '--keep-images', '--dry-run');
    expect(kept.err).toContain(`keep    ${uri}`);
    expect(kept.err).not.toContain('push    ');
  });

  it('takes a request document', async () => {
    await expect(run(launchCommand, 'python:3.12')).rejects.toThrow(/takes a request document/);
  });
});

describe('deploy', () => {
  it('wants one source of the model', async () => {
    await expect(run(deployCommand, 'live')).rejects.toThrow(/--from-job/);
    await expect(run(deployCommand, 'live', '--model', 'model.tar.gz', '--to', 'b/m')).rejects.toThrow(/--to s3:/);
    const both = run(deployCommand, 'live', '--model', 's3://b/m.tar.gz', '--from-job', 'one');
    await expect(both).rejects.toThrow(/--from-job/);
  });

  it('takes a Dockerfile for what serves: it is built and pushed with the launch, the model is sent elsewhere', async () => {
    await writeFile(join(home, 'Dockerfile'), 'FROM scratch\n');
    await writeFile(join(home, 'model.tar.gz'), 'an archive');
    const to = `s3://${BUCKET}/models/model.tar.gz`;
    const args = ['Live', '--model', 'model.tar.gz', '--to', to, '--image', 'Dockerfile', '--role', ROLE, '--push'];
    const { code, err } = await run(deployCommand, ...args, '--dry-run');
    expect(code, err).toBe(0);
    expect(err).toContain(`push    ${join(home, 'Dockerfile')} for live:latest`);
    expect(err).toContain(`upload  ${join(home, 'model.tar.gz')} to ${to}`);
    expect(err).toContain('ok      Image: “live:latest” is pushed with the launch.');
  });

  it('is checked as a launch is: this job has left no artefact in S3', async () => {
    const { code, err } = await run(deployCommand, 'live', '--from-job', 'one', '--yes');
    expect(code).toBe(1);
    expect(err).toContain('create  endpoint live');
    expect(err).toMatch(/unknown Image: .*comes from a registry within a VPC/);
    expect(err).toMatch(/failed {2}Input: There is no object/);
    await expect(sagemaker.describeEndpoint('live')).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('deploy of what a job of this machine left', () => {
  const trained = async (name: string, status: 'Completed' | 'Failed') => {
    const arn = `arn:aws:sagemaker:${REGION}:000000000000:training-job/${name}`;
    const begun = newState('training-job', name, arn, status, await thisOwner('test'), new Date());
    const state = { ...begun, artefacts: { 'model.tar.gz': join(home, 'model.tar.gz') } };
    await writeFile(join(home, 'model.tar.gz'), 'an archive');
    await new Store(join(home, 'kept')).create(state, { 'request.json': training(name), 'plan.json': {} });
  };

  it('uploads its archive to the account’s bucket, with the image and role of the job', async () => {
    await trained('here', 'Completed');
    const { code, err } = await run(deployCommand, 'live', '--from-local-job', 'here', '--dry-run');
    expect(err).toContain(
      `upload  ${join(home, 'model.tar.gz')} to s3://sagemaker-${REGION}-123456789012/live/model.tar.gz`,
    );
    expect(err).toContain('create  endpoint live');
    expect(err).toContain(`ok      Role: “${ROLE}” trusts SageMaker`);
    expect(err).toMatch(/failed {2}Bucket: There is no bucket sagemaker-eu-north-1-123456789012.*--create-bucket/);
    expect(code).toBe(0);
  });

  it('creates the account’s bucket when it is told to, and the endpoint has the registry of the job', async () => {
    const { code, err } = await run(deployCommand, 'live', '--from-local-job', 'here', '--create-bucket', '--yes');
    expect(code, err).toBe(0);
    expect(err).toContain(`ok      Bucket: The bucket sagemaker-${REGION}-123456789012 is created with the launch`);
    const { PrimaryContainer, VpcConfig } = await sagemaker.describeModel('live');
    expect(PrimaryContainer?.ImageConfig).toEqual({ RepositoryAccessMode: 'Vpc' });
    expect(VpcConfig).toEqual({ SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] });
    const keys: string[] = [];
    const reader = new AwsS3Reader(connection);
    for await (const { key } of reader.list(`sagemaker-${REGION}-123456789012`, '', go)) keys.push(key);
    expect(keys).toEqual(['live/model.tar.gz']);
  });

  it('updates the endpoint that is there when it is told to: its old model and configuration stay', async () => {
    // moto has no UpdateEndpoint.
    const http = await startHttpSageMaker();
    process.env['AWS_ENDPOINT_URL_SAGEMAKER'] = http.url;
    const deploy = (...more: readonly string[]) =>
      run(deployCommand, 'on', '--from-local-job', 'here', ...more, '--yes');
    try {
      const early = await deploy('--update');
      expect(early.code).toBe(1);
      expect(early.err).toContain('There is no endpoint “on” to update.');
      expect((await deploy()).code).toBe(0);
      const again = await deploy();
      expect(again.code).toBe(1);
      expect(again.err).toMatch(/failed {2}Name: There is already an endpoint “on”.*With --update/);
      const { code, err } = await deploy('--update');
      expect(code, err).toBe(0);
      expect(err).toContain('update  endpoint on');
      expect(err).toContain('Updating the endpoint on.');
      const { EndpointConfigName = '' } = await http.memory.describeEndpoint('on');
      expect(EndpointConfigName).toMatch(/^on-\d{14}$/);
      const { ProductionVariants } = await http.memory.describeEndpointConfig(EndpointConfigName);
      expect(ProductionVariants?.[0]?.ModelName).toBe(EndpointConfigName);
      expect((await http.memory.describeModel('on')).ModelName).toBe('on');
    } finally {
      delete process.env['AWS_ENDPOINT_URL_SAGEMAKER'];
      await http.stop();
    }
  });

  it('goes where --to says, and not when the job has left no model', async () => {
    const { err } = await run(
      deployCommand,
      'live',
      '--from-local-job',
      'here',
      '--to',
      's3://b/m.tar.gz',
      '--dry-run',
    );
    expect(err).toContain('to s3://b/m.tar.gz');
    await trained('broken', 'Failed');
    await expect(run(deployCommand, 'live', '--from-local-job', 'broken', '--yes')).rejects.toThrow(/left no model/);
    const both = run(deployCommand, 'live', '--from-local-job', 'here', '--from-job', 'one');
    await expect(both).rejects.toThrow(UsageError);
  });
});

describe('push', () => {
  it('shows what it would do with --dry-run, and refuses what the hosts can’t run', async () => {
    (await dockerEngine()).close();
    process.env['DOCKER_HOST'] = dockerHost();
    const fine = await run(pushCommand, TINY_IMAGE, '--to', 'sagemaker-command:1', '--dry-run');
    expect(fine.code, fine.err).toBe(0);
    expect(fine.err).toContain('The repository sagemaker-command is created.');
    const wrong = ['--to', 'sagemaker-command:1', '--platform', 'linux/arm64', '--yes'];
    const refused = await run(pushCommand, TINY_IMAGE, ...wrong);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('exec format error');
    await expect(run(pushCommand, TINY_IMAGE)).rejects.toThrow(/--to/);
    await expect(run(pushCommand, TINY_IMAGE, '--to', 'a:1', '--for', 'fun')).rejects.toThrow(/--for/);
  });
});
