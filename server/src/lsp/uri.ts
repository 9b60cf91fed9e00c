/**
 * Paths and `file:` URIs. Paths are absolute with `/`; a drive letter is lower case (`c:/work/Dockerfile`), a UNC path
 * begins with two slashes.
 */
export function fileUriToPath(uri: string): string | undefined {
  const match = /^file:\/\/([^/?#]*)(\/[^?#]*)/i.exec(uri);
  if (!match) return undefined;
  const authority = decode(match[1] ?? '');
  const path = decode(match[2] ?? '/');
  if (authority !== '' && authority.toLowerCase() !== 'localhost') return `//${authority}${path}`;
  const drive = /^\/([A-Za-z]):(.*)$/s.exec(path);
  return drive ? `${(drive[1] ?? '').toLowerCase()}:${drive[2] ?? ''}` : path;
}

/** The `file:` URI of an absolute path, encoded as VS Code does it. */
export function pathToFileUri(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const unc = /^\/\/([^/]+)(\/.*)?$/s.exec(slashed);
  if (unc) return `file://${encodeURIComponent(unc[1] ?? '')}${encodePath(unc[2] ?? '/')}`;
  return `file://${encodePath(slashed.startsWith('/') ? slashed : `/${slashed}`)}`;
}

/** Last segment of the URI's path, decoded: the file name that a person sees. */
export function fileNameOf(uri: string): string {
  const path = uri.replace(/[?#].*$/s, '');
  return decode(path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1));
}

function encodePath(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeURIComponent(segment).replace(/[!'()*]/g, percent))
    .join('/');
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
