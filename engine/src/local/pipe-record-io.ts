import { UserError } from '../user-error';
import { LENGTH_BITS, MAGIC, PART, WORD } from './record-io-format';

/**
 * One RecordIO record (MXNet's format, https://mxnet.apache.org/api/architecture/note_data_loading#data-format): magic
 * word, then three bits of part and 29 of length, the content, and zeros up to the next word. A magic word that stands on a
 * word's place in the content is taken out, and the parts around it become parts of their own: readers put it back.
 */
export function recordIo(content: Buffer): Buffer {
  if (content.length >= 2 ** LENGTH_BITS) {
    throw new UserError(
      `A record of ${content.length} bytes is too long for RecordIO, which takes less than 512 MiB.`,
      'Split the object, or set RecordWrapperType to None.',
    );
  }
  const pieces: Buffer[] = [];
  let begin = 0;
  for (let at = 0; at + WORD <= content.length; at += WORD) {
    if (content.readUInt32LE(at) !== MAGIC) continue;
    pieces.push(header(begin === 0 ? PART.first : PART.middle, at - begin), content.subarray(begin, at));
    begin = at + WORD;
  }
  const rest = content.subarray(begin);
  pieces.push(header(begin === 0 ? PART.whole : PART.last, rest.length), rest);
  pieces.push(Buffer.alloc((WORD - (content.length % WORD)) % WORD));
  return Buffer.concat(pieces);
}

function header(part: number, length: number): Buffer {
  const words = Buffer.alloc(2 * WORD);
  words.writeUInt32LE(MAGIC, 0);
  words.writeUInt32LE(part * 2 ** LENGTH_BITS + length, WORD);
  return words;
}
