import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { lazyS3Reader } from '../../../../engine/src/local/lazy-s3-reader';
import type { S3Reader } from '../../../../engine/src/local/s3-reader';

const go = new AbortController().signal;
const OBJECT = { bucket: 'b', key: 'train/a.csv', size: 3, etag: '"1"' };
const S3: S3Reader = {
  list: async function* () {
    yield await Promise.resolve(OBJECT);
  },
  open: () => Promise.resolve(Readable.from([Buffer.from('1,2')])),
};

async function keysOf(reader: S3Reader): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of reader.list('b', 'train/', go)) keys.push(key);
  return keys;
}

it('opens the connection with the first object, and once', async () => {
  let opened = 0;
  const reader = lazyS3Reader(() => {
    opened += 1;
    return Promise.resolve(S3);
  });
  expect(opened).toBe(0);
  expect(await keysOf(reader)).toEqual(['train/a.csv']);
  expect(await text(await reader.open(OBJECT, 0, go))).toBe('1,2');
  expect(opened).toBe(1);
});

it('tries again after a connection that could not be opened', async () => {
  let tries = 0;
  const reader = lazyS3Reader(() => {
    tries += 1;
    return tries === 1 ? Promise.reject(new Error('signed out')) : Promise.resolve(S3);
  });
  await expect(keysOf(reader)).rejects.toThrow('signed out');
  expect(await keysOf(reader)).toEqual(['train/a.csv']);
});
