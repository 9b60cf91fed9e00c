import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { Upload as Sending } from '@aws-sdk/lib-storage';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { inParallel } from '../local/in-parallel';
import { UserError } from '../user-error';
import { abortable } from './connection';
import type { AwsConnection } from './connection';
import { ownerOf } from './default-bucket';
import { s3Problem } from './s3-problem';
import { AwsS3Reader } from './s3-reader';
import { CHECKSUM_METADATA, fileChecksum } from './upload-checksum';
import { filesOf } from './upload-plan';
import type { Upload, UploadFile } from './upload-plan';

export interface UploadProgress {
  /** Of all files, in bytes; what is skipped counts as done. */
  readonly current: number;
  readonly total: number;
  readonly filesDone: number;
  readonly files: number;
}

/** How an upload ended. */
export interface Uploaded extends Upload {
  readonly sent: number;
  /** Files that S3 had already, with the same content. */
  readonly skipped: number;
  /**
   * Objects below the prefix that are no file of the folder: a job that reads the prefix gets them too. They are not
   * deleted.
   */
  readonly others: readonly string[];
}

const FILES_AT_ONCE = 4;
const PARTS_AT_ONCE = 4;
const PART_BYTES = 8 * 1024 * 1024;
/** S3 takes no more parts of one object. */
const MOST_PARTS = 10_000;

/**
 * Uploads files, several at a time, large ones in parts. Files that S3 has already are skipped, so an upload that was
 * broken off goes on when it is begun again. Nothing half sent stays in S3, also after an abort.
 */
export async function upload(
  connection: AwsConnection,
  what: Upload,
  onProgress: (progress: UploadProgress) => void,
  signal: AbortSignal,
): Promise<Uploaded> {
  const { bucket, prefix, files } = await filesOf(what);
  const place = { bucket, owner: await ownerOf(connection, bucket, signal) };
  const there = new Map<string, number>();
  for await (const { key, size } of new AwsS3Reader(connection).list(bucket, prefix, signal)) there.set(key, size);
  const done = new Map<string, number>();
  const total = files.reduce((all, { size }) => all + size, 0);
  let filesDone = 0;
  let current = 0;
  const tell = (key: string, bytes: number): void => {
    current += bytes - (done.get(key) ?? 0);
    done.set(key, bytes);
    onProgress({ current, total, filesDone, files: files.length });
  };
  // The first file that fails ends those that are under way.
  const failed = new AbortController();
  const until = AbortSignal.any([signal, failed.signal]);
  const sent = await inParallel(files, FILES_AT_ONCE, async (file) => {
    try {
      until.throwIfAborted();
      const checksum = await fileChecksum(file.path, until);
      const same =
        there.get(file.key) === file.size && (await checksumOf(connection, bucket, file, until)) === checksum;
      if (!same) {
        await send(connection, place, file, checksum, until, (bytes) => {
          tell(file.key, bytes);
        });
      }
      filesDone += 1;
      tell(file.key, file.size);
      return !same;
    } catch (error) {
      signal.throwIfAborted();
      failed.abort(error);
      throw s3Problem(error, `s3://${bucket}/${file.key}`, connection.name);
    }
  });
  const own = new Set(files.map(({ key }) => key));
  return {
    ...what,
    sent: sent.filter(Boolean).length,
    skipped: sent.filter((it) => !it).length,
    others: [...there.keys()].filter((key) => !own.has(key) && !key.endsWith('/')),
  };
}

/** What an earlier upload wrote down; undefined: the object is none of ours. */
async function checksumOf(
  connection: AwsConnection,
  bucket: string,
  { key }: UploadFile,
  signal: AbortSignal,
): Promise<string | undefined> {
  const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
  const { Metadata } = await connection.clients.s3().send(command, abortable(signal));
  return Metadata?.[CHECKSUM_METADATA];
}

async function send(
  connection: AwsConnection,
  { bucket, owner }: { readonly bucket: string; readonly owner: string | undefined },
  { path, key, size }: UploadFile,
  checksum: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const body = createReadStream(path);
  const sending = new Sending({
    client: connection.clients.s3(),
    params: {
      Bucket: bucket,
      Key: key,
      Body: body,
      Metadata: { [CHECKSUM_METADATA]: checksum },
      ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }),
    },
    queueSize: PARTS_AT_ONCE,
    partSize: Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS)),
    leavePartsOnError: false,
  });
  sending.on('httpUploadProgress', ({ loaded = 0 }) => {
    onBytes(Math.min(loaded, size));
  });
  // Not by its own abort(), which does not wait until the parts in S3 are deleted: reading fails, and then it does.
  const abort = (): void => {
    body.destroy(new Error('The upload was broken off.'));
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    await sending.done();
  } finally {
    signal.removeEventListener('abort', abort);
    body.destroy();
  }
  // The checksum was taken before: an object must not carry that of another content.
  if ((await stat(path)).size !== size || (await fileChecksum(path, signal)) !== checksum) {
    throw new UserError(`“${path}” was changed while it was uploaded.`, 'Upload it again once nothing writes to it.');
  }
}
