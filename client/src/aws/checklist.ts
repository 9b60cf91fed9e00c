import type { PreflightItem } from '../../../engine/src/aws/preflight-types';

type Status = PreflightItem['status'];

const ICONS: Readonly<Record<Status, string>> = {
  passed: '$(pass)',
  warning: '$(warning)',
  failed: '$(error)',
  unknown: '$(question)',
};
const MARKS: Readonly<Record<Status, string>> = { passed: '✓', warning: '⚠', failed: '✗', unknown: '?' };
/** What has to be looked at comes first. */
const ORDER: readonly Status[] = ['failed', 'warning', 'unknown', 'passed'];

/** A line of the checklist in a quick pick. */
export interface ChecklistLine {
  readonly label: string;
  readonly detail: string;
}

/** What was found, the worst first. */
export function checklistLines(items: readonly PreflightItem[]): readonly ChecklistLine[] {
  return worstFirst(items).map(({ status, title, detail, remedy }) => ({
    label: `${ICONS[status]} ${title}`,
    detail: remedy === undefined ? detail : `${detail} ${remedy}`,
  }));
}

/** The same as a Markdown document. */
export function checklistMarkdown(heading: string, items: readonly PreflightItem[]): string {
  const lines = worstFirst(items).map(({ status, title, detail, remedy }) => {
    const first = `- ${MARKS[status]} **${title}**: ${detail}`;
    return remedy === undefined ? first : `${first}\n  - ${remedy}`;
  });
  return [`# ${heading}`, '', ...lines, ''].join('\n');
}

export function count(items: readonly PreflightItem[], status: Status): number {
  return items.filter((it) => it.status === status).length;
}

function worstFirst(items: readonly PreflightItem[]): readonly PreflightItem[] {
  return [...items].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
}
