import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AwsConnection } from '../../engine/src/aws/connection';
import { download, filesToDownload } from '../../engine/src/aws/download';
import { connectTo } from './support/connect';

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
