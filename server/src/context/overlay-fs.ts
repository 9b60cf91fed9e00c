import { baseName, dirName, isBelow } from './paths';
import { usableText } from './text-limits';
import type { FileSystem } from './types';

/**
 * Open editors over another file system: their unsaved text wins, mode bits come from the file underneath. `open` maps
 * absolute paths to texts and may change between calls.
 */
export function overlayFs(under: FileSystem, open: ReadonlyMap<string, string>): FileSystem {
  return {
    stat(path) {
      const text = open.get(path);
      const below = under.stat(path);
      if (text !== undefined) return { type: 'file', size: text.length, executable: below?.executable };
      if (below) return below;
      for (const it of open.keys()) if (isBelow(it, path)) return { type: 'directory', size: 0, executable: undefined };
      return undefined;
    },
    read(path) {
      const text = open.get(path);
      return text === undefined ? under.read(path) : usableText(text);
    },
    list(path) {
      const names = under.list(path);
      const added = new Set<string>();
      for (const it of open.keys()) {
        const child = isBelow(it, path) ? childOf(path, it) : undefined;
        if (child !== undefined && !names.includes(child)) added.add(child);
      }
      return added.size === 0 ? names : [...names, ...added].sort();
    },
  };
}

/** The entry of `folder` on the way to `path`. */
function childOf(folder: string, path: string): string {
  let child = path;
  while (dirName(child) !== folder) child = dirName(child);
  return baseName(child);
}
