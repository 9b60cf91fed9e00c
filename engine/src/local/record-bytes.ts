/** Bytes of a stream in the portions that a reader asks for; holds no more than one portion and one chunk. */
export class RecordBytes {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  /** Exactly so many bytes; undefined: the stream is at its end. Throws when it ends within them. */
  async take(length: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    let have = 0;
    while (have < length) {
      if (this.rest.length === 0) {
        const next = await this.chunks.next();
        if (next.done === true) break;
        this.rest = next.value;
      }
      const part = this.rest.subarray(0, length - have);
      this.rest = this.rest.subarray(part.length);
      parts.push(part);
      have += part.length;
    }
    if (have === length) return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    if (have === 0) return undefined;
    throw new RecordError('it ends in the middle of a record');
  }

  /** Ends the reading of the stream. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }
}

/** What is wrong with the records of an object: “it …”. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}

/** One record as it stands in the file, and what is in it. */
export interface FramedRecord {
  readonly framed: Buffer;
  readonly content: Buffer;
}
