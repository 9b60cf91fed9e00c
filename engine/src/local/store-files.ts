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
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '');
}

/** For `catch`: a file that is not there is no error. */
export function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

/** For `catch`: a full disk is no error. */
export function ignoreDiskFull(error: unknown): void {
  if (!isDiskFull(error)) throw error;
}

/** What is said when the folder of jobs can't be read; what nobody can act on stays as it is. */
export function notRead(root: string, cause: unknown): unknown {
  const why = UNUSABLE[errorCode(cause) ?? ''];
  if (why === undefined) return cause;
  return new UserError(`The jobs in ${root} can’t be read: ${why}.`, `Mend that, or ${OTHER_FOLDER}.`, { cause });
}

const OTHER_FOLDER = 'set another folder for jobs (SAGEMAKER_CONTAINERS_HOME)';

/** What is said of a job that can't be written to the folder of jobs; what nobody can act on stays as it is. */
export function notKept(root: string, cause: unknown): unknown {
  if (isDiskFull(cause)) {
    return new UserError(
      `The disk of ${root} is full, so the job can’t be kept there.`,
      `Free some space, or ${OTHER_FOLDER}.`,
      {
        cause,
      },
    );
  }
  const why = UNUSABLE[errorCode(cause) ?? ''];
  if (why === undefined) return cause;
  return new UserError(`The job can’t be kept in ${root}: ${why}.`, `Mend that, or ${OTHER_FOLDER}.`, { cause });
}

const UNUSABLE: Readonly<Record<string, string>> = {
  EACCES: 'you have no right to it',
  EPERM: 'you have no right to it',
  EROFS: 'its file system can only be read',
  ENOTDIR: 'a file stands where a folder has to be',
  EEXIST: 'a file stands where a folder has to be',
};
