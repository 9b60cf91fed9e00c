import { compileGlob, globMatches, hasWildcard, unescapeGlob } from './glob';
import type { Glob } from './glob';
import { joinInside, joinPath } from './paths';
import type { FileSystem } from './types';

const MOST_MATCHES = 5_000;

/**
 * Absolute paths that a source pattern of COPY or ADD names in the folder, in order; empty when there is none. A pattern
 * can't leave the folder: Docker takes `/x` and `../x` as `x`.
 */
export function expandSource(fs: FileSystem, root: string, pattern: string, most = MOST_MATCHES): readonly string[] {
  const parts = joinInside('/', pattern).slice(1).split('/');
  if (!hasWildcard(pattern)) {
    const path = joinPath(root, unescapeGlob(parts.join('/')));
    return fs.stat(path) ? [path] : [];
  }
  let found: readonly string[] = [root];
  for (const [index, part] of parts.entries()) {
    found = hasWildcard(part)
      ? matchNames(fs, found, part, most)
      : found.map((folder) => joinPath(folder, unescapeGlob(part))).filter((path) => fs.stat(path));
    if (found.length === 0 || index === parts.length - 1) break;
  }
  return found;
}

function matchNames(fs: FileSystem, folders: readonly string[], part: string, most: number): readonly string[] {
  const glob: Glob | undefined = compileGlob(part, false);
  const found: string[] = [];
  if (!glob) return found;
  for (const folder of folders) {
    for (const name of fs.list(folder)) {
      if (globMatches(glob, name)) found.push(joinPath(folder, name));
      if (found.length >= most) return found;
    }
  }
  return found;
}
