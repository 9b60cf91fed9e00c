import type { Readable } from 'node:stream';

/** One object as a listing tells it. */
export interface S3Object {
  readonly bucket: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** As S3 gives it, with or without quotes; another content has another. */
  readonly etag: string;
}

/** The two things that running on this machine needs of S3. Errors that a user can act on are UserErrors. */
export interface S3Reader {
  /** Objects whose key begins with the prefix, sorted by key as S3 lists them; none: the iteration is empty. */
  list(bucket: string, prefix: string, signal: AbortSignal): AsyncIterable<S3Object>;
  /**
   * The object's bytes from `start` on. Has to fail when the object no longer has this ETag (`If-Match`): a download that
   * is taken up again must not be put together from two versions.
   */
  open(object: S3Object, start: number, signal: AbortSignal): Promise<Readable>;
}

export interface S3Place {
  readonly bucket: string;
  /** Key or prefix; empty: the whole bucket. */
  readonly key: string;
}

/** Bucket and key of an `s3://` URI; undefined: it is none. */
export function s3Place(uri: string): S3Place | undefined {
  const found = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(uri);
  const bucket = found?.[1];
  return bucket === undefined ? undefined : { bucket, key: found?.[2] ?? '' };
}

/**
 * The name that an object below a prefix gets in the container. A prefix may end within a name (`data/train` for
 * `data/train-a.csv`): then the name stays whole, as SageMaker has it (sagemaker-python-sdk#3612).
 */
export function nameBelow(prefix: string, key: string): string {
  if (key.startsWith(`${prefix}/`)) return key.slice(prefix.length + 1);
  return key.slice(prefix.lastIndexOf('/') + 1);
}
