import { describe, expect, it } from 'vitest';
import { pageOf } from '../../../../engine/src/local/page';
import type { ListQuery } from '../../../../engine/src/local/page';
import { newState } from '../../../../engine/src/local/state';
import type { State } from '../../../../engine/src/local/state';

const OWNER = { pid: 1, started: '', machine: 'm', window: 'w' };

function job(name: string, created: string, status: State['status'] = 'Completed'): State {
  return newState('training-job', name, `arn:${name}`, status, OWNER, new Date(created));
}

const JOBS = [
  job('beta', '2026-01-02', 'Failed'),
  job('alpha', '2026-01-01'),
  job('delta', '2026-01-04'),
  job('gamma', '2026-01-03'),
];

const names = (query?: ListQuery): readonly string[] => pageOf(JOBS, query).states.map(({ name }) => name);

describe('a page of a list', () => {
  it.each<[string, ListQuery | undefined, readonly string[]]>([
    ['newest first', undefined, ['delta', 'gamma', 'beta', 'alpha']],
    ['oldest first', { SortOrder: 'Ascending' }, ['alpha', 'beta', 'gamma', 'delta']],
    ['by name', { SortBy: 'Name', SortOrder: 'Ascending' }, ['alpha', 'beta', 'delta', 'gamma']],
    ['by status, then name', { SortBy: 'Status', SortOrder: 'Ascending' }, ['alpha', 'delta', 'gamma', 'beta']],
    ['some names', { NameContains: 'lta' }, ['delta']],
    ['some states', { StatusEquals: 'Failed' }, ['beta']],
    ['after a time', { CreationTimeAfter: new Date('2026-01-02') }, ['delta', 'gamma']],
    ['before a time', { CreationTimeBefore: new Date('2026-01-02') }, ['alpha']],
    ['changed after a time', { LastModifiedTimeAfter: new Date('2026-01-03') }, ['delta']],
    ['changed before a time', { LastModifiedTimeBefore: new Date('2026-01-02') }, ['alpha']],
  ])('%s', (_what, query, wanted) => {
    expect(names(query)).toEqual(wanted);
  });

  it('goes on where the page before ended, also when something new came first', () => {
    const first = pageOf(JOBS, { MaxResults: 3 });
    expect(first.states.map(({ name }) => name)).toEqual(['delta', 'gamma', 'beta']);
    const more = [...JOBS, job('omega', '2026-01-05')];
    const second = pageOf(more, { MaxResults: 3, NextToken: first.nextToken });
    expect(second).toMatchObject({ states: [{ name: 'alpha' }], nextToken: undefined });
  });

  it('gives ten when nobody says how many, and says that there are more', () => {
    const many = Array.from({ length: 11 }, (_, at) => job(`job-${String(at).padStart(2, '0')}`, '2026-01-01'));
    const { states, nextToken } = pageOf(many);
    expect(states).toHaveLength(10);
    expect(pageOf(many, { NextToken: nextToken })).toMatchObject({ states: [{ name: 'job-00' }] });
    expect(pageOf(many.slice(1)).nextToken).toBeUndefined();
  });

  it.each([
    { MaxResults: 0 },
    { MaxResults: 101 },
    { MaxResults: 1.5 },
    { NextToken: 'nonsense' },
    { NextToken: 'WzFd' },
  ])('refuses %o', (query) => {
    expect(() => pageOf(JOBS, query)).toThrow(expect.objectContaining({ name: 'ValidationException' }));
  });
});
