import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './usage';

const SKIPPED = new Set([
  'node_modules',
  '.git',
  '.venv',
  'venv',
  '__pycache__',
  '.tox',
  '.terraform',
  'site-packages',
]);
const NOT_A_DOCKERFILE = /\.(?:dockerignore|md|txt|py|ipynb|sh|bak|orig|swp|json|ya?ml|html)$/i;

/** `Dockerfile`, `Dockerfile.gpu`, `Dockerfile-x`, `Dockerfile_x`, `x.Dockerfile`, `Containerfile`, in any case. */
export function isDockerfileName(name: string): boolean {
  return /^(?:dockerfile|containerfile)(?:[.\-_].+)?$|.+\.dockerfile$/i.test(name) && !NOT_A_DOCKERFILE.test(name);
}

/** The Dockerfiles behind what the user named, in order of path; files named outright are taken whatever they are called. */
export function findDockerfiles(paths: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) throw new UsageError(`There is no ${path}. Name a Dockerfile or a folder.`);
    if (stat.isDirectory()) walk(path, found);
    else found.push(path);
  }
  return [...new Set(found)];
}

function walk(folder: string, found: string[]): void {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) walk(path, found);
    } else if (
      isDockerfileName(entry.name) &&
      (entry.isFile() || statSync(path, { throwIfNoEntry: false })?.isFile())
    ) {
      found.push(path);
    }
  }
}
