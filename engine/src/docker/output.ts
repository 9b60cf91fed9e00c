import type { Readable } from 'node:stream';
import type { Output, OutputChunk } from './engine';

const HEADER_BYTES = 8;

/**
 * Takes apart what the engine sends for a container without a terminal: frames of a stream number, three zero bytes,
 * a length (big endian) and data. Frames may be cut anywhere.
 */
export async function* demultiplexed(stream: AsyncIterable<Buffer>): AsyncGenerator<OutputChunk> {
  let header = Buffer.alloc(0);
  let left = 0;
  let number = 0;
  for await (let chunk of stream) {
    while (chunk.length > 0) {
      if (left === 0) {
        const missing = HEADER_BYTES - header.length;
        header = Buffer.concat([header, chunk.subarray(0, missing)]);
        chunk = chunk.subarray(missing);
        if (header.length < HEADER_BYTES) break;
        number = header.readUInt8(0);
        left = header.readUInt32BE(4);
        header = Buffer.alloc(0);
        continue;
      }
      const data = chunk.subarray(0, left);
      chunk = chunk.subarray(data.length);
      left -= data.length;
      yield { stream: number === 2 ? 'stderr' : 'stdout', data };
    }
  }
}

/** The output behind a connection to the engine. */
export function outputOf(stream: Readable): Output {
  return {
    close: () => {
      stream.destroy();
    },
    [Symbol.asyncIterator]: () => demultiplexed(stream as AsyncIterable<Buffer>)[Symbol.asyncIterator](),
  };
}
