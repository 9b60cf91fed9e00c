import { expect, test } from 'vitest';
import { arranged, isFiltering, queryOf } from '../../../../client/src/views/job-filter';
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

test('name and age are asked of SageMaker itself', () => {
  expect(queryOf({ name: 'churn', days: 1 }, NOW)).toEqual({
    NameContains: 'churn',
    CreationTimeAfter: new Date('2026-03-09T12:00:00Z'),
  });
  expect(queryOf({}, NOW)).toEqual({});
});
