import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { S3Object, S3Reader } from '../../../../engine/src/local/s3-reader';

/** S3 in memory: `bucket/key` → content. */
export class MemoryS3 implements S3Reader {
  /** What was opened, in order. */
  readonly opened: string[] = [];
  /** Bytes after which a stream breaks, once for each entry. */
  readonly breaks: number[] = [];

  constructor(readonly contents: Record<string, string | Buffer>) {}

  async *list(bucket: string, prefix: string): AsyncGenerator<S3Object> {
    await Promise.resolve();
    const start = `${bucket}/`;
    for (const [name, content] of Object.entries(this.contents).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const key = name.slice(start.length);
      if (!name.startsWith(start) || !key.startsWith(prefix)) continue;
      yield { bucket, key, size: bytesOf(content).length, etag: etagOf(content) };
    }
  }

  open({ bucket, key, etag }: S3Object, start: number): Promise<Readable> {
    const name = `${bucket}/${key}`;
    this.opened.push(start === 0 ? name : `${name}@${start}`);
    const content = this.contents[name];
    if (content === undefined || etagOf(content) !== etag) return Promise.reject(new Error('PreconditionFailed'));
    return Promise.resolve(Readable.from(this.bytes(bytesOf(content).subarray(start)), { objectMode: false }));
  }

  private async *bytes(content: Buffer): AsyncGenerator<Buffer> {
    await Promise.resolve();
    const end = this.breaks.shift();
    yield content.subarray(0, end);
    if (end !== undefined) throw new Error('ECONNRESET');
  }
}

function bytesOf(content: string | Buffer): Buffer {
  return Buffer.isBuffer(content) ? content : Buffer.from(content);
}

function etagOf(content: string | Buffer): string {
  return `"${createHash('md5').update(content).digest('hex')}"`;
}
