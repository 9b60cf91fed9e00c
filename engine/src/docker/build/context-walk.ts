import type { BigIntStats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { PatternList, Verdict } from './patterns';

export interface ContextEntry {
  /** Relative, with forward slashes. */
  readonly path: string;
  readonly stats: BigIntStats;
  /** Where a symbolic link points to. */
  readonly link: string | undefined;
}

export interface ContextFilter {
  /** Only what these match. */
  readonly include: PatternList | undefined;
  /** Without what these match. */
  readonly exclude: PatternList | undefined;
}

interface Folder {
  readonly path: string;
  readonly names: readonly string[];
  next: number;
  readonly included: Verdict | undefined;
  readonly excluded: Verdict | undefined;
  /** A folder that is only sent when something inside it is. */
  pending: ContextEntry | undefined;
}

/**
 * The files, folders and links of a build context, in the order BuildKit asks for: by the bytes of their names, a folder
 * before what is in it. Holds one listing per level, never the tree.
 */
export async function* walkContext(root: string, filter: ContextFilter): AsyncGenerator<ContextEntry> {
  const open: Folder[] = [await openFolder(root, '', undefined, undefined, undefined)];
  for (let folder = open.at(-1); folder !== undefined; folder = open.at(-1)) {
    const name = folder.names[folder.next];
    folder.next += 1;
    if (name === undefined) {
      open.pop();
      continue;
    }
    const path = folder.path === '' ? name : `${folder.path}/${name}`;
    const included = filter.include?.check(path, folder.included);
    const excluded = filter.exclude?.check(path, folder.excluded);
    const wanted = included?.matched !== false && excluded?.matched !== true;
    if (!wanted && !mayHoldWanted(path, filter, included, excluded)) {
      continue;
    }
    const entry = await readEntry(root, path);
    if (entry === undefined) {
      continue;
    }
    if (wanted) {
      yield* takePending(open);
      yield entry;
    }
    if (entry.stats.isDirectory()) {
      open.push(await openFolder(root, path, included, excluded, wanted ? undefined : entry));
    }
  }
}

function mayHoldWanted(
  path: string,
  filter: ContextFilter,
  included: Verdict | undefined,
  excluded: Verdict | undefined,
): boolean {
  const canInclude = included?.matched !== false || filter.include?.mayMatchBelow(path, false) === true;
  const canKeep = excluded?.matched !== true || filter.exclude?.mayMatchBelow(path, true) === true;
  return canInclude && canKeep;
}

function* takePending(open: readonly Folder[]): Generator<ContextEntry> {
  for (const folder of open) {
    if (folder.pending !== undefined) {
      yield folder.pending;
      folder.pending = undefined;
    }
  }
}

async function openFolder(
  root: string,
  path: string,
  included: Verdict | undefined,
  excluded: Verdict | undefined,
  pending: ContextEntry | undefined,
): Promise<Folder> {
  const names = await readdir(join(root, path));
  const sorted = names
    .map((name) => ({ name, bytes: Buffer.from(name) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ name }) => name);
  return { path, names: sorted, next: 0, included, excluded, pending };
}

/** undefined: gone meanwhile, or nothing an image can hold (socket, pipe, device). */
async function readEntry(root: string, path: string): Promise<ContextEntry | undefined> {
  const file = join(root, path);
  try {
    const stats = await lstat(file, { bigint: true });
    if (stats.isSymbolicLink()) {
      const link = await readlink(file);
      return { path, stats, link: process.platform === 'win32' ? link.replaceAll('\\', '/') : link };
    }
    return stats.isFile() || stats.isDirectory() ? { path, stats, link: undefined } : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
