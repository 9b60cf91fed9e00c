import { joinPath, relativeTo } from './paths';
import type { BuildContext, FileStat } from './types';

const MOST_ENTRIES = 5_000;
const MOST_LEVELS = 12;

export interface Walked {
  readonly path: string;
  /** Relative to the folder walked. */
  readonly relative: string;
  readonly stat: FileStat;
}

/**
 * What of a folder of the context is sent to the builder, level by level, so that what lies near the top is seen even
 * when there is too much to look at; `complete` is false then.
 */
export function walkFolder(
  context: BuildContext,
  folder: string,
): { readonly entries: readonly Walked[]; readonly complete: boolean } {
  const { fs } = context;
  const goesInside = hasExceptions(context);
  const entries: Walked[] = [];
  let level: readonly string[] = [folder];
  let looked = 0;
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return { entries, complete: false };
    const next: string[] = [];
    for (const directory of level) {
      for (const name of fs.list(directory)) {
        if (++looked > MOST_ENTRIES) return { entries, complete: false };
        const path = joinPath(directory, name);
        const ignored = isIgnored(context, path);
        if (ignored && !goesInside) continue;
        const stat = fs.stat(path);
        if (stat?.type === 'directory') next.push(path);
        if (stat && !ignored) entries.push({ path, relative: relativeTo(folder, path), stat });
      }
    }
    level = next;
  }
  return { entries, complete: true };
}

/** Does `.dockerignore` keep this absolute path out? */
export function isIgnored(context: BuildContext, path: string): boolean {
  return context.root !== undefined && path !== context.root && context.ignored(relativeTo(context.root, path));
}

/** May something in a folder that is kept out pass all the same? */
export function hasExceptions(context: BuildContext): boolean {
  return context.ignoreFile !== undefined && /^[ \t]*!/m.test(context.ignoreFile.text);
}
