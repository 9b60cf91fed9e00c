import { l10n, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { JobFilter } from './job-filter';

interface Choice extends QuickPickItem {
  /** Undefined: the name is asked for. */
  readonly set: JobFilter | undefined;
}

/** Lets the user change one thing of the filter or of the order. Undefined: nothing is changed. */
export async function askFilter(now: JobFilter): Promise<JobFilter | undefined> {
  const picked = await window.showQuickPick(choices(now), {
    title: l10n.t('Filter and Sort Jobs and Endpoints'),
    placeHolder: filterText(now) === '' ? l10n.t('Everything is shown') : filterText(now),
    matchOnDescription: true,
  });
  if (picked === undefined) return undefined;
  if (picked.set !== undefined) return picked.set;
  const value = await window.showInputBox({
    title: l10n.t('Filter by Name'),
    prompt: l10n.t('Part of a name; nothing shows all'),
    value: now.name ?? '',
  });
  return value === undefined ? undefined : { ...now, name: value.trim() === '' ? undefined : value.trim() };
}

/** The filter and the order in few words; empty: all, newest first. */
export function filterText(filter: JobFilter): string {
  const { name, sort } = filter;
  const chosen = values().flatMap(({ member, value, label }) => (filter[member] === value ? [label] : []));
  const sorted = sorts().find(([value]) => value === sort && value !== 'newest');
  return [
    ...(name === undefined ? [] : [l10n.t('name with “{0}”', name)]),
    ...chosen,
    ...(sorted === undefined ? [] : [l10n.t('by {0}', sorted[1])]),
  ].join(', ');
}

function values() {
  return [
    { member: 'status', value: 'running', label: l10n.t('running') },
    { member: 'status', value: 'failed', label: l10n.t('failed') },
    { member: 'status', value: 'done', label: l10n.t('completed or stopped') },
    { member: 'kind', value: 'training-job', label: l10n.t('training') },
    { member: 'kind', value: 'processing-job', label: l10n.t('processing') },
    { member: 'kind', value: 'transform-job', label: l10n.t('transform') },
    { member: 'days', value: 1, label: l10n.t('last 24 hours') },
    { member: 'days', value: 7, label: l10n.t('last 7 days') },
    { member: 'days', value: 30, label: l10n.t('last 30 days') },
  ] as const;
}

function sorts() {
  return [
    ['newest', l10n.t('newest')],
    ['name', l10n.t('name')],
    ['status', l10n.t('status')],
    ['duration', l10n.t('duration')],
  ] as const;
}

function choices(now: JobFilter): readonly Choice[] {
  const what = { status: l10n.t('status'), kind: l10n.t('kind'), days: l10n.t('age') };
  return [
    { label: `$(search) ${l10n.t('Name…')}`, description: now.name ?? '', set: undefined },
    ...values().map(({ member, value, label }): Choice => {
      const on = now[member] === value;
      return {
        label: `${on ? '$(check)' : '$(blank)'} ${label}`,
        description: what[member],
        set: { ...now, [member]: on ? undefined : value },
      };
    }),
    ...sorts().map(([sort, label]): Choice => ({
      label: `${(now.sort ?? 'newest') === sort ? '$(check)' : '$(blank)'} ${label}`,
      description: l10n.t('order'),
      set: { ...now, sort },
    })),
    { label: `$(clear-all) ${l10n.t('Clear')}`, set: {} },
  ];
}
