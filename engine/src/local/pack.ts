import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import type { Header, Pack } from 'tar-stream';

const ANYONE_MAY_WRITE = 0o777;
const ANYONE_MAY_READ = 0o644;

/**
 * A tar, for the container's root, of empty directories and small text files. Directories may be written by anyone: the
 * image may run as a user of its own. Their parents are left to the engine, which makes those that are missing.
 */
export async function packFiles(
  directories: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<Buffer> {
  const archive = pack();
  const all = buffer(archive);
  for (const directory of directories) {
    archive.entry({ name: `${relative(directory)}/`, type: 'directory', mode: ANYONE_MAY_WRITE });
  }
  for (const [path, text] of Object.entries(files)) {
    archive.entry({ name: relative(path), mode: ANYONE_MAY_READ }, text);
  }
  archive.finalize();
  return all;
}

function relative(path: string): string {
  return path.replace(/^\/+/, '').replace(/\/+$/, '');
}

/** A file of this machine and the name it gets. */
export interface PackedFile {
  readonly path: string;
  readonly name: string;
}

/** A tar of these files, read one after the other while it is taken. */
export function packDisk(files: readonly PackedFile[], signal: AbortSignal): Readable {
  const archive = pack();
  const fill = async (): Promise<void> => {
    for (const { path, name } of files) {
      const { size, mtime } = await fs.stat(path);
      const entry = archive.entry({ name, size, mtime, mode: ANYONE_MAY_READ });
      await pipeline(createReadStream(path, size === 0 ? {} : { end: size - 1 }), entry as unknown as Writable, {
        signal,
      });
    }
    archive.finalize();
  };
  fill().catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return archive as unknown as Readable;
}

/** Files below a folder, sorted by their path as S3 sorts keys; a file stands for itself. */
export async function filesBelow(path: string): Promise<readonly PackedFile[]> {
  if (!(await fs.stat(path)).isDirectory()) return [{ path, name: path.split(/[\\/]/).at(-1) ?? 'data' }];
  const entries = await fs.readdir(path, { recursive: true, withFileTypes: true });
  const files: PackedFile[] = [];
  for (const entry of entries) {
    const full = join(entry.parentPath, entry.name);
    const isFile = entry.isFile() || (entry.isSymbolicLink() && (await fs.stat(full)).isFile());
    if (isFile) files.push({ path: full, name: full.slice(path.length).replaceAll('\\', '/').replace(/^\/+/, '') });
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One entry of an archive that the engine gave, its name below the folder that was asked for; empty for the folder. */
export interface Entry {
  readonly header: Header;
  readonly name: string;
  readonly content: Readable;
}

/** The entries of what `getArchive` answers: the base name of what was asked for is taken off. */
export async function eachEntry(archive: Readable, handle: (entry: Entry) => Promise<void>): Promise<void> {
  const entries = extract();
  const failed = pipeline(archive, entries as unknown as Writable);
  failed.catch(() => undefined);
  for await (const entry of entries) {
    const content = entry as unknown as Readable;
    await handle({ header: entry.header, name: withoutFirst(entry.header.name), content });
    content.resume();
  }
  await failed;
}

/** A name in an archive without its first folder. */
export function withoutFirst(name: string): string {
  return name
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .slice(1)
    .join('/');
}

/** Writes one entry and waits until it is taken. */
export async function addEntry(archive: Pack, header: Header, content: Readable): Promise<void> {
  if (header.type === 'file' && header.size > 0) {
    await pipeline(content, archive.entry(header) as unknown as Writable);
    return;
  }
  await new Promise<void>((resolve, reject) => {
    archive.entry({ ...header, size: 0 }, '', (error) => {
      if (error === undefined || error === null) resolve();
      else reject(error);
    });
  });
}
