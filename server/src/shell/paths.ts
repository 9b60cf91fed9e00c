import type { Known } from '../known';
import { known, unknown } from '../known';

/** As on Linux. */
const MAX_PATH = 4096;

/** `/a/./b/../c/` → `/a/c`. */
export function normalizePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      parts.pop();
    } else if (part !== '' && part !== '.') {
      parts.push(part);
    }
  }
  return `/${parts.join('/')}`;
}

/** The absolute path that a word means in a directory. */
export function resolvePath(cwd: Known<string>, path: Known<string>): Known<string> {
  if (!path.known) {
    return path;
  }
  if (path.value.startsWith('/')) {
    return known(normalizePath(path.value));
  }
  if (path.value === '') {
    return unknown('the path is empty');
  }
  if (cwd.known && cwd.value.length + path.value.length > MAX_PATH) {
    return unknown('the path is too long');
  }
  return cwd.known ? known(normalizePath(`${cwd.value}/${path.value}`)) : cwd;
}

export function baseName(path: string): string {
  return path.replace(/\/+$/, '').replace(/^.*\//s, '');
}

export function directoryName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed.slice(0, Math.max(1, trimmed.lastIndexOf('/')));
}
