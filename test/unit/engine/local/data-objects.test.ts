import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import { listObjects } from '../../../../engine/src/local/data-objects';
import { findObject } from '../../../../engine/src/local/data-places';
import type { ObjectsPlan, Reach } from '../../../../engine/src/local/data-places';
import { S3Cache } from '../../../../engine/src/local/s3-cache';
import { S3Store } from '../../../../engine/src/local/s3-store';
import { MemoryS3 } from './memory-s3';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-objects-'));
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});
for (const [name, content] of Object.entries({
  'data/b.csv': 'b',
  'data/a/x.csv': 'x',
  'mapped/deep/m.csv': 'mapped',
  'lists/some.manifest': JSON.stringify([
    { prefix: 's3://one/deep/' },
    'm.csv',
    { prefix: 's3://two/' },
    'beside.csv',
    'far.csv',
  ]),
  'lists/beside.csv': 'beside',
})) {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), content);
}

const SIGNAL = new AbortController().signal;
const NOTHING: Reach = { upload: () => Promise.resolve(undefined), s3: undefined };

function reach(contents: Record<string, string>): Reach {
  const s3 = new MemoryS3(contents);
  return { ...NOTHING, s3: new S3Store(s3, new S3Cache(path.join(folder, 'cache'), s3)) };
}

async function contents(plan: ObjectsPlan, from: Reach): Promise<Readonly<Record<string, string>>> {
  const objects = await listObjects(plan, from, SIGNAL);
  return Object.fromEntries(
    await Promise.all(objects.map(async (one) => [one.name, await text(await one.open(SIGNAL))] as const)),
  );
}

it('lists a folder as S3 would, and a file as itself', async () => {
  const objects = await listObjects({ source: path.join(folder, 'data') }, NOTHING, SIGNAL);
  expect(objects.map(({ name, size }) => [name, size])).toEqual([
    ['a/x.csv', 1],
    ['b.csv', 1],
  ]);
  expect(await contents({ source: path.join(folder, 'data/b.csv') }, NOTHING)).toEqual({ 'b.csv': 'b' });
});

it('lists S3, or what an earlier job left at the URI', async () => {
  const far = reach({ 'one/p/a': 'A', 'one/p/s/b': 'B' });
  expect(await contents({ source: 's3://one/p' }, far)).toEqual({ a: 'A', 's/b': 'B' });
  const left = { ...far, upload: () => Promise.resolve(path.join(folder, 'data')) };
  expect(await contents({ source: 's3://one/p' }, left)).toEqual({ 'a/x.csv': 'x', 'b.csv': 'b' });
});

it('finds what a manifest names in the overlay’s folders, beside it, and in S3, under the whole keys', async () => {
  const plan = {
    source: path.join(folder, 'lists/some.manifest'),
    manifest: true,
    folders: { 's3://one/': path.join(folder, 'mapped') },
  };
  const expected = { 'deep/m.csv': 'mapped', 'beside.csv': 'beside', 'far.csv': 'far' };
  expect(await contents(plan, reach({ 'two/far.csv': 'far' }))).toEqual(expected);
  await expect(contents(plan, NOTHING)).rejects.toThrow(/names “s3:\/\/two\/far.csv”, which is not on this machine/);
  await expect(contents(plan, reach({}))).rejects.toThrow(/There is no object “s3:\/\/two\/far.csv”/);
});

it('reads a manifest that is in S3', async () => {
  const manifest = JSON.stringify([{ prefix: 's3://one/p/' }, 'a']);
  expect(
    await contents({ source: 's3://one/list', manifest: true }, reach({ 'one/list': manifest, 'one/p/a': 'A' })),
  ).toEqual({
    'p/a': 'A',
  });
});

it('does not let a key of S3 lead out of the channel', async () => {
  expect(await contents({ source: 's3://one/p/' }, reach({ 'one/p/../../x': 'X' }))).toEqual({ x: 'X' });
});

it('says what can’t be had', async () => {
  await expect(contents({ source: 's3://one/p' }, NOTHING)).rejects.toThrow(/no connection to AWS/);
  await expect(contents({ source: path.join(folder, 'none') }, NOTHING)).rejects.toThrow(/none.*does not exist/);
  await expect(findObject('s3://one/none.csv', { 's3://one': folder }, NOTHING, SIGNAL)).rejects.toThrow(
    /does not exist/,
  );
});
