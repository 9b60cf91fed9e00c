import { readFileSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { compilePatterns, matchesPath, parseDockerignore } from '../../../engine/src/docker/build/patterns';
import { copiesFile } from './copied-files';

/** What a build of a Dockerfile reads; absolute paths. */
export interface BuildPlace {
  readonly dockerfile: string;
  readonly context: string;
}

/** Whether a change of the file changes what the Dockerfile builds: it is copied, or says how it is built. */
export function isBuildInput({ dockerfile, context }: BuildPlace, file: string): boolean {
  const ignoreFile = ignoreFileOf({ dockerfile, context });
  if (file === dockerfile || file === ignoreFile) return true;
  const inside = relative(context, file);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return false;
  const path = inside.split(sep).join('/');
  return !isIgnored(ignoreFile, path) && copiesFile(readText(dockerfile) ?? '', path);
}

/** The Dockerfile's own wins over that of the context. */
function ignoreFileOf({ dockerfile, context }: BuildPlace): string {
  const own = `${dockerfile}.dockerignore`;
  return readText(own) === undefined ? `${context}${sep}.dockerignore` : own;
}

function isIgnored(ignoreFile: string, path: string): boolean {
  const text = readText(ignoreFile);
  if (text === undefined) return false;
  try {
    return matchesPath(compilePatterns(parseDockerignore(text)), path);
  } catch {
    // A pattern that Docker refuses: the build says so.
    return false;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
