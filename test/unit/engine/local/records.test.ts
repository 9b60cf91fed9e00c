import { describe, expect, it } from 'vitest';
import { recordIo } from '../../../../engine/src/local/pipe-record-io';
import { crc32c, maskedCrc32c } from '../../../../engine/src/local/record-crc32c';
import { recordIoRecords } from '../../../../engine/src/local/record-io';
import { lineRecords } from '../../../../engine/src/local/record-lines';
import { tfRecords } from '../../../../engine/src/local/record-tf';

/** The bytes in chunks of so many. */
async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function all<T>(records: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const one of records) list.push(one);
  return list;
}

const MAGIC = Buffer.from([0x0a, 0x23, 0xd7, 0xce]);
const CONTENTS = [
  Buffer.from('abc'),
  Buffer.alloc(0),
  Buffer.from('12345678'),
  Buffer.concat([Buffer.from('1234'), MAGIC, Buffer.from('x')]),
  Buffer.concat([MAGIC, MAGIC]),
];

function tfRecord(content: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeBigUInt64LE(BigInt(content.length), 0);
  head.writeUInt32LE(maskedCrc32c(head.subarray(0, 8)), 8);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(maskedCrc32c(content), 0);
  return Buffer.concat([head, content, tail]);
}

describe.each([1, 3, 7, 1000])('in chunks of %d', (size) => {
  it('reads RecordIO: parts are put together, padding goes, frames are whole', async () => {
    const frames = CONTENTS.map(recordIo);
    const found = await all(recordIoRecords(cut(Buffer.concat(frames), size)));
    expect(found.map(({ content }) => content.toString('hex'))).toEqual(CONTENTS.map((one) => one.toString('hex')));
    expect(Buffer.concat(found.map(({ framed }) => framed)).equals(Buffer.concat(frames))).toBe(true);
    expect(found.map(({ framed }) => framed.length)).toEqual(frames.map((one) => one.length));
  });

  it('reads TFRecord', async () => {
    const frames = CONTENTS.map(tfRecord);
    const found = await all(tfRecords(cut(Buffer.concat(frames), size)));
    expect(found.map(({ content }) => content.toString('hex'))).toEqual(CONTENTS.map((one) => one.toString('hex')));
    expect(found.map(({ framed }) => framed.toString('hex'))).toEqual(frames.map((one) => one.toString('hex')));
  });

  it('reads lines', async () => {
    const found = await all(lineRecords(cut(Buffer.from('abc\r\n\ndéf\n\r\nlast'), size)));
    expect(found.map(String)).toEqual(['abc', 'déf', 'last']);
  });
});

it('says what is wrong with a file', async () => {
  const read = (records: typeof tfRecords, bytes: Buffer) => all(records(cut(bytes, 5)));
  const io = recordIo(Buffer.from('abcde'));
  const part = Buffer.from(io);
  part[7] = 0x40;
  await expect(read(recordIoRecords, io.subarray(0, -1))).rejects.toThrow('ends in the middle');
  await expect(read(recordIoRecords, io.subarray(0, 8))).rejects.toThrow('ends in the middle');
  await expect(read(recordIoRecords, Buffer.from('no record at all'))).rejects.toThrow('magic number');
  await expect(read(recordIoRecords, part)).rejects.toThrow('out of order');
  const tf = tfRecord(Buffer.from('abcde'));
  const changed = (at: number) => {
    const bytes = Buffer.from(tf);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };
  await expect(read(tfRecords, tf.subarray(0, -1))).rejects.toThrow('ends in the middle');
  await expect(read(tfRecords, changed(0))).rejects.toThrow('length of a TFRecord');
  await expect(read(tfRecords, changed(13))).rejects.toThrow('content of a TFRecord');
  expect(await read(tfRecords, Buffer.alloc(0))).toEqual([]);
});

it('computes CRC-32C as RFC 3720 has it (B.4)', () => {
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
});
