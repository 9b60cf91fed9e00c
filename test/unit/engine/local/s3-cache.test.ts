import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { S3Cache } from '../../../../engine/src/local/s3-cache';
import type { S3Object } from '../../../../engine/src/local/s3-reader';
import { S3Store } from '../../../../engine/src/local/s3-store';
import { MemoryS3 } from './memory-s3';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

const SIGNAL = new AbortController().signal;

function subject(contents: Record<string, string>, limit?: number) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-s3-'));
  folders.push(folder);
  const s3 = new MemoryS3(contents);
  const another = () => new S3Cache(folder, s3, limit);
  const cache = another();
  const object = async (key: string): Promise<S3Object> => new S3Store(s3, cache).find(`s3://b/${key}`, SIGNAL);
  return { folder, s3, cache, another, object };
}

it('downloads an object once, for all windows, and anew when it has changed', async () => {
  const { s3, cache, another, object } = subject({ 'b/a': 'one' });
  const found = await object('a');
  const paths = await Promise.all([cache.fetch(found, SIGNAL), cache.fetch(found, SIGNAL)]);
  expect(new Set(paths).size).toBe(1);
  expect(fs.readFileSync(await another().fetch(found, SIGNAL), 'utf8')).toBe('one');
  expect(s3.opened).toEqual(['b/a']);
  s3.contents['b/a'] = 'two';
  expect(fs.readFileSync(await cache.fetch(await object('a'), SIGNAL), 'utf8')).toBe('two');
});

it('goes on where a download broke off, and where one of an earlier process did', async () => {
  const { folder, s3, cache, another, object } = subject({ 'b/a': '0123456789' });
  s3.breaks.push(4);
  const path = await cache.fetch(await object('a'), SIGNAL);
  expect(fs.readFileSync(path, 'utf8')).toBe('0123456789');
  expect(s3.opened).toEqual(['b/a', 'b/a@4']);
  fs.rmSync(path);
  s3.breaks.push(2, 3, 1);
  await expect(cache.fetch(await object('a'), SIGNAL)).rejects.toThrow('ECONNRESET');
  expect(fs.readFileSync(`${path}.part`, 'utf8')).toBe('012345');
  expect(fs.readFileSync(await another().fetch(await object('a'), SIGNAL), 'utf8')).toBe('0123456789');
  expect(s3.opened.at(-1)).toBe('b/a@6');
  expect(fs.readdirSync(folder)).toHaveLength(1);
});

it('is right when two windows download the same object at once', async () => {
  const { folder, cache, another, object } = subject({ 'b/a': 'x'.repeat(100_000) });
  const found = await object('a');
  const paths = await Promise.all([cache.fetch(found, SIGNAL), another().fetch(found, SIGNAL)]);
  for (const path of paths) expect(fs.readFileSync(path, 'utf8')).toBe('x'.repeat(100_000));
  expect(fs.readdirSync(folder)).toHaveLength(1);
});

it('ends with the signal, and does not take another’s giving up for its own', async () => {
  const { cache, object } = subject({ 'b/a': 'one' });
  const found = await object('a');
  const abort = new AbortController();
  const first = cache.fetch(found, abort.signal);
  const second = cache.fetch(found, SIGNAL);
  abort.abort(new Error('enough'));
  await expect(first).rejects.toThrow('enough');
  expect(fs.readFileSync(await second, 'utf8')).toBe('one');
});

it('forgets what was not used for longest, but not what a job has linked', async () => {
  const { folder, cache, object } = subject({ 'b/a': '1234', 'b/b': '1234', 'b/c': '1234' }, 10);
  const first = await cache.fetch(await object('a'), SIGNAL);
  fs.linkSync(first, path.join(folder, '..', path.basename(folder) + '-link'));
  fs.utimesSync(first, 1, 1);
  await cache.fetch(await object('b'), SIGNAL);
  await cache.fetch(await object('c'), SIGNAL);
  expect(fs.existsSync(first)).toBe(false);
  expect(fs.readdirSync(folder)).toHaveLength(2);
  const linked = path.join(folder, '..', path.basename(folder) + '-link');
  expect(fs.readFileSync(linked, 'utf8')).toBe('1234');
  fs.rmSync(linked);
});

it('lists without the objects that stand for folders, finds the exact key, and streams past the cache', async () => {
  const { s3, cache } = subject({ 'b/x/': '', 'b/x/1': 'one', 'b/x/10': 'ten', 'b/y': 'no' });
  const store = new S3Store(s3, cache);
  expect((await store.list('s3://b/x/', SIGNAL)).map(({ key }) => key)).toEqual(['x/1', 'x/10']);
  const one = await store.find('s3://b/x/1', SIGNAL);
  expect(await text(await store.open(one, SIGNAL))).toBe('one');
  await store.fetch(one, SIGNAL);
  const before = s3.opened.length;
  expect(await text(await store.open(one, SIGNAL))).toBe('one');
  expect(s3.opened.length).toBe(before);
  await expect(store.list('s3://b/none/', SIGNAL)).rejects.toThrow(/No object of S3 begins with/);
  await expect(store.find('s3://b/x/2', SIGNAL)).rejects.toThrow(/There is no object/);
});
