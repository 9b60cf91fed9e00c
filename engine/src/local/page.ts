import { validationException } from '../named-errors';
import type { State } from './state';

/** What the List calls of jobs and endpoints have in common: filters, order and page. */
export interface ListQuery {
  readonly NameContains?: string | undefined;
  readonly StatusEquals?: string | undefined;
  readonly CreationTimeAfter?: Date | undefined;
  readonly CreationTimeBefore?: Date | undefined;
  readonly LastModifiedTimeAfter?: Date | undefined;
  readonly LastModifiedTimeBefore?: Date | undefined;
  readonly SortBy?: string | undefined;
  readonly SortOrder?: string | undefined;
  /** 1 to 100; 10 when left out. */
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

export interface StatePage {
  readonly states: readonly State[];
  /** Undefined: this was the last page. */
  readonly nextToken: string | undefined;
}

/** As the API reference of ListTrainingJobs gives it. */
const DEFAULT_RESULTS = 10;
const MOST_RESULTS = 100;

/** One page of what a List call answers. The token names the last entry, so that what is new moves nothing. */
export function pageOf(all: readonly State[], query: ListQuery = {}): StatePage {
  const { MaxResults = DEFAULT_RESULTS, NextToken } = query;
  if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > MOST_RESULTS) {
    throw validationException(`MaxResults is ${MaxResults}.`, `Use a whole number from 1 to ${MOST_RESULTS}.`);
  }
  const key = sortKey(query.SortBy);
  const direction = query.SortOrder === 'Ascending' ? 1 : -1;
  const compare = (a: Cursor, b: Cursor): number => direction * (order(a.key, b.key) || order(a.name, b.name));
  const sorted = all
    .filter((state) => fits(state, query))
    .map((state) => ({ key: key(state), name: state.name, state }))
    .sort(compare);
  const last = NextToken === undefined ? undefined : readToken(NextToken);
  const from = last === undefined ? 0 : sorted.filter((one) => compare(one, last) <= 0).length;
  const page = sorted.slice(from, from + MaxResults);
  const end = page.at(-1);
  const more = end !== undefined && from + MaxResults < sorted.length;
  return { states: page.map(({ state }) => state), nextToken: more ? token(end) : undefined };
}

interface Cursor {
  readonly key: string;
  readonly name: string;
}

function sortKey(by: string | undefined): (state: State) => string {
  if (by === 'Name') return ({ name }) => name;
  return by === 'Status' ? ({ status }) => status : ({ created }) => created;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function fits(state: State, query: ListQuery): boolean {
  return (
    (query.NameContains === undefined || state.name.includes(query.NameContains)) &&
    (query.StatusEquals === undefined || state.status === query.StatusEquals) &&
    isBetween(state.created, query.CreationTimeAfter, query.CreationTimeBefore) &&
    isBetween(state.modified, query.LastModifiedTimeAfter, query.LastModifiedTimeBefore)
  );
}

function isBetween(time: string, after: Date | undefined, before: Date | undefined): boolean {
  if (after === undefined && before === undefined) return true;
  const at = new Date(time);
  return (after === undefined || at > after) && (before === undefined || at < before);
}

function token({ key, name }: Cursor): string {
  return Buffer.from(JSON.stringify([key, name])).toString('base64url');
}

function readToken(text: string): Cursor {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(read) && typeof read[0] === 'string' && typeof read[1] === 'string') {
      return { key: read[0], name: read[1] };
    }
  } catch {
    // As below.
  }
  throw validationException('This NextToken is none of this list.', 'Use the token of the answer before.');
}
