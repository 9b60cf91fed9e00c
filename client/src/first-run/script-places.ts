import { posix } from 'node:path';

/**
 * Folders in which scripts lie, from the paths of scripts relative to the workspace, with slashes: those named for code
 * first, then the shallow ones. `.`: the workspace itself.
 */
export function sourceFolders(scripts: readonly string[]): readonly string[] {
  const folders = [...new Set(scripts.map((path) => posix.dirname(path)))];
  return folders.sort((a, b) => rankOf(a) - rankOf(b) || a.localeCompare(b));
}

/** Of scripts in one folder, the one that is most likely run comes first. */
export function likelyPrograms(names: readonly string[], usual: string): readonly string[] {
  const rank = (name: string): number =>
    name === usual ? 0 : /^(?:main|run|train|inference|process)/.test(name) ? 1 : 2;
  return [...names].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

function rankOf(folder: string): number {
  const depth = folder === '.' ? 0 : folder.split('/').length;
  return /^(?:code|src|source|scripts?)$/.test(posix.basename(folder)) ? depth : depth + 10;
}
