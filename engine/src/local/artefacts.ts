import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import type { DockerEngine } from '../docker/engine';
import { addEntry, eachEntry, withoutFirst } from './pack';
import type { Entry } from './pack';

/** Where an artefact comes from: the same path in each of the containers, of which the first with a name wins. */
export interface Source {
  readonly engine: DockerEngine;
  readonly containers: readonly string[];
  readonly path: string;
}

/**
 * Writes what is below a container's directory as `.tar.gz`, names relative to the directory as AWS has them. Nothing is
 * unpacked here, and the file belongs to who runs this. Answers how many files are in it.
 */
export async function saveArchive(source: Source, file: string): Promise<number> {
  await fs.mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}`;
  const archive = pack();
  const written = pipeline(archive as unknown as Readable, createGzip(), createWriteStream(temporary));
  written.catch(() => undefined);
  try {
    let files = 0;
    await eachOfAll(source, async ({ header, name, content }) => {
      if (header.type !== 'directory') files += 1;
      const linkname = header.type === 'link' ? withoutFirst(header.linkname) : header.linkname;
      await addEntry(archive, { ...header, linkname, pax: null, name: nameOf(header.type, name) }, content);
    });
    archive.finalize();
    await written;
    await fs.rename(temporary, file);
    return files;
  } catch (error) {
    archive.destroy();
    await fs.rm(temporary, { force: true });
    throw error;
  }
}

function nameOf(type: string, name: string): string {
  return type === 'directory' ? `${name}/` : name;
}

/**
 * Copies what is below a container's directory into a folder of this machine. Answers how many files were written; `wants`
 * leaves out those that are there already.
 */
export async function saveFolder(
  source: Source,
  folder: string,
  wants: (header: Entry['header']) => boolean = () => true,
): Promise<number> {
  await fs.mkdir(folder, { recursive: true });
  const root = await fs.realpath(folder);
  let files = 0;
  await eachOfAll(source, async (entry) => {
    if (wants(entry.header) && (await unpackInto(root, entry))) files += 1;
  });
  return files;
}

/** True when a file came of it. What would lead out of the folder is left out. */
async function unpackInto(root: string, { header, name, content }: Entry): Promise<boolean> {
  const path = resolve(root, name);
  if (!isBelow(root, path)) return false;
  if (header.type === 'directory') {
    await makeFolder(root, path);
    return false;
  }
  if (!(await makeFolder(root, dirname(path)))) return false;
  await fs.rm(path, { force: true, recursive: true });
  if (header.type === 'symlink') {
    const target = resolve(dirname(path), header.linkname);
    if (posix.isAbsolute(header.linkname) || !isBelow(root, target)) return false;
    await fs.symlink(header.linkname, path);
    return true;
  }
  if (header.type === 'link') {
    const target = resolve(root, withoutFirst(header.linkname));
    if (!isBelow(root, target)) return false;
    await fs.copyFile(target, path);
    return true;
  }
  if (header.type !== 'file' && header.type !== 'contiguous-file') return false;
  await pipeline(content, createWriteStream(path, { mode: (header.mode & 0o777) | 0o600 }));
  return true;
}

/** False when a symbolic link that is there already leads elsewhere. */
async function makeFolder(root: string, path: string): Promise<boolean> {
  let at = root;
  for (const part of relative(root, path).split(sep)) {
    if (part === '') continue;
    at = join(at, part);
    const found = await fs.lstat(at).catch(() => undefined);
    if (found === undefined) await fs.mkdir(at);
    else if (!found.isDirectory()) return false;
  }
  return true;
}

function isBelow(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

async function eachOfAll(source: Source, handle: (entry: Entry) => Promise<void>): Promise<void> {
  const seen = new Set<string>();
  for (const id of source.containers) {
    const archive = await source.engine.containers.getArchive(id, source.path);
    if (archive === undefined) continue;
    await eachEntry(archive, async (entry) => {
      if (entry.name === '' || seen.has(entry.name)) return;
      seen.add(entry.name);
      await handle(entry);
    });
  }
}

/** The first bytes of a file in a container; undefined: there is none. */
export async function readSmallFile(
  engine: DockerEngine,
  id: string,
  path: string,
  most: number,
): Promise<Buffer | undefined> {
  const archive = await engine.containers.getArchive(id, path);
  if (archive === undefined) return undefined;
  let found: Buffer | undefined;
  await eachEntry(archive, async ({ header, name, content }) => {
    if (name !== '' || header.type !== 'file') return;
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of content as AsyncIterable<Buffer>) {
      if (length < most) chunks.push(chunk);
      length += chunk.length;
    }
    found = Buffer.concat(chunks).subarray(0, most);
  });
  return found;
}
