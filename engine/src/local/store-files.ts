import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { isDiskFull } from '../docker/disk-full';
import { errorCode } from '../docker/error-code';
import { UserError } from '../user-error';

/** Whole or not at all. */
export async function replaceFile(folder: string, name: string, value: unknown): Promise<void> {
  const temporary = join(folder, `.${name}.${randomUUID()}`);
  try {
    await fs.writeFile(temporary, JSON.stringify(value, undefined, 2), { mode: 0o600 });
    await fs.rename(temporary, join(folder, name));
  } catch (error) {
    await fs.rm(temporary, { force: true });
    throw error;
  }
}

/** Undefined: there is no such file, or it is no JSON. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await fs.readFile(path, 'utf8')) as unknown;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function ignoreMissing(error: unknown): void {
  if (errorCode(error) !== 'ENOENT') throw error;
}

export function ignoreDiskFull(error: unknown): void {
  if (!isDiskFull(error)) throw error;
}

export function diskFull(root: string, cause: unknown): UserError {
  return new UserError(
    `The disk of ${root} is full, so the job can’t be kept there.`,
    'Free some space, or set another folder for jobs.',
    { cause },
  );
}
