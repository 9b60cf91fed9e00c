import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { setImmediate as soon, setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { UserError } from '../user-error';
import type { Fifos, FifoWriter } from './pipe-feed';
import { errorCode } from '../docker/error-code';

const run = promisify(execFile);

/** Whoever the container runs as may read it. */
const ANYONE = '666';

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 100;

/** Makes a named pipe. */
export async function makeFifo(path: string): Promise<void> {
  try {
    await run('mkfifo', ['-m', ANYONE, path]);
  } catch (error) {
    throw new UserError(
      `The named pipe “${path}” can’t be made here: ${error instanceof Error ? error.message.trim() : String(error)}.`,
      'Put the folder of the jobs on a file system that has named pipes, or set the channel’s InputMode to FastFile.',
      { cause: error },
    );
  }
}

/** Looks at a full pipe without a pause this often: a reader that keeps up has taken from it at once. */
const EAGER_LOOKS = 4;

/**
 * Waits until somebody opens the pipe for reading. Neither opening nor writing waits in the system, where it would hold one
 * of Node's few threads for as long as the reader likes, and could not be ended.
 */
export async function awaitReader(path: string, signal: AbortSignal): Promise<FifoWriter> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted();
    const file = await opened(path);
    if (file !== undefined) return { write: (chunk) => writeAll(file, chunk, signal), close: () => file.close() };
    await sleep(pause, undefined, { signal });
  }
}

/** Undefined: nobody reads it yet. */
async function opened(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (errorCode(error) === 'ENXIO') return undefined;
    throw error;
  }
}

async function writeAll(file: FileHandle, chunk: Buffer, signal: AbortSignal): Promise<boolean> {
  let full = 0;
  for (let at = 0; at < chunk.length;) {
    signal.throwIfAborted();
    try {
      at += (await file.write(chunk, at)).bytesWritten;
      full = 0;
    } catch (error) {
      if (errorCode(error) === 'EPIPE') return false;
      if (errorCode(error) !== 'EAGAIN') throw error;
      full += 1;
      if (full <= EAGER_LOOKS) await soon();
      else await sleep(Math.min(full - EAGER_LOOKS, LONGEST_PAUSE_MS), undefined, { signal });
    }
  }
  return true;
}

/** Named pipes of this machine. */
export const LOCAL_FIFOS: Fifos = {
  make: makeFifo,
  opened: awaitReader,
  remove: (path) => rm(path, { force: true }),
};
