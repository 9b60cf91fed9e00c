import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import { trustPolicyText } from '../../../engine/src/aws/roles-policy';
import { startMoto } from '../../aws/support/moto';
import { startStub } from '../../aws/support/stub';
import type { Ended } from './example';

const EXAMPLES = resolve(import.meta.dirname, '../../../examples');
const REGION = 'us-west-2';
const BUCKET = 'scenarios-of-tests';
/** moto’s. */
const ACCOUNT = '123456789012';
const ROLE = 'SageMakerRole';

/** An account at an AWS-protocol server, with a bucket and a role, and a copy of an example that names them. */
export interface Account {
  readonly sagemaker: () => SageMakerClient;
  /** Runs a command of the example’s README, from a folder that has `examples/` as the repository does. */
  run(command: string): Promise<Ended>;
  /** The commands of the README that begin so. */
  commands(start: string): readonly string[];
  put(key: string, body: string): Promise<void>;
  get(key: string): Promise<Uint8Array>;
  keys(prefix: string): Promise<readonly string[]>;
}

/** Starts the server before the tests of this file, and ends it after them. */
export function useAccount(example: string): Account {
  let folder = '';
  let env: NodeJS.ProcessEnv = {};
  let stop: () => Promise<void> = () => Promise.resolve();
  let clients: { readonly s3: S3Client; readonly sagemaker: SageMakerClient } | undefined;

  const open = () => {
    if (clients === undefined) throw new Error('the account is not there yet');
    return clients;
  };

  beforeAll(async () => {
    const moto = await startMoto();
    const prices = await startStub((operation) => (operation === 'GetProducts' ? { PriceList: [] } : { Quotas: [] }));
    stop = async () => {
      moto.stop();
      await prices.stop();
    };
    folder = mkdtempSync(join(tmpdir(), 'smc-account-'));
    copyExample(example, join(folder, 'examples', example));
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    env = {
      ...process.env,
      SAGEMAKER_CONTAINERS_HOME: join(folder, 'home'),
      AWS_ENDPOINT_URL: moto.url,
      AWS_ENDPOINT_URL_PRICING: prices.url,
      AWS_ENDPOINT_URL_SERVICE_QUOTAS: prices.url,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_CONFIG_FILE: join(folder, 'no-config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'no-credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const settings = { region: REGION, endpoint: moto.url, credentials };
    clients = { s3: new S3Client({ ...settings, forcePathStyle: true }), sagemaker: new SageMakerClient(settings) };
    const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
    await clients.s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
    const iam = new IAMClient(settings);
    await iam.send(new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument: trustPolicyText() }));
    iam.destroy();
  });
  afterAll(async () => {
    clients?.s3.destroy();
    clients?.sagemaker.destroy();
    await stop();
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  return {
    sagemaker: () => open().sagemaker,
    run: (command) => {
      const [, , ...args] = command.replace(/\s+#.*$/, '').split(' ');
      return new Promise((done) => {
        const child = execFile(process.execPath, [inject('cli'), ...args], { cwd: folder, env }, (_error, out, err) => {
          done({ code: child.exitCode, out, err });
        });
      });
    },
    commands: (start) =>
      readFileSync(join(EXAMPLES, example, 'README.md'), 'utf8')
        .split('\n')
        .filter((line) => line.startsWith(start)),
    put: async (Key, Body) => {
      await open().s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
    },
    get: async (Key) => {
      const { Body } = await open().s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },
    keys: async (Prefix) => {
      const { Contents = [] } = await open().s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix }));
      return Contents.map(({ Key = '' }) => Key);
    },
  };
}

/** With the bucket and the account of the server, as its README asks people to put theirs. */
function copyExample(example: string, to: string): void {
  cpSync(join(EXAMPLES, example), to, { recursive: true });
  for (const name of readdirSync(to).filter((it) => it.endsWith('.json'))) {
    const text = readFileSync(join(to, name), 'utf8');
    writeFileSync(
      join(to, name),
      text.replaceAll('amzn-s3-demo-bucket', BUCKET).replaceAll('iam::111122223333:', `iam::${ACCOUNT}:`),
    );
  }
}
