import { createReadStream } from 'node:fs';
import type { Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import type { Pack } from 'tar-stream';

const WINDOWS_MODE = 0o755;
const PERMISSIONS = 0o7777;

/**
 * A tar of all that is at `path`, a folder or a file, with its modes, owners and links, as a mount would show it. `name`
 * is where it lies in the tar; empty, for a folder: at its root. It is read while it is taken, so that its size does not
 * matter. Sockets and devices are left out.
 */
export function packTree(path: string, name: string, signal: AbortSignal): Readable {
  const archive = pack();
  const fill = async (): Promise<void> => {
    await add(archive, path, name, await fs.stat(path), signal);
    archive.finalize();
  };
  fill().catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return archive as unknown as Readable;
}

async function add(archive: Pack, path: string, name: string, stats: Stats, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const header = headerOf(name, stats);
  if (stats.isDirectory()) {
    if (name !== '') await addEmpty(archive, { ...header, name: `${name}/`, type: 'directory' });
    for await (const entry of await fs.opendir(path)) {
      const below = join(path, entry.name);
      const inside = name === '' ? entry.name : `${name}/${entry.name}`;
      await add(archive, below, inside, await fs.lstat(below), signal);
    }
  } else if (stats.isSymbolicLink()) {
    const linkname = await fs.readlink(path);
    await addEmpty(archive, { ...header, type: 'symlink', linkname });
  } else if (stats.isFile()) {
    const { size } = stats;
    const entry = archive.entry({ ...header, type: 'file', size });
    // A file that grows meanwhile must not spoil the archive.
    const content = size === 0 ? Readable.from([]) : createReadStream(path, { end: size - 1 });
    await pipeline(content, entry as unknown as Writable, { signal });
  }
}

function addEmpty(archive: Pack, header: Parameters<Pack['entry']>[0]): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry(header, '', (error) => {
      if (error === undefined || error === null) resolve();
      else reject(error);
    });
  });
}

function headerOf(name: string, { mode, uid, gid, mtime }: Stats) {
  if (process.platform === 'win32') return { name, mtime, mode: WINDOWS_MODE, uid: 0, gid: 0 };
  return { name, mtime, mode: mode & PERMISSIONS, uid, gid };
}
