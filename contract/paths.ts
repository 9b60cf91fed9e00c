/**
 * An absolute POSIX path without doubled or trailing slashes, `.` and `..`; undefined for any other text.
 * Variables (`$X`) and placeholders are kept as they are.
 */
export function normalPath(path: string): string | undefined {
  if (!path.startsWith('/')) return undefined;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** The names along a path: `/opt/ml` gives `opt`, `ml`. */
export function segments(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

/** Whether `path` is `parent` or lies in it. A `<name>` in `parent` stands for any one name. Both normalised. */
export function isWithin(path: string, parent: string): boolean {
  if (!parent.includes('<') && !parent.endsWith('/') && !path.includes('//'))
    return path.startsWith(parent) && (path.length === parent.length || path[parent.length] === '/');
  const parts = segments(path);
  return segments(parent).every((wanted, index) => {
    const part = parts[index];
    return part !== undefined && (part === wanted || isPlaceholder(wanted));
  });
}

function isPlaceholder(segment: string): boolean {
  return segment.startsWith('<') && segment.endsWith('>');
}
