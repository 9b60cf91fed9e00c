import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../user-error';
import type { NewFile } from './render';

const EXECUTABLE = 0o755;
const PLAIN = 0o644;
const MOST_NAMED = 5;

/**
 * Writes new files into a folder, which is made when it is not there. Nothing is overwritten: when one of the files exists
 * already, none is written, and a UserError names those that exist.
 */
export async function writeNewFiles(folder: string, files: readonly NewFile[]): Promise<void> {
  const taken = files.map(({ path }) => path).filter((path) => existsSync(join(folder, path)));
  if (taken.length > 0) {
    const more = taken.length > MOST_NAMED ? ` and ${taken.length - MOST_NAMED} more` : '';
    throw new UserError(
      `${folder} already has ${taken.slice(0, MOST_NAMED).join(', ')}${more}; nothing was written.`,
      'Choose another folder, or move these files away.',
    );
  }
  for (const { path, text, executable } of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx', mode: executable ? EXECUTABLE : PLAIN });
  }
}
