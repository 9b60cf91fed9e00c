import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';
import { batchesOf, inOrder } from '../../../../engine/src/local/batches';
import { filesBelow } from '../../../../engine/src/local/pack';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-batches-'));
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

const plan = { split: 'Line', strategy: 'MultiRecord', gzip: false, maxPayloadBytes: 7 } as const;

async function batches(content: string | Buffer, how: Parameters<typeof batchesOf>[1]) {
  const file = path.join(folder, 'x');
  fs.writeFileSync(file, content);
  const all = [];
  for await (const { body } of batchesOf([{ path: file, name: 'x' }], how)) all.push(body?.toString());
  return all;
}

it('sends as many lines as fit', async () => {
  expect(await batches('abc\r\ndef\n\ng\nhij', plan)).toEqual(['abc\ndef', 'g\nhij']);
});

it('sends one line at a time, or the whole file', async () => {
  expect(await batches('abc\ndef\n', { ...plan, strategy: 'SingleRecord' })).toEqual(['abc', 'def']);
  expect(await batches('abc\nd\n', { ...plan, split: 'None' })).toEqual(['abc\nd\n']);
  expect(await batches(gzipSync('ab\ncd'), { ...plan, gzip: true })).toEqual(['ab\ncd']);
});

it('knows empty files, and refuses what is too large unless there is no limit', async () => {
  expect(await batches('', plan)).toEqual([undefined]);
  expect(await batches('\n\n', plan)).toEqual([undefined]);
  await expect(batches('12345678\n', plan)).rejects.toThrow('BATCH-03');
  await expect(batches('12345678\n', { ...plan, split: 'None' })).rejects.toThrow('BATCH-03');
  expect(await batches('12345678\n9', { ...plan, maxPayloadBytes: 0 })).toEqual(['12345678\n9']);
});

it('does several at a time, never more, and gives them in order', async () => {
  let running = 0;
  let most = 0;
  const inputs = async function* () {
    for (const one of [30, 5, 20, 1]) yield await Promise.resolve(one);
  };
  const results = [];
  for await (const one of inOrder(inputs(), 2, async (pause) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, pause));
    running -= 1;
    return pause;
  })) {
    results.push(one);
  }
  expect({ results, most }).toEqual({ results: [30, 5, 20, 1], most: 2 });
});

it('finds files in the order of S3 keys', async () => {
  const data = path.join(folder, 'data');
  fs.mkdirSync(path.join(data, 'b'), { recursive: true });
  for (const name of ['b/2', 'b/10', 'a', 'B']) fs.writeFileSync(path.join(data, name), name);
  expect((await filesBelow(data)).map(({ name }) => name)).toEqual(['B', 'a', 'b/10', 'b/2']);
  expect(await filesBelow(path.join(data, 'a'))).toEqual([{ path: path.join(data, 'a'), name: 'a' }]);
});
