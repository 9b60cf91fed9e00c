import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { walkContext } from './context-walk';
import { compilePatterns, parseDockerignore } from './patterns';

/** What a build would take of a path of its context, as far as it can be told without reading it. */
export interface PathState {
  readonly kind: 'file' | 'folder' | 'link';
  /** Permission bits. */
  readonly mode: number;
  /** Another one after each change; of a folder always the same. */
  readonly version: string;
}

/** All that a build depends on. */
export interface ContextState {
  /** Undefined: it is not there. */
  readonly dockerfile: string | undefined;
  /** The text of the .dockerignore that holds for it. */
  readonly ignored: string | undefined;
  /** By path relative to the context, with forward slashes; without what is ignored. */
  readonly paths: ReadonlyMap<string, PathState>;
}

const PERMISSIONS = 0o7777n;

/** Looks at the context of a build. Paths are absolute. */
export async function contextState(contextDir: string, dockerfile: string): Promise<ContextState> {
  const ignored = (await textOf(`${dockerfile}.dockerignore`)) ?? (await textOf(join(contextDir, '.dockerignore')));
  const exclude = ignored === undefined ? undefined : compilePatterns(parseDockerignore(ignored));
  const paths = new Map<string, PathState>();
  for await (const { path, stats, link } of walkContext(contextDir, { include: undefined, exclude })) {
    const mode = Number(stats.mode & PERMISSIONS);
    if (link !== undefined) paths.set(path, { kind: 'link', mode: 0, version: link });
    else if (stats.isDirectory()) paths.set(path, { kind: 'folder', mode, version: '' });
    else paths.set(path, { kind: 'file', mode, version: `${stats.size} ${stats.mtimeNs} ${stats.ino}` });
  }
  return { dockerfile: await textOf(dockerfile), ignored, paths };
}

function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
