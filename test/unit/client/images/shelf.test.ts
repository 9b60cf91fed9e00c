import { expect, it } from 'vitest';
import { Shelf } from '../../../../client/src/images/shelf';

const go = new AbortController().signal;
const largestFirst = (a: number, b: number): number => b - a;

/** Numbers from 0, in pages of a hundred, the smallest first; counts how often it is asked. */
function numbers(count: number) {
  let asked = 0;
  const ask = (token = '0') => {
    asked += 1;
    const from = Number(token);
    const to = Math.min(count, from + 100);
    const rows = Array.from({ length: to - from }, (_, index) => from + index);
    return Promise.resolve({ rows, next: to < count ? String(to) : undefined });
  };
  return { ask, asked: () => asked };
}

it('shows the first of what it has sorted, and more without asking again', async () => {
  const { ask, asked } = numbers(250);
  const shelf = new Shelf(ask, largestFirst, { shown: 100, readAhead: 1000 });
  await shelf.open(go);
  await shelf.open(go);
  expect([asked(), shelf.rows.length, shelf.rows[0], shelf.more]).toEqual([3, 100, 249, true]);
  await shelf.showMore(go);
  await shelf.showMore(go);
  expect([asked(), shelf.rows.length, shelf.rows.at(-1), shelf.more]).toEqual([3, 250, 0, false]);
  expect(shelf.sortedSoFar).toBeUndefined();
});

it('does not read what nobody has come to, and says how far it has read', async () => {
  const { ask, asked } = numbers(1000);
  const shelf = new Shelf(ask, largestFirst, { shown: 150, readAhead: 300 });
  await shelf.open(go);
  expect([asked(), shelf.rows[0], shelf.more, shelf.sortedSoFar]).toEqual([3, 299, true, 300]);
  await shelf.showMore(go);
  expect([asked(), shelf.rows.length]).toEqual([3, 300]);
  await shelf.showMore(go);
  expect([asked(), shelf.rows.length, shelf.rows[0], shelf.sortedSoFar]).toEqual([6, 450, 599, 600]);
});

it('begins anew when it was broken off, and nothing of it is shown twice', async () => {
  const { ask } = numbers(250);
  const stop = new AbortController();
  const stopping = (token?: string) => {
    if (token === '100') stop.abort();
    return ask(token);
  };
  const shelf = new Shelf(stopping, largestFirst, { shown: 1000, readAhead: 1000 });
  await expect(shelf.open(stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
  expect(shelf.rows).toEqual([]);
  await shelf.open(go);
  expect(shelf.rows.length).toBe(250);
});
