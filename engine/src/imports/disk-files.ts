import { readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ProjectFiles } from './files';

/** The files of a folder on disk. */
export function diskFiles(root: string): ProjectFiles {
  return {
    text: (path) => attempt(() => readFileSync(resolve(root, path), 'utf8')),
    list: (folder) => attempt(() => readdirSync(resolve(root, folder)).sort()) ?? [],
    isFolder: (path) => statSync(resolve(root, path), { throwIfNoEntry: false })?.isDirectory() === true,
  };
}

/** What is not there, or can't be read, is no part of a project. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
