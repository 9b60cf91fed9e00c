import { findIgnoreFile, parseDockerignore } from './dockerignore';
import { expandSource } from './expand-sources';
import { dirName, isWithin, joinInside, joinPath, rootOf } from './paths';
import type { BuildContext, FileSystem } from './types';

export interface ContextQuestion {
  /** Absolute; undefined when no file stands behind the text. */
  readonly dockerfilePath: string | undefined;
  readonly fs: FileSystem;
  /** The context that the project file names. */
  readonly declared?: string | undefined;
  /** Source patterns of COPY and ADD, see `contextSources`. */
  readonly copies: readonly string[];
  /** Workspace folder: no context above it. */
  readonly boundary?: string | undefined;
  /** The user's home folder: no context above the Dockerfile's own folder is looked for there. */
  readonly home?: string | undefined;
}

const MOST_LEVELS = 4;

/** The folder that is sent to the builder: the declared one, else the Dockerfile's folder or the ancestor of it that holds most of what is copied. */
export function findContext(question: ContextQuestion): BuildContext {
  const { dockerfilePath, fs, declared } = question;
  if (declared !== undefined) {
    const reliable = fs.stat(declared)?.type === 'directory';
    return contextAt(declared, 'declared', reliable, question);
  }
  const folders = dockerfilePath === undefined ? [] : candidates(dockerfilePath, question);
  const telling = question.copies.filter((pattern) => joinInside('/', pattern) !== '/');
  let best: { readonly folder: string; readonly hits: number } | undefined;
  for (const folder of folders) {
    const hits = telling.filter((pattern) => expandSource(fs, folder, pattern, 1).length > 0).length;
    if (!best || hits > best.hits) best = { folder, hits };
    if (hits === telling.length) break;
  }
  if (!best) return contextAt(undefined, 'none', false, question);
  const meant = best.hits === 0 ? folders.find((folder) => hasFolders(folder, telling, fs)) : undefined;
  if (meant !== undefined) return contextAt(meant, 'inferred', true, question);
  const reliable =
    telling.length > 0 ? best.hits > 0 && best.hits * 2 >= telling.length : isEvident(best.folder, folders.length, fs);
  return contextAt(best.folder, 'inferred', reliable, question);
}

/** No file is there, and the folders of all of them are: their names are misspelt. One level alone may be chance. */
function hasFolders(context: string, patterns: readonly string[], fs: FileSystem): boolean {
  const deep = patterns.map((pattern) => dirName(joinInside('/', pattern)));
  return (
    deep.some((folder) => folder.split('/').length > 2) &&
    deep.every((folder) => folder !== '/' && fs.stat(joinPath(context, folder.slice(1)))?.type === 'directory')
  );
}

function contextAt(
  root: string | undefined,
  how: BuildContext['how'],
  reliable: boolean,
  { fs, dockerfilePath }: ContextQuestion,
): BuildContext {
  const ignoreFile =
    root === undefined ? undefined : findIgnoreFile(fs, dockerfilePath ?? joinPath(root, 'Dockerfile'), root);
  const ignored = parseDockerignore(ignoreFile?.text ?? '');
  return { root, how, reliable, fs, ignored, ignoreFile };
}

/** The Dockerfile's folder and its ancestors up to the repository's or workspace's own. */
function candidates(dockerfilePath: string, { fs, boundary, home }: ContextQuestion): readonly string[] {
  const found: string[] = [];
  let folder = dirName(dockerfilePath);
  for (let level = 0; level <= MOST_LEVELS; level++, folder = dirName(folder)) {
    if (folder === rootOf(folder) || (level > 0 && isHome(folder, home))) break;
    if (boundary !== undefined && level > 0 && !isWithin(folder, boundary)) break;
    if (fs.stat(folder)?.type !== 'directory') break;
    found.push(folder);
    if (isHome(folder, home) || fs.stat(joinPath(folder, '.git'))) break;
  }
  return found;
}

function isHome(folder: string, home: string | undefined): boolean {
  return folder === home || /^(?:\/root|\/(?:home|Users)(?:\/[^/]+)?|[A-Za-z]:\/Users(?:\/[^/]+)?)$/.test(folder);
}

/** When only `.` is copied nothing tells folders apart: take the Dockerfile's own for sure only if there is no other, or it looks like one. */
function isEvident(folder: string, choices: number, fs: FileSystem): boolean {
  if (choices === 1 || fs.stat(joinPath(folder, '.dockerignore'))) return true;
  return (
    !/docker|container|deploy|build|\bci\b/i.test(folder.slice(folder.lastIndexOf('/'))) &&
    fs.list(folder).some(isSource)
  );
}

function isSource(name: string): boolean {
  return /\.(?:py|r|ipynb|js|ts|java|go|toml)$|^requirements.*\.txt$|^package\.json$/i.test(name);
}
