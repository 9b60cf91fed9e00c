/** `file://` URL of an absolute path with `/`. */
export function pathToFileURL(path: string): string {
  const absolute = path.startsWith('/') ? path : `/${path}`;
  return `file://${absolute
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/^\/([A-Za-z])%3A/, '/$1:')}`;
}
