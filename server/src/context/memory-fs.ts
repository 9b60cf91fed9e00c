import { dirName, joinPath } from './paths';
import { usableText } from './text-limits';
import type { FileStat, FileSystem } from './types';

export type MemoryFile = string | { readonly text: string; readonly executable: boolean };

/** A file system made of the given files (absolute paths, or paths below `/`). Without an entry's own word, nothing is executable. */
export function memoryFs(files: Readonly<Record<string, MemoryFile>>): FileSystem {
  const texts = new Map<string, { readonly text: string; readonly executable: boolean }>();
  const folders = new Map<string, Set<string>>();
  for (const [name, file] of Object.entries(files)) {
    const path = joinPath('/', name);
    texts.set(path, typeof file === 'string' ? { text: file, executable: false } : file);
    addToFolders(path, folders);
  }
  const lists = new Map([...folders].map(([path, names]) => [path, [...names].sort()]));
  return {
    stat(path): FileStat | undefined {
      const file = texts.get(path);
      if (file) return { type: 'file', size: file.text.length, executable: file.executable };
      return folders.has(path) ? { type: 'directory', size: 0, executable: true } : undefined;
    },
    read(path) {
      const file = texts.get(path);
      return file && usableText(file.text);
    },
    list: (path) => lists.get(path) ?? [],
  };
}

function addToFolders(path: string, folders: Map<string, Set<string>>): void {
  for (let child = path, folder = dirName(path); child !== folder; child = folder, folder = dirName(folder)) {
    const names = folders.get(folder) ?? new Set();
    folders.set(folder, names.add(child.slice(child.lastIndexOf('/') + 1)));
  }
}
