import { afterEach, expect, it } from 'vitest';
import { watchHealth } from '../../../../engine/src/local/endpoint-health';
import { servers } from './http-server';

const serve = servers();
const over: AbortController[] = [];
afterEach(() => {
  for (const one of over.splice(0)) one.abort();
});

it('tells when a container no longer passes, once, and when it does again', async () => {
  let status = 200;
  let asked = 0;
  const at = await serve((_, response) => {
    asked += 1;
    response.writeHead(status).end();
  });
  const told: (string | undefined)[] = [];
  const abort = new AbortController();
  over.push(abort);
  watchHealth({ states: [at] }, (problem) => told.push(problem), abort.signal, 5);
  const until = async (done: () => boolean) => {
    while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await until(() => asked > 3);
  expect(told).toEqual([]);
  status = 503;
  await until(() => told.length === 1);
  const now = asked;
  await until(() => asked > now + 5);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/“v” no longer passes.*503.*HTTP-04/);
  status = 200;
  await until(() => told.length === 2);
  expect(told[1]).toBeUndefined();
});

it('bears a single miss', async () => {
  let asked = 0;
  const at = await serve((_, response) => {
    asked += 1;
    response.writeHead(asked % 3 === 0 ? 200 : 500).end();
  });
  const told: unknown[] = [];
  const abort = new AbortController();
  over.push(abort);
  watchHealth({ states: [at] }, (problem) => told.push(problem), abort.signal, 1);
  while (asked < 12) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(told).toEqual([]);
});
