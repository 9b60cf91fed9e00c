import { createWriteStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { filesBelow, packDisk } from '../local/pack';
import type { PackedFile } from '../local/pack';
import type { Upload } from './upload-plan';

/** A packed folder. */
export interface Archive {
  /** Absolute. */
  readonly file: string;
  /** Deletes the archive; what it was made of stays. */
  dispose(): Promise<void>;
}

/** Packs files as SageMaker packs models. The same files give the same bytes, so that an upload can skip them. */
export async function archiveOf(files: readonly PackedFile[], signal: AbortSignal): Promise<Archive> {
  const folder = await fs.mkdtemp(join(tmpdir(), 'sagemaker-archive-'));
  const dispose = () => fs.rm(folder, { recursive: true, force: true });
  const file = join(folder, 'archive.tar.gz');
  try {
    await pipeline(packDisk(files, signal), createGzip(), createWriteStream(file, { mode: 0o600 }), { signal });
  } catch (error) {
    await dispose();
    throw error;
  }
  return { file, dispose };
}

/** Hands on an upload, with an archive in the place of a folder that has to be one; it lives until `use` is done. */
export async function withArchive<T>(
  upload: Upload,
  signal: AbortSignal,
  use: (upload: Upload) => Promise<T>,
): Promise<T> {
  const found = upload.as === 'archive' ? await fs.stat(upload.from).catch(() => undefined) : undefined;
  const files = found?.isDirectory() === true ? await filesBelow(upload.from) : [];
  // What is wrong with the place is said by who uploads it.
  if (files.length === 0) return use(upload);
  const archive = await archiveOf(files, signal);
  try {
    return await use({ ...upload, from: archive.file });
  } finally {
    await archive.dispose();
  }
}
