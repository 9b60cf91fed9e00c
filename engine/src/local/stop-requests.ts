import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bell } from './follow';
import { untilGone } from './until-gone';

/** Written by any process that wants a job stopped; the one that runs it watches for it. */
const STOP_FILE = 'stop';

/** Asks whichever process runs the job to stop it. */
export async function askToStop(folder: string): Promise<void> {
  await writeFile(join(folder, STOP_FILE), '').catch(() => undefined);
}

/** Aborted when a process asks for the stop of the job, when the job is gone from its folder, or the caller's signal is. */
export function stopRequests(folder: string, signal?: AbortSignal): { stop: AbortSignal; end(): void } {
  const asked = new AbortController();
  const over = new AbortController();
  const abort = (): void => {
    asked.abort();
  };
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort, { once: true });
  const watch = async (): Promise<void> => {
    const news = bell(folder, over.signal);
    while (!over.signal.aborted && !asked.signal.aborted) {
      if (existsSync(join(folder, STOP_FILE))) abort();
      else await news.rings();
    }
    news.close();
  };
  void watch();
  void untilGone(folder, over.signal).then((gone) => {
    if (gone) abort();
  });
  return {
    stop: asked.signal,
    end: () => {
      signal?.removeEventListener('abort', abort);
      over.abort();
    },
  };
}
