import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ReadTemplate } from './render';

/** Reads the templates of a folder. */
export function templatesIn(folder: string): ReadTemplate {
  return (path) => readFileSync(join(folder, path), 'utf8');
}

/** Reads the templates that come with this program: `templates/` of the checkout, or of the installed extension. */
export function ownTemplates(): ReadTemplate {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'templates');
    if (existsSync(join(candidate, 'common/README.md'))) return templatesIn(candidate);
    if (folder === dirname(folder)) throw new Error(`There is no folder of templates above ${__dirname}`);
  }
}
