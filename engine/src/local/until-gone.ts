import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMissing } from './store-files';
import { STATE_FILE } from './stored-names';

const LOOK_MS = 1000;
/** A file that is replaced is not there for a moment on some systems. */
const LOOKS = 2;

/**
 * True once a job or endpoint is gone from the disk (`rm -rf`, a cleaner of temporary files): nobody finds it any more, so
 * nothing of it may go on. False: the signal came first. `folder`: of the job.
 */
export async function untilGone(folder: string, signal: AbortSignal): Promise<boolean> {
  let missed = 0;
  while (!signal.aborted) {
    await sleep(LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined);
    missed = (await isThere(join(folder, STATE_FILE))) ? 0 : missed + 1;
    if (missed === LOOKS) return !signal.aborted;
  }
  return false;
}

/** What can't be looked at (a drive of the network that does not answer) counts as there. */
async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    return !isMissing(error);
  }
}
