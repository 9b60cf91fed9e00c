import { expect, it } from 'vitest';
import { inOrder } from '../../../../engine/src/local/transform-order';
import { Slots } from '../../../../engine/src/local/transform-slots';

async function* from<T>(list: readonly T[], read: (one: T) => void = () => undefined): AsyncGenerator<T> {
  for (const one of list) {
    read(one);
    yield await Promise.resolve(one);
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

it('does several at a time, never more, over all lists together, and gives each list in order', async () => {
  let running = 0;
  let most = 0;
  const slots = new Slots(2);
  const run = async (list: readonly number[]) => {
    const results: number[] = [];
    const act = async (one: number) => {
      most = Math.max(most, ++running);
      await pause(one);
      running -= 1;
      return one;
    };
    for await (const one of inOrder(from(list), slots, act)) results.push(one);
    return results;
  };
  expect(await Promise.all([run([30, 5, 20, 1]), run([4, 9, 2])])).toEqual([
    [30, 5, 20, 1],
    [4, 9, 2],
  ]);
  expect({ most, running }).toEqual({ most: 2, running: 0 });
});

it('reads no further than it has slots', async () => {
  const read: number[] = [];
  const results = inOrder(
    from([1, 2, 3, 4], (one) => read.push(one)),
    new Slots(2),
    (one) => Promise.resolve(one),
  );
  await results.next();
  expect(read.length).toBeLessThanOrEqual(3);
  await results.return(undefined);
});

it('aborts those beside one that fails, and gives all slots back', async () => {
  const slots = new Slots(2);
  let aborted = false;
  const act = (one: number, signal: AbortSignal) =>
    one === 1
      ? Promise.reject(new Error('first'))
      : new Promise<number>((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('aborted'));
          });
        });
  const drain = async () => {
    for await (const one of inOrder(from([1, 2, 3]), slots, act)) expect(one).toBeUndefined();
  };
  await expect(drain()).rejects.toThrow('first');
  expect(aborted).toBe(true);
  await Promise.all([slots.take(), slots.take()]);
});
