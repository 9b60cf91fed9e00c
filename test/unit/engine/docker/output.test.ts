import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { jsonLines } from '../../../../engine/src/docker/json-lines';
import { demultiplexed } from '../../../../engine/src/docker/output';

function frame(stream: number, data: string): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(Buffer.byteLength(data), 4);
  return Buffer.concat([header, Buffer.from(data)]);
}

async function read(chunks: readonly Buffer[]): Promise<Record<'stdout' | 'stderr', string>> {
  const found = { stdout: '', stderr: '' };
  for await (const { stream, data } of demultiplexed(Readable.from(chunks))) found[stream] += data.toString();
  return found;
}

describe('demultiplexed', () => {
  const whole = Buffer.concat([frame(1, 'out'), frame(2, 'err'), frame(1, ''), frame(1, ' more')]);

  it.each([1, 3, 7, 8, 9, 100])('takes frames apart that come in pieces of %i bytes', async (size) => {
    const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
      whole.subarray(index * size, (index + 1) * size),
    );
    expect(await read(pieces)).toEqual({ stdout: 'out more', stderr: 'err' });
  });

  it('gives what came of a frame that breaks off', async () => {
    expect(await read([frame(1, 'abcdef').subarray(0, 10)])).toEqual({ stdout: 'ab', stderr: '' });
  });
});

describe('jsonLines', () => {
  it('reads values across chunks, the last without an end of line, and passes over rubbish', async () => {
    const stream = Readable.from(['{"a":', '1}\n{"b":"é"}\r\n\nrub', 'bish\n{"c":3}'].map((text) => Buffer.from(text)));
    const found: unknown[] = [];
    for await (const value of jsonLines(stream)) found.push(value);
    expect(found).toEqual([{ a: 1 }, { b: 'é' }, { c: 3 }]);
  });
});
