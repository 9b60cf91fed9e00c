import { RecordBytes, RecordError } from './record-bytes';
import type { FramedRecord } from './record-bytes';
import { LENGTH_BITS, MAGIC, PART, WORD } from './record-io-format';

/**
 * The records of a RecordIO file (MXNet's format,
 * https://mxnet.apache.org/api/architecture/note_data_loading#data-format): magic word, three bits of part and 29 of
 * length, content, zeros up to the next word. A magic word inside of the content cuts it in parts, and is put back here.
 */
export async function* recordIoRecords(stream: AsyncIterable<Buffer>): AsyncGenerator<FramedRecord> {
  const bytes = new RecordBytes(stream);
  try {
    for (;;) {
      const record = await nextRecord(bytes);
      if (record === undefined) return;
      yield record;
    }
  } finally {
    await bytes.close();
  }
}

async function nextRecord(bytes: RecordBytes): Promise<FramedRecord | undefined> {
  const framed: Buffer[] = [];
  const content: Buffer[] = [];
  for (;;) {
    const header = await bytes.take(2 * WORD);
    if (header === undefined) {
      if (framed.length === 0) return undefined;
      throw new RecordError('it ends in the middle of a record');
    }
    if (header.readUInt32LE(0) !== MAGIC) throw new RecordError('a record does not begin with RecordIO’s magic number');
    const word = header.readUInt32LE(WORD);
    const part = word >>> LENGTH_BITS;
    const length = word % 2 ** LENGTH_BITS;
    const inside = part === PART.middle || part === PART.last;
    if (part > PART.last || inside !== framed.length > 0)
      throw new RecordError('the parts of a record are out of order');
    const padded = Math.ceil(length / WORD) * WORD;
    const data = await bytes.take(padded);
    if (data === undefined) throw new RecordError('it ends in the middle of a record');
    if (inside) content.push(header.subarray(0, WORD));
    content.push(data.subarray(0, length));
    framed.push(header, data);
    if (part === PART.whole || part === PART.last) {
      return { framed: Buffer.concat(framed), content: Buffer.concat(content) };
    }
  }
}
