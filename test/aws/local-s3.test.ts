import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { trainCommand } from '../../cli/src/job-command';
import type { Terminal } from '../../cli/src/terminal';
import type { AwsConnection } from '../../engine/src/aws/connection';
import type { DockerEngine } from '../../engine/src/docker/engine';
import { TINY_IMAGE } from '../docker/support/tiny-image';
import { connectTo } from './support/connect';
import { dockerEngine, dockerHost } from './support/docker';

const REGION = 'eu-south-1';
const BUCKET = 'local-runs-of-tests';

let connection: AwsConnection;
let engine: DockerEngine;
let home: string;

beforeAll(async () => {
  process.env['DOCKER_HOST'] = dockerHost();
  engine = await dockerEngine();
  connection = connectTo(REGION);
  home = await mkdtemp(join(tmpdir(), 'sm-local-s3-'));
  const configFile = join(home, 'config');
  await writeFile(configFile, `[profile p]\nregion = ${REGION}\naws_access_key_id = a\naws_secret_access_key = b\n`);
  process.env['AWS_CONFIG_FILE'] = configFile;
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await connection.clients.s3().send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  await put('first');
});
afterAll(async () => {
  connection.close();
  engine.close();
  await rm(home, { recursive: true });
});

async function put(content: string): Promise<void> {
  const object = { Bucket: BUCKET, Key: 'train/part/a.csv', Body: content };
  await connection.clients.s3().send(new PutObjectCommand(object));
}

async function train(name: string, overlay: object, ...options: readonly string[]) {
  const request = {
    TrainingJobName: name,
    RoleArn: 'arn:aws:iam::123456789012:role/role',
    AlgorithmSpecification: {
      TrainingImage: TINY_IMAGE,
      TrainingInputMode: 'File',
      ContainerEntrypoint: ['sh', '-c'],
      ContainerArguments: ['echo "read: $(cat /opt/ml/input/data/train/part/a.csv)"; echo m > /opt/ml/model/m'],
    },
    InputDataConfig: [
      {
        ChannelName: 'train',
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${BUCKET}/train/` } },
      },
    ],
    OutputDataConfig: { S3OutputPath: `s3://${BUCKET}/out/` },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
  };
  await writeFile(join(home, `${name}.training-job.json`), JSON.stringify(request));
  await writeFile(join(home, `${name}.local.json`), JSON.stringify(overlay));
  const said: string[] = [];
  const terminal: Terminal = {
    cwd: home,
    colour: false,
    interactive: false,
    version: '0',
    env: { SAGEMAKER_CONTAINERS_HOME: join(home, 'kept'), AWS_PROFILE: 'p' },
    today: () => '2026-01-01',
    readInput: () => '',
    readInputBytes: () => new Uint8Array(),
    write: (text) => said.push(text),
    writeBytes: () => undefined,
    warn: (text) => said.push(text),
    interruption: () => new AbortController().signal,
  };
  let code = -1;
  try {
    code = await trainCommand([`${name}.training-job.json`, ...options], terminal);
  } catch (error) {
    said.push(String(error));
  }
  return { code, said: said.join('') };
}

const cached = () => readdir(join(home, 'kept', 's3-cache'));

it('refuses data that only S3 has when no connection is named, and says how to name one', async () => {
  const { code, said } = await train('unnamed', {});
  expect(code).toBe(-1);
  expect(said).toContain('--profile <name>');
});

it('trains on a channel in S3 with --profile, and reads the same object from disk the next time', async () => {
  const first = await train('first', {}, '--profile', 'p');
  expect(first.said).toContain('read: first');
  expect(first.code).toBe(0);
  const [file = '', ...others] = await cached();
  expect(others).toEqual([]);
  expect(await readFile(join(home, 'kept', 's3-cache', file), 'utf8')).toBe('first');
  // Were it read from S3 again, it would say what is there.
  await writeFile(join(home, 'kept', 's3-cache', file), 'FIRST');
  expect((await train('again', {}, '--profile', 'p')).said).toContain('read: FIRST');
});

it('reads an object anew once it has changed; the overlay can name the connection as well', async () => {
  await put('second');
  const { code, said } = await train('second', { credentials: 'profile' });
  expect(said).toContain('read: second');
  expect(code).toBe(0);
});
