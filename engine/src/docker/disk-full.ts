import { errorCode } from './error-code';

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/** Whether a file could not be written because there is no space, or none that this user may have. */
export function isDiskFull(error: unknown): boolean {
  const code = errorCode(error);
  return typeof code === 'string' && FULL.has(code);
}

/** The same of what the engine could not write. */
export function isEngineDiskFull(error: unknown): boolean {
  return error instanceof Error && /no space left on device|disk quota exceeded/i.test(error.message);
}
