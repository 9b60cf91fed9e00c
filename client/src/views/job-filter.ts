import type { EndpointStatus } from '@aws-sdk/client-sagemaker';
import type { Kind } from '../../../engine/src/sagemaker';
import type { JobStatus, Row, RowQuery } from '../../../engine/src/session/by-kind';
import { isLive, newestFirst } from './texts';

export type StatusGroup = 'running' | 'failed' | 'done';
export type SortBy = 'newest' | 'name' | 'status' | 'duration';

/** What the views show; a member that is undefined asks nothing. */
export interface JobFilter {
  /** Part of the name. */
  readonly name?: string | undefined;
  readonly status?: StatusGroup | undefined;
  readonly kind?: Kind | undefined;
  /** Made in the last so many days. */
  readonly days?: number | undefined;
  readonly sort?: SortBy | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A list that SageMaker is asked for. */
export interface RowList {
  readonly kind: Kind;
  readonly query: RowQuery;
}

/**
 * What SageMaker is asked for, so that it filters and orders itself: a list for each kind that is wanted, and for each status,
 * since a list has one. Only the order by duration is none of its own.
 */
export function listsOf(kinds: readonly Kind[], filter: JobFilter, now: Date): readonly RowList[] {
  const { name = '', days, status, kind: wanted, sort } = filter;
  const base: RowQuery = {
    ...(name === '' ? {} : { NameContains: name }),
    ...(days === undefined ? {} : { CreationTimeAfter: new Date(now.getTime() - days * DAY_MS) }),
    ...(sort === 'name' || sort === 'status' ? ORDERS[sort] : {}),
  };
  return kinds
    .filter((kind) => wanted === undefined || kind === wanted)
    .flatMap((kind): readonly RowList[] => {
      if (status === undefined) return [{ kind, query: base }];
      if (kind === 'endpoint') {
        return ENDPOINT_STATUSES[status].map((it) => ({ kind, query: { ...base, endpointStatus: it } }));
      }
      return JOB_STATUSES[status].map((it) => ({ kind, query: { ...base, jobStatus: it } }));
    });
}

const ORDERS = {
  name: { SortBy: 'Name', SortOrder: 'Ascending' },
  status: { SortBy: 'Status', SortOrder: 'Ascending' },
} as const;

const JOB_STATUSES: Readonly<Record<StatusGroup, readonly JobStatus[]>> = {
  running: ['InProgress', 'Stopping'],
  failed: ['Failed'],
  done: ['Completed', 'Stopped'],
};

const ENDPOINT_STATUSES: Readonly<Record<StatusGroup, readonly EndpointStatus[]>> = {
  running: ['InService', 'Creating', 'Updating', 'SystemUpdating', 'RollingBack'],
  failed: ['Failed', 'UpdateRollbackFailed'],
  done: ['OutOfService', 'Deleting'],
};

/** The rows that are wanted, in the order that is wanted; rows of equal standing are newest first. */
export function arranged(
  rows: readonly Row[],
  { status, kind, sort = 'newest' }: JobFilter,
  now: Date,
): readonly Row[] {
  const wanted = rows.filter(
    (row) => (status === undefined || groupOf(row.status) === status) && (kind === undefined || row.kind === kind),
  );
  const newest = newestFirst(wanted);
  switch (sort) {
    case 'newest':
      return newest;
    case 'name':
      return newest.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    case 'status':
      return newest.toSorted((a, b) => (a.status < b.status ? -1 : a.status > b.status ? 1 : 0));
    case 'duration':
      return newest.toSorted((a, b) => took(b, now) - took(a, now));
  }
}

/** Whether it hides anything. */
export function isFiltering({ name, status, kind, days }: JobFilter): boolean {
  return (name ?? '') !== '' || status !== undefined || kind !== undefined || days !== undefined;
}

function groupOf(status: string): StatusGroup {
  if (isLive(status)) return 'running';
  return status === 'Failed' || status === 'UpdateRollbackFailed' ? 'failed' : 'done';
}

function took({ created, ended }: Row, now: Date): number {
  return created === undefined ? 0 : (ended ?? now).getTime() - created.getTime();
}
