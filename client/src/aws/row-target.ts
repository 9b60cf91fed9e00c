import type { Ref } from '../connections/connection';
import { isRow } from '../views/nodes';

/** The jobs and endpoints that a command of the views is about: those selected, when the one it was called on is among them. */
export function refsOf(target: unknown, selected: unknown): readonly Ref[] {
  const many = Array.isArray(selected) ? selected.filter(isRow) : [];
  const rows = many.length > 0 ? many : [target].filter(isRow);
  return rows.map(({ connection, row }) => ({ connection, kind: row.kind, name: row.name }));
}
