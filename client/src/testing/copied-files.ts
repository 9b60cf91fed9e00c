import { instructionsOf } from './place-line';

/**
 * Whether a build of this Dockerfile takes the file from its context; `path` is relative to the context, with forward
 * slashes. A source that a build argument names may be anything.
 */
export function copiesFile(dockerfile: string, path: string): boolean {
  return instructionsOf(dockerfile)
    .flatMap(({ keyword, text }) => sourcesOf(keyword, text))
    .some((source) => covers(source, path));
}

/**
 * Whether this Dockerfile copies a file or folder, or something in it, by its name; one that copies its whole context does
 * not. `path` is relative to the context, with forward slashes.
 */
export function copiedByName(dockerfile: string, path: string): boolean {
  return instructionsOf(dockerfile)
    .flatMap(({ keyword, text }) => sourcesOf(keyword, text))
    .filter((source) => !source.includes('$'))
    .map(cleaned)
    .some((source) => source !== '' && (covers(source, path) || source.startsWith(`${path}/`)));
}

function sourcesOf(keyword: string, text: string): readonly string[] {
  if (keyword === 'COPY' || keyword === 'ADD') return copySources(text);
  return keyword === 'RUN' ? mountSources(text) : [];
}

function copySources(text: string): readonly string[] {
  const words = text.replace(/^\w+\s+/, '').split(/\s+/);
  const flags = words.filter((word) => word.startsWith('--'));
  // From a stage or an image.
  if (flags.some((flag) => flag.startsWith('--from='))) return [];
  const rest = words.filter((word) => !word.startsWith('--'));
  const paths = rest[0]?.startsWith('[') === true ? jsonWords(rest.join(' ')) : rest;
  return paths.slice(0, -1).filter((source) => !/^<<|^https?:|^git@/.test(source));
}

function jsonWords(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) => word);
}

/** Bind mounts without a `from` are of the context. */
function mountSources(text: string): readonly string[] {
  const mounts = [...text.matchAll(/--mount=(\S+)/g)].map(([, options = '']) => options.split(','));
  return mounts.flatMap((options) => {
    const option = (...names: readonly string[]): string | undefined =>
      options.find((it) => names.some((name) => it.startsWith(`${name}=`)))?.replace(/^[^=]*=/, '');
    const isBind = (option('type') ?? 'bind') === 'bind';
    return isBind && option('from') === undefined ? [option('source', 'src') ?? '.'] : [];
  });
}

function covers(source: string, path: string): boolean {
  if (source.includes('$')) return true;
  const clean = cleaned(source);
  if (clean === '') return true;
  if (path === clean || path.startsWith(`${clean}/`)) return true;
  return /[*?[]/.test(clean) && new RegExp(`^${globPattern(clean)}(?:/|$)`).test(path);
}

/** Empty: the whole context. */
function cleaned(source: string): string {
  return source
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '')
    .replace(/^\.$/, '');
}

/** Go's path patterns, as COPY has them. */
function globPattern(glob: string): string {
  return glob
    .replaceAll(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('**', '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('\u0000', '.*')
    .replaceAll('?', '[^/]');
}
