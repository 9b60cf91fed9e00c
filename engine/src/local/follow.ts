import * as fs from 'node:fs';
import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

/** File systems that tell of no change (network drives, some mounts) are looked at this often. */
const LOOK_AGAIN_MS = 1000;
const CHUNK = 64 * 1024;

export interface FollowOptions {
  /** Byte to begin at. */
  readonly from: number;
  /** Where changes are looked for when it is not the file alone: its folder. */
  readonly watched?: string;
  /** Asked when all is read: whether nothing more will come. */
  readonly ended: () => boolean | Promise<boolean>;
}

/**
 * The lines of a file that others append to, as they come. Half a line waits for its end. A file that shrinks was begun
 * anew, and one that isn't there yet is waited for.
 */
export async function* followLines(path: string, options: FollowOptions, signal: AbortSignal): AsyncGenerator<string> {
  let at = options.from;
  let rest = '';
  let decoder = new StringDecoder('utf8');
  const news = bell(options.watched ?? path, signal);
  try {
    while (!signal.aborted) {
      const ended = await options.ended();
      const { data, size } = await readFrom(path, at);
      if (size < at) {
        at = 0;
        rest = '';
        decoder = new StringDecoder('utf8');
        continue;
      }
      at += data.length;
      const lines = (rest + decoder.write(data)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
      if (data.length > 0) continue;
      if (ended) {
        if (rest !== '') yield rest;
        return;
      }
      await news.rings();
    }
  } finally {
    news.close();
  }
}

async function readFrom(path: string, at: number): Promise<{ readonly data: Buffer; readonly size: number }> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return { data: Buffer.alloc(0), size: at };
  try {
    const { size } = await file.stat();
    const data = Buffer.alloc(Math.min(CHUNK, Math.max(0, size - at)));
    const { bytesRead } = await file.read(data, 0, data.length, at);
    return { data: data.subarray(0, bytesRead), size };
  } finally {
    await file.close();
  }
}

interface Bell {
  /** Something happened since last time, or a while passed. */
  rings(): Promise<void>;
  close(): void;
}

/** Rings when the file, or one beside it while it isn't there, changes. */
export function bell(path: string, signal: AbortSignal): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  const ring = (): void => {
    rung = true;
    wake?.();
  };
  let watcher: fs.FSWatcher | undefined;
  const watchIt = (): void => {
    try {
      watcher = fs.watch(path, { persistent: false }, ring);
      watcher.on('error', () => watcher?.close());
    } catch {
      // Not there yet: the timer finds it.
    }
  };
  watchIt();
  signal.addEventListener('abort', ring, { once: true });
  return {
    rings: () =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          wake = undefined;
          rung = false;
          if (watcher === undefined) watchIt();
          resolve();
        };
        const timer = setTimeout(done, watcher === undefined ? LOOK_AGAIN_MS / 10 : LOOK_AGAIN_MS);
        wake = done;
        if (rung || signal.aborted) done();
      }),
    close: () => {
      signal.removeEventListener('abort', ring);
      watcher?.close();
    },
  };
}
