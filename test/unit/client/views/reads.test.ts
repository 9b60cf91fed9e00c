import { expect, it } from 'vitest';
import { Reads } from '../../../../client/src/views/reads';

const untilAborted = (signal: AbortSignal): Promise<string> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });

it('ends what is read for one owner, and says once that it has to be read again', async () => {
  const reads = new Reads<string>();
  const asked = [reads.during('a', untilAborted), reads.during('a', untilAborted)];
  const other = reads.during('b', () => Promise.resolve('read'));
  reads.abort('a');
  expect((await Promise.allSettled(asked)).map((it) => it.status)).toEqual(['rejected', 'rejected']);
  expect(await other).toBe('read');
  expect([reads.takeCut('a'), reads.takeCut('a'), reads.takeCut('b')]).toEqual([true, false, false]);
});

it('has nothing to read again when all was read before', async () => {
  const reads = new Reads<string>();
  await reads.during('a', () => Promise.resolve());
  reads.abort('a');
  expect(reads.takeCut('a')).toBe(false);
});

it('can be begun anew', async () => {
  const reads = new Reads<string>();
  const first = reads.during('a', untilAborted).catch(() => 'aborted');
  reads.abortAll();
  expect(await first).toBe('aborted');
  expect(await reads.during('a', ({ aborted }) => Promise.resolve(aborted))).toBe(false);
});
