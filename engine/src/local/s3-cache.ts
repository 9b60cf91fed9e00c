import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import type { S3Object, S3Reader } from './s3-reader';
import { errorCode } from '../docker/error-code';

/** Bytes that the cache keeps between jobs; what one job needs may be more for its time. */
const USUAL_LIMIT_BYTES = 20 * 1024 ** 3;
const ATTEMPTS = 3;

/** A file that was asked for a moment ago may not have its link yet. */
const JUST_USED_MS = 60_000;

/**
 * Objects of S3 as files, named by bucket, key and ETag, so that a file's content never changes. All windows share the
 * folder. A file appears whole by a rename; until then it grows as `.part`, and whoever wants it next goes on where the
 * last one stopped. Two that download the same object at once write the same bytes to the same places: there is nothing
 * to lock.
 */
export class S3Cache {
  private readonly running = new Map<string, Promise<string>>();

  constructor(
    private readonly folder: string,
    private readonly reader: S3Reader,
    private readonly limitBytes = USUAL_LIMIT_BYTES,
  ) {}

  pathOf({ bucket, key, etag }: S3Object): string {
    const name = createHash('sha256')
      .update(JSON.stringify([bucket, key, etag.replaceAll('"', '')]))
      .digest('hex');
    return join(this.folder, name);
  }

  /** The path of the object's file, downloaded if need be. */
  async fetch(object: S3Object, signal: AbortSignal): Promise<string> {
    const path = this.pathOf(object);
    for (;;) {
      signal.throwIfAborted();
      if (await isWhole(path, object.size)) {
        const now = new Date();
        await fs.utimes(path, now, now);
        return path;
      }
      const other = this.running.get(path);
      if (other === undefined) break;
      // Whoever began it may give up: then it is looked at again.
      await other.catch(() => undefined);
    }
    const work = this.download(object, path, signal);
    this.running.set(path, work);
    try {
      return await work;
    } finally {
      this.running.delete(path);
    }
  }

  private async download(object: S3Object, path: string, signal: AbortSignal): Promise<string> {
    await fs.mkdir(this.folder, { recursive: true });
    const part = `${path}.part`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.goOn(object, part, signal);
        break;
      } catch (error) {
        if (signal.aborted || attempt === ATTEMPTS) throw error;
      }
    }
    await fs.rename(part, path).catch((error: unknown) => {
      // Another window has just finished the same file.
      if (errorCode(error) !== 'ENOENT') throw error;
    });
    await this.shrink();
    return path;
  }

  private async goOn(object: S3Object, part: string, signal: AbortSignal): Promise<void> {
    // Made if it is missing, and never cut.
    await (await fs.open(part, 'a', 0o600)).close();
    const file = await fs.open(part, 'r+');
    try {
      let at = Math.min((await file.stat()).size, object.size);
      if (at === object.size) return;
      const content = await this.reader.open(object, at, signal);
      for await (const chunk of content as AsyncIterable<Buffer>) {
        signal.throwIfAborted();
        if (at + chunk.length > object.size)
          throw new Error(`s3://${object.bucket}/${object.key} is longer than listed`);
        let written = 0;
        while (written < chunk.length) {
          written += (await file.write(chunk, written, chunk.length - written, at + written)).bytesWritten;
        }
        at += chunk.length;
      }
      if (at < object.size) throw new Error(`the download of s3://${object.bucket}/${object.key} broke off`);
    } finally {
      await file.close();
    }
  }

  /** Removes what was not used for longest. Jobs that still need a file have a link of their own. */
  private async shrink(): Promise<void> {
    const names = await fs.readdir(this.folder);
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(this.folder, name);
        const found = await fs.stat(path).catch(() => undefined);
        return { path, size: found?.size ?? 0, used: found?.mtimeMs ?? 0 };
      }),
    );
    let total = files.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size, used } of files.sort((a, b) => a.used - b.used)) {
      if (total <= this.limitBytes || used > Date.now() - JUST_USED_MS) return;
      await fs.rm(path, { force: true });
      total -= size;
    }
  }
}

async function isWhole(path: string, size: number): Promise<boolean> {
  const found = await fs.stat(path).catch(() => undefined);
  return found?.size === size;
}
