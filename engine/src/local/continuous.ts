import { setTimeout as sleep } from 'node:timers/promises';
import { saveFolder } from './artefacts';
import type { Source } from './artefacts';

export interface ContinuousCopy {
  readonly source: Source;
  /** Of this machine. */
  readonly folder: string;
}

/** Between two looks; longer when a look itself takes long, since the engine gives a folder only as a whole. */
const PAUSE_MS = 2000;
const SHARE_OF_PAUSE = 10;

/**
 * Copies files that are new or have changed out of running containers, again and again until `end`, which answers when
 * nothing is being written any more. Whatever goes wrong is left to the copy at the end of the job.
 */
export function copyContinuously(copies: readonly ContinuousCopy[], pauseMs = PAUSE_MS): { end(): Promise<void> } {
  if (copies.length === 0) return { end: () => Promise.resolve() };
  const over = new AbortController();
  const done = look(copies, pauseMs, over.signal).catch(() => undefined);
  return {
    end: async () => {
      over.abort();
      await done;
    },
  };
}

async function look(copies: readonly ContinuousCopy[], pauseMs: number, signal: AbortSignal): Promise<void> {
  const watched = copies.map((copy) => ({ ...copy, versions: new Map<string, string>() }));
  let pause = pauseMs;
  for (;;) {
    await sleep(pause, undefined, { signal });
    const began = Date.now();
    for (const { source, folder, versions } of watched) {
      await saveFolder(source, folder, ({ name, size, mtime }) => {
        const version = `${size} ${mtime.getTime()}`;
        if (versions.get(name) === version) return false;
        versions.set(name, version);
        return true;
      }).catch(() => undefined);
    }
    pause = Math.max(pauseMs, (Date.now() - began) * SHARE_OF_PAUSE);
  }
}
