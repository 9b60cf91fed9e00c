import { lstat, readdir, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { compilePatterns } from './patterns';

/** Enough for any real tree; a knot of links must not keep us busy for ever. */
const MOST_PATHS = 10_000;

/**
 * The paths a COPY names, and those that symbolic links on the way to them lead to, as BuildKit's own clients give
 * them (fsutil.FollowLinks). Links can't lead out of the root. undefined: everything is wanted.
 */
export async function followLinks(root: string, paths: readonly string[]): Promise<readonly string[] | undefined> {
  const found = new Set<string>();
  const queue = paths.map(inside);
  const seen = new Set<string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (path === '.') {
      return undefined;
    }
    if (seen.has(path)) {
      continue;
    }
    seen.add(path);
    if (seen.size > MOST_PATHS) {
      return undefined;
    }
    const { known, targets } = await follow(root, path);
    found.add(known);
    queue.push(...targets);
  }
  return [...found].sort();
}

/** Goes down the path as far as no link turns it away. */
async function follow(root: string, path: string): Promise<{ known: string; targets: readonly string[] }> {
  const segments = path.split('/');
  for (let depth = 1; depth <= segments.length; depth += 1) {
    const current = segments.slice(0, depth).join('/');
    const links = await linkTargets(root, current);
    if (links.length > 0) {
      const rest = segments.slice(depth).join('/');
      // A wildcard may hit links and other things: these stay wanted by the pattern itself.
      const known = /[*?[]/.test(segments[depth - 1] ?? '') ? path : current;
      return { known, targets: links.map((link) => inside(posix.join(link, rest))) };
    }
  }
  return { known: path, targets: [] };
}

async function linkTargets(root: string, path: string): Promise<readonly string[]> {
  const folder = posix.dirname(path);
  const name = posix.basename(path);
  if (!/[*?[]/.test(name)) {
    const target = await linkTarget(root, path);
    return target === undefined ? [] : [target];
  }
  const pattern = compilePatterns([name]);
  const names = await readdir(join(root, folder)).catch(() => []);
  const targets: string[] = [];
  for (const each of names.filter((entry) => pattern.check(entry).matched)) {
    const link = posix.join(folder, each);
    const target = await linkTarget(root, link);
    if (target !== undefined) {
      targets.push(link, target);
    }
  }
  return targets;
}

async function linkTarget(root: string, path: string): Promise<string | undefined> {
  try {
    const file = join(root, path);
    if (!(await lstat(file)).isSymbolicLink()) {
      return undefined;
    }
    const target = (await readlink(file)).replaceAll('\\', '/');
    return posix.isAbsolute(target) ? inside(target) : inside(posix.join(posix.dirname(path), target));
  } catch {
    return undefined; // What isn't there is reported by the engine, with the instruction that wants it.
  }
}

/** A path relative to the root that can't leave it. */
function inside(path: string): string {
  const clean = posix.join('/', path).replace(/\/+$/, '').slice(1);
  return clean === '' ? '.' : clean;
}
