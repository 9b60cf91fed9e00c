import { createWriteStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inParallel } from '../local/in-parallel';
import { nameBelow, s3Place } from '../local/s3-reader';
import type { S3Object } from '../local/s3-reader';
import { UserError } from '../user-error';
import type { AwsConnection } from './connection';
import { AwsS3Reader } from './s3-reader';

/** An object, and the file that it becomes. */
export interface DownloadFile {
  readonly object: S3Object;
  /** Absolute. */
  readonly path: string;
}

export interface DownloadProgress {
  /** Of all files, in bytes. */
  readonly current: number;
  readonly total: number;
  readonly filesDone: number;
  readonly files: number;
}

const AT_ONCE = 4;

/**
 * What an S3 URI stands for, and where it goes: `to` becomes the object of just that name, else a folder with what is below
 * the URI, under the names that a container would see. Throws a UserError for what can’t be read or has no safe name.
 */
export async function filesToDownload(
  connection: AwsConnection,
  uri: string,
  to: string,
  signal: AbortSignal,
): Promise<readonly DownloadFile[]> {
  const place = s3Place(uri);
  if (place === undefined) throw new UserError(`“${uri}” is no S3 URI.`, 'Write it as `s3://bucket/prefix/`.');
  const files: DownloadFile[] = [];
  for await (const object of new AwsS3Reader(connection).list(place.bucket, place.key, signal)) {
    if (object.key.endsWith('/')) continue;
    const name = object.key === place.key ? '' : nameBelow(place.key.replace(/\/$/, ''), object.key);
    if (name.split(/[\\/]/).includes('..')) {
      throw new UserError(
        `“s3://${place.bucket}/${object.key}” has no name that is safe for a file.`,
        'Rename it in S3.',
      );
    }
    files.push({ object, path: name === '' ? to : join(to, name) });
  }
  return files;
}

/** Downloads files, several at a time, over what is there. Nothing half written stays, also after an abort. */
export async function download(
  connection: AwsConnection,
  files: readonly DownloadFile[],
  onProgress: (progress: DownloadProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const reader = new AwsS3Reader(connection);
  const total = files.reduce((all, { object }) => all + object.size, 0);
  let [current, filesDone] = [0, 0];
  const tell = (): void => {
    onProgress({ current, total, filesDone, files: files.length });
  };
  // The first file that fails ends those that are under way.
  const failed = new AbortController();
  const until = AbortSignal.any([signal, failed.signal]);
  await inParallel(files, AT_ONCE, async ({ object, path }) => {
    const part = `${path}.${crypto.randomUUID()}.part`;
    try {
      until.throwIfAborted();
      await fs.mkdir(dirname(path), { recursive: true });
      const body = await reader.open(object, 0, until);
      body.on('data', (piece: Uint8Array) => {
        current += piece.length;
        tell();
      });
      await pipeline(body, createWriteStream(part, { flags: 'wx' }), { signal: until });
      await fs.rename(part, path);
      filesDone += 1;
      tell();
    } catch (error) {
      failed.abort(error);
      await fs.rm(part, { force: true });
      signal.throwIfAborted();
      throw error;
    }
  });
}
