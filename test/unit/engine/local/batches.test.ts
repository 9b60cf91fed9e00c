import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { batchesOf } from '../../../../engine/src/local/batches';
import type { Splitting } from '../../../../engine/src/local/batches';
import type { DataObject } from '../../../../engine/src/local/data-object';
import { filesBelow } from '../../../../engine/src/local/pack';
import { recordIo } from '../../../../engine/src/local/pipe-record-io';
import { associationOf } from '../../../../engine/src/local/transform-associate';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-batches-'));
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

const LINES: Splitting = { split: 'Line', strategy: 'MultiRecord', gzip: false, maxPayloadBytes: 7 };

function objectOf(content: string | Buffer): DataObject {
  const bytes = Buffer.from(content);
  return {
    name: 'x',
    size: bytes.length,
    file: () => Promise.reject(new Error('the content is streamed')),
    open: () => Promise.resolve(Readable.from(bytes.length === 0 ? [] : [bytes], { objectMode: false })),
  };
}

async function batches(content: string | Buffer, how: Splitting): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const { body } of batchesOf(objectOf(content), how, new AbortController().signal)) {
    all.push(Buffer.isBuffer(body) ? body.toString() : `stream ${(await buffer(await body())).toString()}`);
  }
  return all;
}

it('sends as many lines as fit', async () => {
  expect(await batches('abc\r\ndef\n\ng\nhij', LINES)).toEqual(['abc\ndef', 'g\nhij']);
});

it('sends one line at a time, or the whole file', async () => {
  expect(await batches('abc\ndef\n', { ...LINES, strategy: 'SingleRecord' })).toEqual(['abc', 'def']);
  expect(await batches('abc\nd\n', { ...LINES, split: 'None' })).toEqual(['abc\nd\n']);
  expect(await batches(gzipSync('ab\ncd'), { ...LINES, gzip: true })).toEqual(['ab\ncd']);
});

it('knows empty files, and refuses what is too large unless there is no limit', async () => {
  expect(await batches('', LINES)).toEqual([]);
  expect(await batches('\n\n', LINES)).toEqual([]);
  expect(await batches('', { ...LINES, split: 'None' })).toEqual([]);
  await expect(batches('12345678\n', LINES)).rejects.toThrow('BATCH-03');
  await expect(batches('12345678\n', { ...LINES, split: 'None' })).rejects.toThrow('BATCH-03');
  await expect(batches(gzipSync('12345678'), { ...LINES, split: 'None', gzip: true })).rejects.toThrow('BATCH-03');
});

it('streams where there is no limit', async () => {
  const endless = { ...LINES, maxPayloadBytes: 0 };
  expect(await batches('12345678\n9', endless)).toEqual(['stream 12345678\n9']);
  expect(await batches(gzipSync('ab\n'), { ...endless, split: 'None', gzip: true })).toEqual(['stream ab\n']);
  expect(await batches(gzipSync(''), { ...endless, gzip: true })).toEqual([]);
  expect(await batches('a\nb', { ...endless, strategy: 'SingleRecord' })).toEqual(['a', 'b']);
});

it('takes the frame off records that are sent alone, and leaves it on others', async () => {
  const records = [recordIo(Buffer.from('abc')), recordIo(Buffer.from('de'))];
  const how: Splitting = { ...LINES, split: 'RecordIO', maxPayloadBytes: 100 };
  expect(await batches(Buffer.concat(records), { ...how, strategy: 'SingleRecord' })).toEqual(['abc', 'de']);
  expect(await batches(Buffer.concat(records), how)).toEqual([Buffer.concat(records).toString()]);
  expect(await batches(Buffer.concat(records), { ...how, maxPayloadBytes: 12 })).toEqual(records.map(String));
});

it('names the file that can’t be read', async () => {
  await expect(batches('abc', { ...LINES, split: 'TFRecord' })).rejects.toThrow('“x” can’t be split');
  await expect(batches('abc', { ...LINES, gzip: true })).rejects.toThrow('“x” is no whole gzip file');
  await expect(batches(gzipSync('abcdef').subarray(0, -9), { ...LINES, gzip: true })).rejects.toThrow('no whole gzip');
});

it('filters what is sent, and keeps the records for the join', async () => {
  const csv = { contentType: 'text/csv', accept: 'text/csv', outputFilter: undefined };
  const association = associationOf({ ...csv, inputFilter: '$[1:]', join: true });
  const all = [];
  for await (const one of batchesOf(
    objectOf('a,1\nb,2\nc,3'),
    { ...LINES, maxPayloadBytes: 3, association },
    AbortSignal.any([]),
  )) {
    all.push([String(one.body), one.records.map(String)]);
  }
  expect(all).toEqual([
    ['1\n2', ['a,1', 'b,2']],
    ['3', ['c,3']],
  ]);
});

it('finds files in the order of S3 keys', async () => {
  const data = path.join(folder, 'data');
  fs.mkdirSync(path.join(data, 'b'), { recursive: true });
  for (const name of ['b/2', 'b/10', 'a', 'B']) fs.writeFileSync(path.join(data, name), name);
  expect((await filesBelow(data)).map(({ name }) => name)).toEqual(['B', 'a', 'b/10', 'b/2']);
  expect(await filesBelow(path.join(data, 'a'))).toEqual([{ path: path.join(data, 'a'), name: 'a' }]);
});
