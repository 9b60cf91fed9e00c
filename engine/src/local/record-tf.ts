import { RecordBytes, RecordError } from './record-bytes';
import type { FramedRecord } from './record-bytes';
import { maskedCrc32c } from './record-crc32c';

const LENGTH_BYTES = 8;
const CHECKSUM_BYTES = 4;
/** The length has eight bytes; a record beyond this is a broken file whose checksum fits by chance. */
const LONGEST = 2n ** 31n;

/**
 * The records of a TFRecord file (https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details):
 * length, its masked CRC-32C, content, and the masked CRC-32C of that. Both checksums are verified.
 */
export async function* tfRecords(stream: AsyncIterable<Buffer>): AsyncGenerator<FramedRecord> {
  const bytes = new RecordBytes(stream);
  try {
    for (;;) {
      const header = await bytes.take(LENGTH_BYTES + CHECKSUM_BYTES);
      if (header === undefined) return;
      const length = header.readBigUInt64LE(0);
      if (header.readUInt32LE(LENGTH_BYTES) !== maskedCrc32c(header.subarray(0, LENGTH_BYTES)) || length > LONGEST) {
        throw new RecordError('the length of a TFRecord does not fit its checksum');
      }
      const rest = await bytes.take(Number(length) + CHECKSUM_BYTES);
      if (rest === undefined) throw new RecordError('it ends in the middle of a record');
      const content = rest.subarray(0, Number(length));
      if (rest.readUInt32LE(content.length) !== maskedCrc32c(content)) {
        throw new RecordError('the content of a TFRecord does not fit its checksum');
      }
      yield { framed: Buffer.concat([header, rest]), content };
    }
  } finally {
    await bytes.close();
  }
}
