import { createReadStream, existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { UserError } from '../user-error';
import type { S3Cache } from './s3-cache';
import { s3Place } from './s3-reader';
import type { S3Object, S3Reader } from './s3-reader';

/** S3 as jobs read it: whole objects come through the cache, streams too when they are in it already. */
export class S3Store {
  constructor(
    private readonly reader: S3Reader,
    private readonly cache: S3Cache,
  ) {}

  /** What is at a URI or begins with it, sorted by key; empty objects that only stand for a folder are left out. */
  async list(uri: string, signal: AbortSignal): Promise<readonly S3Object[]> {
    const { bucket, key } = placeOf(uri);
    const objects: S3Object[] = [];
    for await (const object of this.reader.list(bucket, key, signal)) {
      if (!object.key.endsWith('/')) objects.push(object);
    }
    if (objects.length > 0) return objects;
    throw new UserError(
      `No object of S3 begins with “${uri}”; on SageMaker the job fails as well.`,
      'Correct the URI, or name a folder of this machine for it in `s3` of the overlay.',
    );
  }

  /** The one object that has exactly this URI. */
  async find(uri: string, signal: AbortSignal): Promise<S3Object> {
    const { bucket, key } = placeOf(uri);
    // Sorted by key, and a key comes before all that it begins.
    for await (const object of this.reader.list(bucket, key, signal)) {
      if (object.key === key) return object;
      break;
    }
    throw new UserError(
      `There is no object “${uri}” in S3; on SageMaker the job fails as well.`,
      'Correct the URI, upload the object, or name a file of this machine for it in `s3` of the overlay.',
    );
  }

  /** A file of this machine with the object's content: for reading alone, and by a link of one's own if for long. */
  fetch(object: S3Object, signal: AbortSignal): Promise<string> {
    return this.cache.fetch(object, signal);
  }

  open(object: S3Object, signal: AbortSignal): Promise<Readable> {
    const path = this.cache.pathOf(object);
    return existsSync(path) ? Promise.resolve(createReadStream(path)) : this.reader.open(object, 0, signal);
  }
}

function placeOf(uri: string) {
  const place = s3Place(uri);
  if (place !== undefined) return place;
  throw new UserError(`“${uri}” is no S3 URI.`, 'Write it as `s3://bucket/prefix/`.');
}
