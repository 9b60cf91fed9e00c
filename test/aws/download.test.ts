import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { saveCommand } from '../../cli/src/save-command';
import { awsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import type { AwsConnection } from '../../engine/src/aws/connection';
import { download, filesToDownload } from '../../engine/src/aws/download';
import { loginForImage } from '../../engine/src/aws/ecr-login';
import { connectTo } from './support/connect';
import { runCommand } from './support/run-command';
import { trainingRequest } from './support/training-request';

const BUCKET = 'downloads-of-tests';
const go = new AbortController().signal;
let connection: AwsConnection;
let home: string;

beforeAll(async () => {
  connection = connectTo('us-east-1');
  home = await fs.mkdtemp(join(tmpdir(), 'sm-aws-download-'));
  await connection.clients.s3().send(new CreateBucketCommand({ Bucket: BUCKET }));
  for (const [Key, Body] of Object.entries({
    'train/a.csv': '1\n',
    'train/deep/b.csv': '2\n',
    'training.csv': 'no',
    'm.tar.gz': 'model',
  })) {
    await connection.clients.s3().send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
  }
});
afterAll(async () => {
  connection.close();
  await fs.rm(home, { recursive: true });
});

it('what is below a prefix lies in the folder under the names that a container sees', async () => {
  const to = join(home, 'train');
  const files = await filesToDownload(connection, `s3://${BUCKET}/train/`, to, go);
  const told: number[] = [];
  await download(connection, files, ({ current }) => told.push(current), go);
  expect(await fs.readFile(join(to, 'a.csv'), 'utf8')).toBe('1\n');
  expect(await fs.readFile(join(to, 'deep', 'b.csv'), 'utf8')).toBe('2\n');
  expect((await fs.readdir(to)).toSorted()).toEqual(['a.csv', 'deep']);
  expect(told.at(-1)).toBe(4);
});

it('an object is the file itself', async () => {
  const to = join(home, 'm.tar.gz');
  await download(connection, await filesToDownload(connection, `s3://${BUCKET}/m.tar.gz`, to, go), () => undefined, go);
  expect(await fs.readFile(to, 'utf8')).toBe('model');
});

it('a key that leads out of the folder is refused', async () => {
  const Key = 'evil/../../a.csv';
  await connection.clients.s3().send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'x' }));
  const finding = filesToDownload(connection, `s3://${BUCKET}/evil/`, join(home, 'evil'), go);
  await expect(finding).rejects.toThrow(/no name that is safe/);
});

it('an abort leaves nothing half written', async () => {
  const to = join(home, 'aborted');
  const files = await filesToDownload(connection, `s3://${BUCKET}/train/`, to, go);
  const stop = new AbortController();
  const loading = download(
    connection,
    files,
    () => {
      stop.abort();
    },
    stop.signal,
  );
  await expect(loading).rejects.toThrow(/abort/i);
  const left = await fs.readdir(to, { recursive: true });
  expect(left.filter((name) => name.endsWith('.part'))).toEqual([]);
});

it('a saved request comes with its data, when that is wanted: it can run on this machine at once', async () => {
  const request = { ...trainingRequest(BUCKET, 'churn:1'), TrainingJobName: 'done' };
  await awsSageMaker(connection).createTrainingJob(request);
  const args = ['done', '--to', 'saved/', '--download', '--region', 'us-east-1'];
  const { code, err } = await runCommand(saveCommand, args, { cwd: home, env: {} });
  expect(code, err).toBe(0);
  expect(err).toContain(`Downloaded 2 files from s3://${BUCKET}/train/ to data/train.`);
  expect(await fs.readFile(join(home, 'saved/data/train/deep/b.csv'), 'utf8')).toBe('2\n');
});

it('an image of ECR is pulled with the login of a connection in its region, others are not', async () => {
  const image = (region: string) => `123456789012.dkr.ecr.${region}.amazonaws.com/churn:1`;
  expect(await loginForImage(connection, image('us-east-1'), go)).toMatchObject({
    serveraddress: '123456789012.dkr.ecr.us-east-1.amazonaws.com',
    username: 'AWS',
  });
  expect(await loginForImage(connection, image('eu-west-1'), go)).toBeUndefined();
  expect(await loginForImage(connection, 'python:3.12', go)).toBeUndefined();
});
