import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createReruns } from '../../../../client/src/watch/reruns';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Reruns that end when the test says so, or by their signal. */
function subject(endsAtOnce = true) {
  const said: string[] = [];
  const errors: unknown[] = [];
  let finish = (): void => undefined;
  let fail = (_error: Error): void => undefined;
  const step = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      said.push('run');
      finish = resolve;
      fail = reject;
      signal.addEventListener('abort', () => {
        said.push('cancelled');
        if (endsAtOnce) reject(new Error('aborted'));
      });
    });
  const reruns = createReruns(step, (error) => errors.push(error), 300);
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
  expect(said).toEqual(['run']);
});

it('begins anew when something changes while it runs', async () => {
  const { said, errors, reruns, quiet, done } = subject();
  reruns.ask();
  await quiet();
  reruns.ask();
  await turn();
  await quiet();
  await done();
  expect(said).toEqual(['run', 'cancelled', 'run']);
  expect(errors).toEqual([]);
});

it('waits for the end of one that takes its time to be cancelled', async () => {
  const { said, reruns, quiet, done } = subject(false);
  reruns.ask();
  await quiet();
  reruns.ask();
  await quiet();
  expect(said).toEqual(['run', 'cancelled']);
  await done();
  expect(said).toEqual(['run', 'cancelled', 'run']);
});

it('says what failed, and goes on with the next change', async () => {
  const { said, errors, reruns, quiet, broken } = subject();
  reruns.ask();
  await quiet();
  await broken(new Error('pip install failed on line 3'));
  expect(errors).toEqual([new Error('pip install failed on line 3')]);
  reruns.ask();
  await quiet();
  expect(said).toEqual(['run', 'run']);
});

it('does nothing more once it has ended', async () => {
  const { said, errors, reruns, quiet } = subject();
  reruns.ask();
  await quiet();
  reruns.ask();
  reruns.dispose();
  await quiet();
  expect(said).toEqual(['run', 'cancelled']);
  expect(errors).toEqual([]);
});
