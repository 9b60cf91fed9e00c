import type { Leftover, LeftoverKind } from '../../../engine/src/session/leftovers';
import { sizeText } from '../../../engine/src/session/size-text';

const MOST_NAMED = 12;

/** Leftovers of one kind together. */
export interface LeftoverGroup {
  readonly kind: LeftoverKind;
  readonly leftovers: readonly Leftover[];
}

const KINDS: readonly LeftoverKind[] = ['image', 'checkpoints', 'job'];

/** The kinds that there are any of. */
export function groupsOf(leftovers: readonly Leftover[]): readonly LeftoverGroup[] {
  return KINDS.map((kind) => ({ kind, leftovers: leftovers.filter((it) => it.kind === kind) })).filter(
    (group) => group.leftovers.length > 0,
  );
}

/** `3 · 1.2 GB`; without a size where none is known. */
export function amountText(leftovers: readonly Leftover[]): string {
  const sizes = leftovers.flatMap(({ size }) => size ?? []);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.length === 0 ? String(leftovers.length) : `${leftovers.length} · ${sizeText(total)}`;
}

/** Each on a line with its size, the biggest first; `more` says how many are not named. */
export function namesText(leftovers: readonly Leftover[], more: (count: number) => string): string {
  const named = leftovers.slice(0, MOST_NAMED).map(({ label, size }) => {
    return size === undefined ? label : `${label} (${sizeText(size)})`;
  });
  const rest = leftovers.length - named.length;
  return [...named, ...(rest > 0 ? [more(rest)] : [])].join('\n');
}
