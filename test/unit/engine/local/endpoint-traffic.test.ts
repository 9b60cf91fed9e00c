import { expect, it } from 'vitest';
import { EndpointTraffic } from '../../../../engine/src/local/endpoint-traffic';

const LONG_MS = 60_000;
const never = new AbortController().signal;

it('counts what is under way, each once', () => {
  const traffic = new EndpointTraffic();
  const first = traffic.enter(['a', 'b']);
  const second = traffic.enter(['a']);
  expect([traffic.under('a'), traffic.under('b'), traffic.under('c')]).toEqual([2, 1, 0]);
  first();
  first();
  expect([traffic.under('a'), traffic.under('b')]).toEqual([1, 0]);
  second();
  expect(traffic.under('a')).toBe(0);
});

it('waits until the containers are quiet, and for no others', async () => {
  const traffic = new EndpointTraffic();
  const leave = traffic.enter(['a']);
  traffic.enter(['other']);
  let quiet = false;
  const waiting = traffic.quiet(['a'], LONG_MS, never).then(() => {
    quiet = true;
  });
  await Promise.resolve();
  expect(quiet).toBe(false);
  leave();
  await waiting;
});

it('waits no longer than it may, nor after the signal', async () => {
  const traffic = new EndpointTraffic();
  traffic.enter(['a']);
  await traffic.quiet(['a'], 1, never);
  const abort = new AbortController();
  const waiting = traffic.quiet(['a'], LONG_MS, abort.signal);
  abort.abort();
  await waiting;
  await traffic.quiet(['a'], LONG_MS, abort.signal);
});
