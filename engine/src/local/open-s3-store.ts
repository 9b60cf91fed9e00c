import { join } from 'node:path';
import type { LocalOptions } from './options';
import { S3Cache } from './s3-cache';
import { S3Store } from './s3-store';

/** S3 as this process reaches it; undefined: it does not. */
export function openS3Store({ s3, storage }: LocalOptions): S3Store | undefined {
  return s3 === undefined ? undefined : new S3Store(s3, new S3Cache(join(storage, 's3-cache'), s3));
}
