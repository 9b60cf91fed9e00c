import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createReruns } from '../../../../client/src/watch/reruns';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Reruns whose steps end when the test says so. */
function subject() {
  const said: string[] = [];
  const errors: unknown[] = [];
  let finish = (): void => undefined;
  let fail = (_error: Error): void => undefined;
  const step = (name: string, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      said.push(name);
      finish = resolve;
      fail = reject;
      signal?.addEventListener('abort', () => {
        said.push(`${name} cancelled`);
        reject(new Error('aborted'));
      });
    });
  const reruns = createReruns(
    { prepare: (signal) => step('prepare', signal), apply: () => step('apply') },
    (error) => errors.push(error),
    300,
  );
  const quiet = async (): Promise<void> => {
    vi.advanceTimersByTime(300);
    await turn();
  };
  const done = async (): Promise<void> => {
    finish();
    await turn();
  };
  const broken = async (error: Error): Promise<void> => {
    fail(error);
    await turn();
  };
  return { said, errors, reruns, quiet, done, broken };
}

it('takes many saves at once for one change', async () => {
  const { said, reruns, quiet, done } = subject();
  reruns.ask();
  reruns.ask();
  await quiet();
  await done();
  await done();
  expect(said).toEqual(['prepare', 'apply']);
});

it('begins anew when something changes while it builds', async () => {
  const { said, errors, reruns, quiet, done } = subject();
  reruns.ask();
  await quiet();
  reruns.ask();
  await turn();
  await quiet();
  await done();
  await done();
  expect(said).toEqual(['prepare', 'prepare cancelled', 'prepare', 'apply']);
  expect(errors).toEqual([]);
});

it('finishes what it applies, then does what has changed meanwhile', async () => {
  const { said, reruns, quiet, done } = subject();
  reruns.ask();
  await quiet();
  await done();
  reruns.ask();
  await quiet();
  expect(said).toEqual(['prepare', 'apply']);
  await done();
  expect(said).toEqual(['prepare', 'apply', 'prepare']);
});

it('says what failed, and goes on with the next change', async () => {
  const { said, errors, reruns, quiet, broken } = subject();
  reruns.ask();
  await quiet();
  await broken(new Error('pip install failed on line 3'));
  expect(errors).toEqual([new Error('pip install failed on line 3')]);
  reruns.ask();
  await quiet();
  expect(said).toEqual(['prepare', 'prepare']);
});

it('does nothing more once it has ended', async () => {
  const { said, reruns, quiet } = subject();
  reruns.ask();
  reruns.dispose();
  await quiet();
  expect(said).toEqual([]);
});
