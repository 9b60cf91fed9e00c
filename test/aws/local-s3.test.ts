import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { processCommand, trainCommand } from '../../cli/src/job-command';
import { serveCommand } from '../../cli/src/serve-command';
import type { Command, Terminal } from '../../cli/src/terminal';
import type { AwsConnection } from '../../engine/src/aws/connection';
import type { DockerEngine } from '../../engine/src/docker/engine';
import { TINY_IMAGE } from '../docker/support/tiny-image';
import { connectTo } from './support/connect';
import { dockerEngine, dockerHost } from './support/docker';
import { trainingRequest } from './support/training-request';

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

async function put(content: string | Buffer, key = 'train/part/a.csv'): Promise<void> {
  const object = { Bucket: BUCKET, Key: key, Body: content };
  await connection.clients.s3().send(new PutObjectCommand(object));
}

async function train(name: string, overlay: object, ...options: readonly string[]) {
  const request = {
    ...trainingRequest(BUCKET, TINY_IMAGE),
    TrainingJobName: name,
    AlgorithmSpecification: {
      TrainingImage: TINY_IMAGE,
      TrainingInputMode: 'File',
      ContainerEntrypoint: ['sh', '-c'],
      ContainerArguments: ['echo "read: $(cat /opt/ml/input/data/train/part/a.csv)"; echo m > /opt/ml/model/m'],
    },
  };
  await writeFile(join(home, `${name}.training-job.json`), JSON.stringify(request));
  await writeFile(join(home, `${name}.local.json`), JSON.stringify(overlay));
  return run(trainCommand, [`${name}.training-job.json`, ...options]);
}

/** Runs a command; it is interrupted once it has said `until`. */
async function run(command: Command, args: readonly string[], until?: string) {
  const said: string[] = [];
  const interruption = new AbortController();
  const say = (text: string) => {
    said.push(text);
    if (until !== undefined && said.join('').includes(until)) interruption.abort();
  };
  const terminal: Terminal = {
    cwd: home,
    colour: false,
    interactive: false,
    version: '0',
    env: { SAGEMAKER_CONTAINERS_HOME: join(home, 'kept'), AWS_PROFILE: 'p' },
    today: () => '2026-01-01',
    readInput: () => '',
    readInputBytes: () => new Uint8Array(),
    write: say,
    writeBytes: () => undefined,
    warn: say,
    interruption: () => interruption.signal,
  };
  let code = -1;
  try {
    code = await command(args, terminal);
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

it('processes data in S3 with --profile', async () => {
  await put('to process', 'raw/a.csv');
  const input = { LocalPath: '/opt/ml/processing/input', S3DataType: 'S3Prefix', S3InputMode: 'File' };
  const request = {
    ProcessingJobName: 'processed',
    RoleArn: 'arn:aws:iam::123456789012:role/role',
    AppSpecification: {
      ImageUri: TINY_IMAGE,
      ContainerEntrypoint: ['sh', '-c'],
      ContainerArguments: ['echo "read: $(cat /opt/ml/processing/input/a.csv)"'],
    },
    ProcessingInputs: [{ InputName: 'raw', S3Input: { ...input, S3Uri: `s3://${BUCKET}/raw/` } }],
    ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 1 } },
  };
  await writeFile(join(home, 'processed.processing-job.json'), JSON.stringify(request));
  const { code, said } = await run(processCommand, ['processed.processing-job.json', '--profile', 'p']);
  expect(said).toContain('read: to process');
  expect(code).toBe(0);
});

it('serves a model in S3 with --profile', async () => {
  await writeFile(join(home, 'model.json'), '{}');
  await put(execFileSync('tar', ['-cz', '-C', home, 'model.json']), 'model.tar.gz');
  const container = { Image: TINY_IMAGE, ModelDataUrl: `s3://${BUCKET}/model.tar.gz` };
  const variant = { VariantName: 'All', ModelName: 'served', InitialInstanceCount: 1, InstanceType: 'ml.m5.large' };
  const request = {
    Model: {
      ModelName: 'served',
      PrimaryContainer: container,
      ExecutionRoleArn: 'arn:aws:iam::123456789012:role/role',
    },
    EndpointConfig: { EndpointConfigName: 'served', ProductionVariants: [variant] },
    Endpoint: { EndpointName: 'served', EndpointConfigName: 'served' },
  };
  await writeFile(join(home, 'served.endpoint.json'), JSON.stringify(request));
  // The tiny server is healthy only with its model.
  const { code, said } = await run(serveCommand, ['served.endpoint.json', '--profile', 'p'], 'InService');
  expect(said).toContain('served: InService');
  expect(code).toBe(0);
});
