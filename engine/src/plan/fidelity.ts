import type { Fidelity } from './types';

export type Verdict = Pick<Fidelity, 'level' | 'note'>;

/** Decides by the member's value; `at` are the indexes of the lists on the way to it. */
export type Judge = (value: unknown, at: readonly number[]) => Verdict;

/** By pointer pattern, `*` for an index: `/Tags/#`. A row speaks for all below it as well. */
export type FidelityTable = Readonly<Record<string, Verdict | Judge>>;

export const HONOURED: Verdict = { level: 'honoured', note: '' };

/** Done, but otherwise than at AWS; `note` says how. */
export function approximated(note: string): Verdict {
  return { level: 'approximated', note };
}

/** Nothing is done with it here; `note` says why. */
export function ignored(note: string): Verdict {
  return { level: 'ignored', note };
}

/** The request can’t run here with it; `note` says what to do. */
export function refused(note: string): Verdict {
  return { level: 'refused', note };
}

const UNKNOWN = ignored('This member is not known here: nothing is done with it.');
const EMPTY = ignored('Nothing is given here.');

/**
 * One entry for every member of a request that is there: the table's deepest row at or above it. Members that no row
 * speaks for are said to be ignored, never passed over.
 */
export function fidelityOf(request: object, table: FidelityTable): readonly Fidelity[] {
  const entries: Fidelity[] = [];
  const inner = new Set(Object.keys(table).flatMap(parents));
  visit({ value: request, pointer: '', pattern: '', at: [] }, table, inner, entries);
  return entries;
}

interface Member {
  readonly value: unknown;
  readonly pointer: string;
  readonly pattern: string;
  readonly at: readonly number[];
}

function visit(member: Member, table: FidelityTable, inner: ReadonlySet<string>, entries: Fidelity[]): void {
  const row = Object.hasOwn(table, member.pattern) ? table[member.pattern] : undefined;
  if (row !== undefined) {
    entries.push({
      pointer: member.pointer,
      ...(typeof row === 'function' ? row(member.value, member.at) : row),
    });
    return;
  }
  const known = inner.has(member.pattern);
  const below = known ? members(member) : [];
  for (const one of below) visit(one, table, inner, entries);
  if (below.length === 0 && member.pointer !== '')
    entries.push({ pointer: member.pointer, ...(known ? EMPTY : UNKNOWN) });
}

function members(member: Member): readonly Member[] {
  const { value, pointer, pattern, at } = member;
  if (Array.isArray(value))
    return value.map((one: unknown, index) => ({
      value: one,
      pointer: `${pointer}/${index}`,
      pattern: `${pattern}/*`,
      at: [...at, index],
    }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([key, one]: [string, unknown]) => ({
      value: one,
      pointer: `${pointer}/${escaped(key)}`,
      pattern: `${pattern}/${escaped(key)}`,
      at,
    }));
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** `/A/B/C` has the parents ``, `/A` and `/A/B`. */
function parents(pattern: string): readonly string[] {
  const parts = pattern.split('/');
  return parts.slice(1).map((_, length) => parts.slice(0, length + 1).join('/'));
}

/** A table's rows below a further pointer: the model of an endpoint, say. */
export function below(pointer: string, table: FidelityTable): FidelityTable {
  return Object.fromEntries(Object.entries(table).map(([pattern, row]) => [pointer + pattern, row]));
}

/** The entries that keep the plan from being carried out. */
export function refusals(fidelity: readonly Fidelity[]): readonly Fidelity[] {
  return fidelity.filter((entry) => entry.level === 'refused');
}
