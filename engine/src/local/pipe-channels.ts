import { posix } from 'node:path';
import type { PipePlan } from '../plan/types';
import type { Reach } from './data-places';
import { feed, fifoPath } from './pipe-feed';
import type { Feed, Fifos } from './pipe-feed';
import { itemsOf } from './pipe-items';
import type { PipePlace } from './pipe-place';

/** Makes the first pipe of each channel. What comes of it feeds all of them until its signal, or rejects for one. */
export async function pipeChannels(
  pipes: readonly PipePlan[],
  place: PipePlace,
  reach: Reach,
  signal: AbortSignal,
): Promise<(signal: AbortSignal) => Promise<void>> {
  const feeds: Feed[] = [];
  for (const pipe of pipes) {
    const path = place.path(pipe.target);
    const { gzip, recordio } = pipe;
    feeds.push({ path, wrapping: { gzip, recordio }, items: await itemsOf(pipe, reach, signal) });
    await place.fifos.make(fifoPath(path, 0));
  }
  return (until) => feedAll(feeds, place.fifos, until);
}

/** The directories in which the pipes of these channels are. */
export function parentsOf(pipes: readonly PipePlan[]): readonly string[] {
  return [...new Set(pipes.map(({ target }) => posix.dirname(target)))];
}

/** When one fails, the others end. */
async function feedAll(feeds: readonly Feed[], fifos: Fifos, signal: AbortSignal): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const ends = feeds.map(async (one) => {
    try {
      await feed(one, fifos, either);
    } catch (error) {
      failed.abort();
      throw error;
    }
  });
  const results = await Promise.allSettled(ends);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
