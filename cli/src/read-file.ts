import { readFileSync } from 'node:fs';
import { UsageError } from './usage';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  EACCES: 'you have no right to read it',
  EPERM: 'you have no right to read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'one of its folders is a file',
};

/** The bytes of a file that the user named; a UsageError when it can't be read. */
export function readGivenFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** What is said of a file that can't be read. */
export function unreadable(path: string, error: unknown): UsageError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
  return new UsageError(`${path} can't be read: ${reason}.`, 'Name a file that is there and can be read.');
}
