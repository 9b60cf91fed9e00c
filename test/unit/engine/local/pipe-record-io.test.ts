import { expect, it } from 'vitest';
import { recordIo } from '../../../../engine/src/local/pipe-record-io';

const MAGIC = Buffer.from([0x0a, 0x23, 0xd7, 0xce]);

/** As MXNet reads it: parts put together with the magic words between them. */
function read(bytes: Buffer): readonly Buffer[] {
  const records: Buffer[] = [];
  let open: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    expect(bytes.subarray(at, at + 4)).toEqual(MAGIC);
    const word = bytes.readUInt32LE(at + 4);
    const [part, length] = [Math.floor(word / 2 ** 29), word % 2 ** 29];
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (part === 0) records.push(content);
    else if (part === 1) open = [content];
    else open.push(MAGIC, content);
    if (part === 3) records.push(Buffer.concat(open));
    at += 8 + Math.ceil(length / 4) * 4;
  }
  return records;
}

it('has a magic word, the length and zeros up to the next word', () => {
  expect(recordIo(Buffer.from('hello'))).toEqual(
    Buffer.concat([MAGIC, Buffer.from([5, 0, 0, 0]), Buffer.from('hello'), Buffer.alloc(3)]),
  );
  expect(recordIo(Buffer.alloc(0))).toEqual(Buffer.concat([MAGIC, Buffer.alloc(4)]));
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['a whole word', Buffer.from('word')],
  ['a magic word alone', MAGIC],
  ['magic words at both ends', Buffer.concat([MAGIC, Buffer.from('inside12'), MAGIC])],
  ['magic words in a row', Buffer.concat([Buffer.from('text'), MAGIC, MAGIC, Buffer.from('end')])],
  ['a magic word that is on no word’s place', Buffer.concat([Buffer.from('x'), MAGIC, Buffer.from('y')])],
])('gives back %s', (_, content) => {
  const two = Buffer.concat([recordIo(content), recordIo(Buffer.from('next'))]);
  expect(read(two)).toEqual([content, Buffer.from('next')]);
});

it('says when an object is too long for a record', () => {
  expect(() => recordIo(Buffer.alloc(2 ** 29))).toThrow(/less than 512 MiB/);
});
