import { expect, test } from 'vitest';
import { arranged, isFiltering, listsOf } from '../../../../client/src/views/job-filter';
import type { Row } from '../../../../engine/src/session/by-kind';

const NOW = new Date('2026-03-10T12:00:00Z');

function row(name: string, status: string, minutesAgo: number, tookMinutes?: number): Row {
  const created = new Date(NOW.getTime() - minutesAgo * 60_000);
  const ended = tookMinutes === undefined ? undefined : new Date(created.getTime() + tookMinutes * 60_000);
  return { kind: name.startsWith('p') ? 'processing-job' : 'training-job', name, status, created, ended };
}

const ROWS = [
  row('b', 'Completed', 30, 20),
  row('a', 'Failed', 60, 1),
  row('prepare', 'InProgress', 10),
  row('c', 'Stopped', 5, 2),
];
const names = (rows: readonly Row[]): string[] => rows.map(({ name }) => name);

test('without a filter all is shown, newest first', () => {
  expect(names(arranged(ROWS, {}, NOW))).toEqual(['c', 'prepare', 'b', 'a']);
  expect(isFiltering({ sort: 'name' })).toBe(false);
});

test('status and kind hide rows', () => {
  expect(names(arranged(ROWS, { status: 'running' }, NOW))).toEqual(['prepare']);
  expect(names(arranged(ROWS, { status: 'failed' }, NOW))).toEqual(['a']);
  expect(names(arranged(ROWS, { status: 'done' }, NOW))).toEqual(['c', 'b']);
  expect(names(arranged(ROWS, { kind: 'processing-job' }, NOW))).toEqual(['prepare']);
});

test('rows are sorted by name, by status and by duration, a running one up to now', () => {
  expect(names(arranged(ROWS, { sort: 'name' }, NOW))).toEqual(['a', 'b', 'c', 'prepare']);
  expect(names(arranged(ROWS, { sort: 'status' }, NOW))).toEqual(['b', 'a', 'prepare', 'c']);
  expect(names(arranged(ROWS, { sort: 'duration' }, NOW))).toEqual(['b', 'prepare', 'c', 'a']);
});

test('what is filtered, and the order, are asked of SageMaker itself', () => {
  const jobs = ['training-job', 'processing-job'] as const;
  expect(listsOf(jobs, { name: 'churn', days: 1, kind: 'training-job', sort: 'name' }, NOW)).toEqual([
    {
      kind: 'training-job',
      query: {
        NameContains: 'churn',
        CreationTimeAfter: new Date('2026-03-09T12:00:00Z'),
        SortBy: 'Name',
        SortOrder: 'Ascending',
      },
    },
  ]);
  expect(listsOf(jobs, {}, NOW).map(({ kind, query }) => [kind, query])).toEqual([
    ['training-job', {}],
    ['processing-job', {}],
  ]);
});

test('a list has one status, so a group of them is several lists', () => {
  const [first, second, ...more] = listsOf(['training-job'], { status: 'running' }, NOW);
  expect([first?.query, second?.query]).toEqual([{ jobStatus: 'InProgress' }, { jobStatus: 'Stopping' }]);
  expect(more).toEqual([]);
  const hosted = listsOf(['endpoint'], { status: 'failed' }, NOW).map(({ query }) => query.endpointStatus);
  expect(hosted).toEqual(['Failed', 'UpdateRollbackFailed']);
});
