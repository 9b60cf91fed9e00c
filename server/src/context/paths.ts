/**
 * Paths with `/` on every platform, without `node:path`, so that they work in a web worker too. Roots are `/`, `C:/` and
 * `//server`.
 */
export function normalisePath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const root = rootOf(slashed);
  return resolveParts(root, slashed.slice(root.length));
}

/** Absolute path of `relative` as seen from the folder `base`; an absolute `relative` wins. */
export function joinPath(base: string, relative: string): string {
  if (rootOf(relative) !== '') return resolveParts(rootOf(relative), relative.slice(rootOf(relative).length));
  const root = rootOf(base);
  return resolveParts(root, `${base.slice(root.length)}/${relative}`);
}

/** Parts of an absolute path that normalising takes out: empty ones, `.` and `..`. */
const NOT_NORMAL = /\/\.{0,2}(?:\/|$)/;

/** The same inside an image or a build context, where `/` is the only root and `C:` a name like any other. */
export function joinInside(base: string, relative: string): string {
  if (relative.startsWith('/') && !NOT_NORMAL.test(relative)) return relative;
  return resolveParts('/', relative.startsWith('/') ? relative : `${base}/${relative}`);
}

/** The folder that holds it; the root holds itself. */
export function dirName(path: string): string {
  const root = rootOf(path);
  const cut = path.lastIndexOf('/');
  return cut < root.length ? root : path.slice(0, cut);
}

/** The last part, without a slash. */
export function baseName(path: string): string {
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path;
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** Is the (normalised) path inside the directory, not the directory itself? */
export function isBelow(path: string, directory: string): boolean {
  return path.length > directory.length && path.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
}

/** Is the (normalised) path the directory or inside it? */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || isBelow(path, directory);
}

/** What remains of `path` (inside `directory`) after the directory, without a leading slash. */
export function relativeTo(directory: string, path: string): string {
  return path.slice(directory.endsWith('/') ? directory.length : directory.length + 1);
}

/** `/`, `C:/`, `//server` or empty for a relative path. */
export function rootOf(path: string): string {
  if (/^[A-Za-z]:\//.test(path)) return path.slice(0, 3);
  const share = /^\/\/[^/]+(?=\/)/.exec(path);
  if (share) return `${share[0]}/`;
  return path.startsWith('/') ? '/' : '';
}

function resolveParts(root: string, rest: string): string {
  const parts: string[] = [];
  for (const part of rest.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return root + parts.join('/');
}
