import type { Row } from '../../../engine/src/session/by-kind';
import { isLive } from '../views/texts';

interface WithRow {
  readonly row: Row;
}

/** Those that fit; what runs or serves comes first, and the newest first within each. */
export function fitting<T extends WithRow>(nodes: readonly T[], fits: (node: T) => boolean): readonly T[] {
  const rank = ({ row }: WithRow): number => (isLive(row.status) ? 0 : 1);
  const time = ({ row }: WithRow): number => row.created?.getTime() ?? 0;
  return nodes.filter(fits).toSorted((a, b) => rank(a) - rank(b) || time(b) - time(a));
}

const ICONS: Readonly<Record<Row['kind'], string>> = {
  'training-job': 'beaker',
  'processing-job': 'server-process',
  'transform-job': 'layers',
  endpoint: 'radio-tower',
};

/** Codicon of a kind, as on the commands that start one. */
export function rowIcon({ kind }: Row): string {
  return ICONS[kind];
}
