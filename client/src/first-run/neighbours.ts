import { opendirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Dirent } from 'node:fs';
import { copiedByName } from '../testing/copied-files';
import type { RunSource } from './first-request';
import type { Neighbour } from './likely-places';

/** How deep it is looked into a folder, and at how many entries of one and of all: it may be a data set of millions. */
const LEVELS = 3;
const IN_A_FOLDER = 200;
const IN_ALL = 5_000;

/** How many entries may still be looked at. */
interface Left {
  entries: number;
}

/** What lies in a folder, with what the Dockerfile of the run copies into the image. */
export function neighboursIn(folder: string, source: RunSource): readonly Neighbour[] {
  const copies = copiesOf(source);
  const left: Left = { entries: IN_ALL };
  return entriesOf(folder, left).map((entry) => {
    const path = join(folder, entry.name);
    return {
      name: entry.name,
      files: entry.isDirectory() ? filesIn(path, LEVELS, left) : undefined,
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

/** The names of the files below a folder, of as many as `left` allows. */
function filesIn(folder: string, levels: number, left: Left): readonly string[] {
  if (levels === 0) return [];
  return entriesOf(folder, left)
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name), levels - 1, left) : [entry.name]));
}

/** The first entries that the file system tells, by name; none where it can't be read. A folder of millions is not read to its end. */
function entriesOf(folder: string, left: Left): readonly Dirent[] {
  const entries: Dirent[] = [];
  try {
    const open = opendirSync(folder);
    try {
      for (let entry = open.readSync(); entry !== null; entry = open.readSync()) {
        if (entries.length === IN_A_FOLDER || left.entries === 0) break;
        left.entries -= 1;
        entries.push(entry);
      }
    } finally {
      open.closeSync();
    }
  } catch {
    // What was read so far is what there is to offer.
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
