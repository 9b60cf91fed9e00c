import { expect, it } from 'vitest';
import { shardOf, shuffled } from '../../../../engine/src/local/shuffle-order';

const LIST = Array.from({ length: 20 }, (_, index) => index);

it('has one order for a seed and an epoch, and others for others', () => {
  expect(shuffled(LIST, 7, 0)).toEqual(shuffled(LIST, 7, 0));
  const orders = [shuffled(LIST, 7, 0), shuffled(LIST, 7, 1), shuffled(LIST, 8, 0), LIST];
  expect(new Set(orders.map((order) => order.join())).size).toBe(4);
  for (const order of orders) expect([...order].sort((a, b) => a - b)).toEqual(LIST);
});

it('deals out all of it, once', () => {
  const hosts = [0, 1, 2].map((index) => shardOf(LIST, { index, of: 3 }));
  expect(hosts.map((host) => host.length)).toEqual([7, 7, 6]);
  expect(hosts.flat().sort((a, b) => a - b)).toEqual(LIST);
  expect(shardOf(LIST, undefined)).toEqual(LIST);
});
