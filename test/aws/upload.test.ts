import {
  CreateBucketCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwsConnection } from '../../engine/src/aws/connection';
import { AwsS3Reader } from '../../engine/src/aws/s3-reader';
import { upload } from '../../engine/src/aws/upload';
import type { UploadProgress } from '../../engine/src/aws/upload';
import { connectTo } from './support/connect';

const BUCKET = 'uploads-of-tests';
const go = new AbortController().signal;
let connection: AwsConnection;
let home: string;

beforeAll(async () => {
  connection = connectTo('eu-west-1');
  home = await mkdtemp(join(tmpdir(), 'sm-aws-upload-'));
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
  await connection.clients.s3().send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
});
afterAll(async () => {
  connection.close();
  await rm(home, { recursive: true });
});

async function folder(name: string, files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  for (const [file, content] of Object.entries(files)) {
    const path = join(home, name, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return join(home, name);
}

function send(from: string, to: string, signal: AbortSignal = go, onProgress = (_: UploadProgress): void => undefined) {
  return upload(connection, { from, to: `s3://${BUCKET}/${to}`, as: 'prefix' }, onProgress, signal);
}

async function content(key: string): Promise<Buffer> {
  const reader = new AwsS3Reader(connection);
  for await (const object of reader.list(BUCKET, key, go)) {
    if (object.key === key) return buffer(await reader.open(object, 0, go));
  }
  throw new Error(`${key} is not in S3.`);
}

describe('an upload', () => {
  it('sends a folder, and then only what was changed', async () => {
    const from = await folder('data', { 'a.csv': '1,2\n', 'deep/b.csv': '3,4\n', 'empty.csv': '' });
    const told: UploadProgress[] = [];
    const first = await send(from, 'train/', go, (it) => told.push(it));
    expect(first).toMatchObject({ sent: 3, skipped: 0, others: [] });
    expect(told.at(-1)).toEqual({ current: 8, total: 8, filesDone: 3, files: 3 });
    expect((await content('train/deep/b.csv')).toString()).toBe('3,4\n');
    expect(await send(from, 'train/')).toMatchObject({ sent: 0, skipped: 3 });
    // Of the same size.
    await writeFile(join(from, 'a.csv'), '9,9\n');
    expect(await send(from, 'train/')).toMatchObject({ sent: 1, skipped: 2 });
    expect((await content('train/a.csv')).toString()).toBe('9,9\n');
  });

  it('sends what somebody else put there again: only our own checksum is trusted', async () => {
    const from = await folder('own', { 'a.csv': 'ours' });
    await connection.clients.s3().send(new PutObjectCommand({ Bucket: BUCKET, Key: 'own/a.csv', Body: 'xxxx' }));
    expect(await send(from, 'own/')).toMatchObject({ sent: 1, skipped: 0 });
    expect((await content('own/a.csv')).toString()).toBe('ours');
  });

  it('names what else the job would read, and leaves it there', async () => {
    const from = await folder('some', { 'a.csv': 'a' });
    await connection.clients.s3().send(new PutObjectCommand({ Bucket: BUCKET, Key: 'some/old.csv', Body: 'old' }));
    expect((await send(from, 'some/')).others).toEqual(['some/old.csv']);
    expect((await content('some/old.csv')).toString()).toBe('old');
  });

  it('sends a large file in parts, byte by byte the same, and knows it again', async () => {
    const bytes = randomBytes(20 * 1024 * 1024 + 7);
    const from = await folder('large', { 'model.bin': bytes });
    const told: number[] = [];
    expect(await send(from, 'large/', go, ({ current }) => told.push(current))).toMatchObject({ sent: 1 });
    expect((await content('large/model.bin')).equals(bytes)).toBe(true);
    expect(told.some((it) => it > 0 && it < bytes.length)).toBe(true);
    const { ETag } = await connection.clients
      .s3()
      .send(new GetObjectCommand({ Bucket: BUCKET, Key: 'large/model.bin', Range: 'bytes=0-0' }));
    expect(ETag).toMatch(/-3"$/);
    expect(await send(from, 'large/')).toMatchObject({ sent: 0, skipped: 1 });
  });

  it('leaves nothing half sent when it is aborted', async () => {
    const from = await folder('aborted', { 'model.bin': randomBytes(40 * 1024 * 1024) });
    const stop = new AbortController();
    const sending = send(from, 'aborted/', stop.signal, ({ current }) => {
      if (current > 0) stop.abort();
    });
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
    const { Uploads = [] } = await connection.clients.s3().send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
    expect(Uploads).toEqual([]);
    await expect(content('aborted/model.bin')).rejects.toThrow(/not in S3/);
  });

  it('says that there is no bucket', async () => {
    const from = await folder('lost', { 'a.csv': 'a' });
    const sending = upload(connection, { from, to: 's3://no-such-bucket/x/', as: 'prefix' }, () => undefined, go);
    await expect(sending).rejects.toMatchObject({ name: 'NoSuchBucket', remedy: expect.any(String) as string });
  });
});

describe('reading S3', () => {
  it('lists more than a page, in order', async () => {
    const few = connectTo('eu-west-1');
    few.clients.s3().middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.input, { MaxKeys: 2 });
        return next(args);
      },
      { step: 'initialize' },
    );
    const keys = ['many/a', 'many/b', 'many/c', 'many/d', 'many/e'];
    for (const Key of [...keys].reverse()) {
      await connection.clients.s3().send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'x' }));
    }
    const listed: string[] = [];
    for await (const { key } of new AwsS3Reader(few).list(BUCKET, 'many/', go)) listed.push(key);
    expect(listed).toEqual(keys);
    few.close();
  });

  it('goes on where a download was broken off, but not with another version', async () => {
    const s3 = connection.clients.s3();
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'versions/a', Body: 'abcdef' }));
    const reader = new AwsS3Reader(connection);
    const object = await first(reader.list(BUCKET, 'versions/a', go));
    expect((await buffer(await reader.open(object, 4, go))).toString()).toBe('ef');
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'versions/a', Body: 'ABCDEF' }));
    await expect(reader.open(object, 4, go)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });
});

async function first<T>(all: AsyncIterable<T>): Promise<T> {
  for await (const one of all) return one;
  throw new Error('There should be one.');
}
