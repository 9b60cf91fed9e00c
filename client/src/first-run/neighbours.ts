import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Dirent } from 'node:fs';
import { copiedByName } from '../testing/copied-files';
import type { RunSource } from './first-request';
import type { Neighbour } from './likely-places';

/** How deep it is looked into a folder, and how many entries of it are looked at: it may be a data set of millions. */
const LEVELS = 3;
const ENTRIES = 200;

/** What lies in a folder, with what the Dockerfile of the run copies into the image. */
export function neighboursIn(folder: string, source: RunSource): readonly Neighbour[] {
  const copies = copiesOf(source);
  return entriesOf(folder).map((entry) => {
    const path = join(folder, entry.name);
    return {
      name: entry.name,
      files: entry.isDirectory() ? filesIn(path, LEVELS) : undefined,
      copied: copies(path),
    };
  });
}

/** Whether the build takes a path by its name: a Dockerfile that copies its whole context says nothing of it. */
function copiesOf(source: RunSource): (path: string) => boolean {
  if (source.kind === 'image') return () => false;
  const text = readFileSync(source.path, 'utf8');
  const context = source.settings.context ?? dirname(source.path);
  return (path) => copiedByName(text, relative(context, path).split(sep).join('/'));
}

function filesIn(folder: string, levels: number): readonly string[] {
  if (levels === 0) return [];
  return entriesOf(folder)
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name), levels - 1) : [entry.name]));
}

/** None where it can't be read. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).slice(0, ENTRIES);
  } catch {
    return [];
  }
}
