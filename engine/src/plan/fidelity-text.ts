import type { Fidelity } from './types';

const TITLES: readonly (readonly [level: Fidelity['level'], title: string])[] = [
  ['refused', 'Refused: this can’t run here'],
  ['approximated', 'Approximated'],
  ['ignored', 'Ignored'],
  ['honoured', 'Honoured'],
];

/** The report for people: what can't run first, what is as on SageMaker last. */
export function toFidelityText(fidelity: readonly Fidelity[]): string {
  const blocks = TITLES.map(([level, title]) => block(title, entriesOf(fidelity, level)));
  return `${[summary(fidelity), ...blocks].filter((text) => text !== '').join('\n\n')}\n`;
}

function entriesOf(fidelity: readonly Fidelity[], level: Fidelity['level']): readonly Fidelity[] {
  return fidelity.filter((entry) => entry.level === level);
}

function summary(fidelity: readonly Fidelity[]): string {
  if (fidelity.length === 0) return 'The request is empty.';
  const counts = [...TITLES].reverse().map(([level]) => `${entriesOf(fidelity, level).length} ${level}`);
  return `${fidelity.length} ${fidelity.length === 1 ? 'member' : 'members'}: ${counts.join(', ')}.`;
}

function block(title: string, entries: readonly Fidelity[]): string {
  if (entries.length === 0) return '';
  return [`${title}:`, ...entries.map(line)].join('\n');
}

function line(entry: Fidelity): string {
  return entry.note === '' ? `  ${entry.pointer}` : `  ${entry.pointer}\n      ${entry.note}`;
}
