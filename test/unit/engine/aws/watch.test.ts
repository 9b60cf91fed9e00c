import { expect, it } from 'vitest';
import { Watch } from '../../../../engine/src/aws/watch';
import { renamed } from '../../../../engine/src/named-errors';
import { UserError } from '../../../../engine/src/user-error';

const failure = (name: string) => renamed(new UserError('no', 'do'), name);

it('goes on when AWS is busy, tells of each change once, and of a deletion', async () => {
  const answers = [failure('Throttling'), 'InProgress', failure('NetworkError'), 'Stopping', undefined];
  const watch = new Watch({
    every: 1,
    atMost: 4,
    ask: () => {
      const answer = answers.shift();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });
  watch.note('training-job', 'a', 'InProgress');
  const end = new AbortController();
  const seen: unknown[] = [];
  for await (const { status } of watch.changes(end.signal)) {
    seen.push(status);
    if (status === undefined) break;
  }
  expect(seen).toEqual(['Stopping', undefined]);
});

it('asks nothing of what is finished, or while nobody watches', async () => {
  const asked: string[] = [];
  const watch = new Watch({
    every: 1,
    ask: (_kind, name) => {
      asked.push(name);
      return Promise.resolve('Completed');
    },
  });
  watch.note('training-job', 'done', 'Completed');
  watch.note('training-job', 'runs', 'InProgress');
  await new Promise(setImmediate);
  expect(asked).toEqual([]);
  for await (const { name } of watch.changes(new AbortController().signal)) if (name === 'runs') break;
  expect(asked).toEqual(['runs']);
});

it('ends with the error when the caller may not ask', async () => {
  const watch = new Watch({ every: 1, ask: () => Promise.reject(failure('AccessDenied')) });
  watch.note('endpoint', 'e', 'Creating');
  const changes = watch.changes(new AbortController().signal)[Symbol.asyncIterator]();
  await expect(changes.next()).rejects.toMatchObject({ name: 'AccessDenied' });
});
