import { stat } from 'node:fs/promises';
import { filesBelow } from '../local/pack';
import { s3Place } from '../local/s3-reader';
import { errorCode } from '../docker/error-code';
import { UserError } from '../user-error';

/** A file or folder of this machine, and where it goes. */
export interface Upload {
  /** Absolute. */
  readonly from: string;
  readonly to: string;
  /**
   * `object`: a file becomes just this object; `archive`: so does a folder, packed as `.tar.gz`; `prefix`: what is read
   * begins with the URI.
   */
  readonly as: 'object' | 'archive' | 'prefix';
}

export interface UploadFile {
  readonly path: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

/** The files of an upload. */
export interface UploadFiles {
  readonly bucket: string;
  /** What all keys begin with. */
  readonly prefix: string;
  readonly files: readonly UploadFile[];
}

/**
 * Which files go where: those of a folder below the prefix. A file becomes the object itself; of a prefix, where its own
 * name is another, it lies below it, so that the container finds it under the name that it has here. Throws a UserError
 * when there is nothing to upload.
 */
export async function filesOf({ from, to, as }: Upload): Promise<UploadFiles> {
  const place = s3Place(to);
  if (place === undefined || place.bucket === '') {
    throw new UserError(`“${to}” is no S3 URI.`, 'Write it as `s3://bucket/prefix/`.');
  }
  const isFolder = await isDirectory(from, to);
  const found = await filesBelow(from);
  if (found.length === 0) {
    throw new UserError(
      `“${from}” holds no files: on SageMaker there would be nothing at ${to}, and the job would fail.`,
      'Put the data there, or correct the path in the overlay (`<name>.local.json`).',
    );
  }
  if (isFolder && as !== 'prefix') {
    throw new UserError(
      `“${from}” is a folder; ${to} has to be one object.`,
      'Name a file in the overlay: models and sources as a `.tar.gz`.',
    );
  }
  const below = isFolder || place.key === '' || (as === 'prefix' && !hasName(place.key, found[0]?.name ?? ''));
  const prefix = below ? folderKey(place.key) : place.key;
  const files = await Promise.all(
    found.map(async ({ path, name }) => ({
      path,
      key: below ? `${prefix}${name}` : prefix,
      size: (await stat(path)).size,
    })),
  );
  return { bucket: place.bucket, prefix, files };
}

async function isDirectory(from: string, to: string): Promise<boolean> {
  try {
    return (await stat(from)).isDirectory();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new UserError(
      `“${from}”, which should be uploaded to ${to}, does not exist.`,
      'Correct the path in the overlay (`<name>.local.json`).',
    );
  }
}

function hasName(key: string, name: string): boolean {
  return key === name || key.endsWith(`/${name}`);
}

function folderKey(key: string): string {
  return key === '' || key.endsWith('/') ? key : `${key}/`;
}
