import { isAbsolute, relative } from 'node:path';

/** A path as people in `cwd` read it best: from there when it lies inside, else the whole of it. */
export function shownPath(cwd: string, path: string): string {
  const here = relative(cwd, path);
  if (here === '') return '.';
  return here.startsWith('..') || isAbsolute(here) ? path : here;
}
