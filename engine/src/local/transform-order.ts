import type { Slots } from './transform-slots';

/**
 * Does what may be done at a time, and gives the results in the order of the inputs. An input is read only when a slot is
 * free for it, so that no more inputs than slots are in memory.
 * When one fails, those beside it are aborted.
 */
export async function* inOrder<A, B>(
  inputs: AsyncIterable<A>,
  slots: Slots,
  act: (input: A, signal: AbortSignal) => Promise<B>,
): AsyncGenerator<B> {
  const running: Promise<B>[] = [];
  const over = new AbortController();
  const source = inputs[Symbol.asyncIterator]();
  try {
    for (;;) {
      const first = running.length >= slots.count ? running.shift() : undefined;
      if (first !== undefined) yield await first;
      const one = await started(source, slots, (input) => act(input, over.signal));
      if (one === undefined) break;
      running.push(one.done);
    }
    for (const one of running) yield await one;
  } finally {
    over.abort();
    await source.return?.();
    await Promise.allSettled(running);
  }
}

async function started<A, B>(
  source: AsyncIterator<A>,
  slots: Slots,
  act: (input: A) => Promise<B>,
): Promise<{ readonly done: Promise<B> } | undefined> {
  const release = await slots.take();
  try {
    const next = await source.next();
    if (next.done === true) {
      release();
      return undefined;
    }
    const done = act(next.value).finally(release);
    // It is looked at later.
    done.catch(() => undefined);
    return { done };
  } catch (error) {
    release();
    throw error;
  }
}
