import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirName, isWithin, normalisePath } from './paths';
import { MAX_TEXT_BYTES } from './text-limits';
import type { FileStat, FileSystem } from './types';

export interface DiskOptions {
  /** For so long what was seen is taken as still true, in milliseconds. */
  readonly freshFor?: number;
  readonly now?: () => number;
  /** Texts kept in memory, together. */
  readonly maxCachedBytes?: number;
  /** Paths of which state and listing are kept. */
  readonly maxCachedPaths?: number;
  readonly platform?: string;
}

export interface DiskFileSystem extends FileSystem {
  /** Look again at this path (all paths without one) on the next call, within the fresh time too. */
  forget(path?: string): void;
}

interface Seen {
  readonly at: number;
  readonly stamp: string;
  readonly stat: FileStat | undefined;
}

/** The disk. Texts and listings are read again only when the modification time or size changed. Symbolic links are followed, those that lead back to their own folder are left out. */
export function diskFs(options: DiskOptions = {}): DiskFileSystem {
  const { freshFor = 500, now = Date.now, maxCachedBytes = 32 * 1024 * 1024, maxCachedPaths = 20_000 } = options;
  const hasModes = (options.platform ?? process.platform) !== 'win32';
  const stats = bounded<Seen>(maxCachedPaths, () => 1);
  const texts = bounded<{ stamp: string; text: string | undefined }>(
    maxCachedBytes,
    (it) => 200 + (it.text?.length ?? 0) * 2,
  );
  const lists = bounded<{ stamp: string; names: readonly string[] }>(maxCachedPaths, (it) => 1 + it.names.length / 16);

  const look = (path: string): Seen => {
    const known = stats.get(path);
    const at = now();
    if (known && at - known.at < freshFor && at >= known.at) return known;
    const seen = lookAt(path, at, hasModes);
    stats.set(path, seen);
    return seen;
  };

  return {
    stat: (path) => look(path).stat,
    read(path) {
      const { stat, stamp } = look(path);
      if (stat?.type !== 'file' || stat.size > MAX_TEXT_BYTES) return undefined;
      const kept = texts.get(path);
      if (kept?.stamp === stamp) return kept.text;
      const text = readText(path);
      texts.set(path, { stamp, text });
      return text;
    },
    list(path) {
      const { stat, stamp } = look(path);
      if (stat?.type !== 'directory') return [];
      const kept = lists.get(path);
      if (kept?.stamp === stamp) return kept.names;
      const names = readNames(path);
      lists.set(path, { stamp, names });
      return names;
    },
    forget(path) {
      for (const cache of [stats, texts, lists]) {
        if (path === undefined) cache.clear();
        else cache.delete(path);
      }
    },
  };
}

function lookAt(path: string, at: number, hasModes: boolean): Seen {
  try {
    const link = lstatSync(path, { throwIfNoEntry: false });
    const stats = link?.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : link;
    const type = typeOf(stats);
    if (!stats || !type || (link?.isSymbolicLink() && type === 'directory' && leadsBack(path)))
      return { at, stamp: '', stat: undefined };
    const executable = hasModes ? (stats.mode & 0o111) !== 0 : undefined;
    // The change time too: `touch -r` and coarse clocks keep size and modification time.
    const stamp = `${stats.mtimeMs}/${stats.ctimeMs}/${stats.size}/${stats.ino}`;
    return { at, stamp, stat: { type, size: stats.size, executable } };
  } catch {
    return { at, stamp: '', stat: undefined };
  }
}

/** Pipes, sockets and devices are neither: reading one might never end. */
function typeOf(stats: Stats | undefined): FileStat['type'] | undefined {
  if (stats?.isDirectory()) return 'directory';
  return stats?.isFile() ? 'file' : undefined;
}

/** Is this link to a folder one to a folder it lies in? Walking it would never end. */
function leadsBack(path: string): boolean {
  const target = normalisePath(realpathSync(path));
  const folder = normalisePath(realpathSync(dirName(path)));
  return isWithin(folder, target);
}

function readText(path: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    return bytes.length > MAX_TEXT_BYTES || bytes.includes(0) ? undefined : bytes.toString('utf8');
  } catch {
    return undefined;
  }
}

function readNames(path: string): readonly string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}

interface Bounded<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
  clear(): void;
}

/** A map that drops what was not used for the longest time once the sizes add up to more than `most`. */
function bounded<T>(most: number, sizeOf: (value: T) => number): Bounded<T> {
  const map = new Map<string, T>();
  let total = 0;
  const drop = (key: string): void => {
    const old = map.get(key);
    if (old === undefined) return;
    map.delete(key);
    total -= sizeOf(old);
  };
  return {
    get(key) {
      const value = map.get(key);
      if (value === undefined) return undefined;
      map.delete(key);
      map.set(key, value);
      return value;
    },
    set(key, value) {
      drop(key);
      map.set(key, value);
      total += sizeOf(value);
      for (const oldest of map.keys()) {
        if (total <= most) break;
        drop(oldest);
      }
    },
    delete: drop,
    clear() {
      map.clear();
      total = 0;
    },
  };
}
