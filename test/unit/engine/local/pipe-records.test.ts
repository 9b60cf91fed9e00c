import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { recordIo } from '../../../../engine/src/local/pipe-record-io';
import { epochBytes, textItem } from '../../../../engine/src/local/pipe-records';
import type { PipeItem, Wrapping } from '../../../../engine/src/local/pipe-records';

const SIGNAL = new AbortController().signal;
const PLAIN: Wrapping = { gzip: false, recordio: false };

function object(name: string, content: Buffer): PipeItem & { readonly stream: Readable } {
  const stream = Readable.from([content.subarray(0, 3), content.subarray(3)], { objectMode: false });
  return { name, stream, open: () => Promise.resolve(stream) };
}

async function sent(items: readonly PipeItem[], how: Wrapping): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of epochBytes(items, how, SIGNAL)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

it('sends objects one after the other, with nothing between', async () => {
  const items = [object('a', Buffer.from('first\n')), object('b', Buffer.from('second')), textItem('c', '!')];
  expect((await sent(items, PLAIN)).toString()).toBe('first\nsecond!');
});

it('unpacks objects, also of several parts, and leaves texts alone', async () => {
  const packed = Buffer.concat([gzipSync('one '), gzipSync('two ')]);
  const items = [object('a.gz', packed), textItem('t', 'text')];
  expect((await sent(items, { ...PLAIN, gzip: true })).toString()).toBe('one two text');
});

it('wraps whole objects, after they were unpacked', async () => {
  const items = [object('a.gz', gzipSync('content'))];
  expect(await sent(items, { gzip: true, recordio: true })).toEqual(recordIo(Buffer.from('content')));
});

it.each([
  ['no gzip at all', Buffer.from('plain text')],
  ['cut off', gzipSync('content').subarray(0, 12)],
])('names an object that is %s', async (_, content) => {
  await expect(sent([object('a.gz', content)], { ...PLAIN, gzip: true })).rejects.toThrow(
    /“a.gz” is not packed by gzip/,
  );
});

it('closes what it reads when the reader has enough', async () => {
  for (const gzip of [false, true]) {
    const one = object('a', gzipSync(Buffer.alloc(1_000_000)));
    for await (const chunk of epochBytes([one], { gzip, recordio: false }, SIGNAL)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(one.stream.destroyed).toBe(true);
  }
});
