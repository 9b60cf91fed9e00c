import type { TuningRow } from '../../../engine/src/aws/tuning-jobs';
import type { Row } from '../../../engine/src/session/by-kind';

/** The part of `vscode` that translates, for what has to do without the rest of it. */
export interface L10n {
  t(message: string, ...values: readonly (string | number)[]): string;
}

/** Name and theme colour of the icon of a state; `undefined` colour: the text's own. */
export interface StateIcon {
  readonly icon: string;
  readonly colour: string | undefined;
}

/** Codicons by status, the colours those of the Test Explorer: themes know them. */
export function stateIcon(status: string): StateIcon {
  switch (status) {
    case 'Completed':
      return { icon: 'pass', colour: 'testing.iconPassed' };
    case 'InService':
      return { icon: 'radio-tower', colour: 'testing.iconPassed' };
    case 'Failed':
    case 'UpdateRollbackFailed':
      return { icon: 'error', colour: 'testing.iconFailed' };
    case 'Stopped':
    case 'OutOfService':
      return { icon: 'circle-slash', colour: undefined };
    case 'InProgress':
    case 'Stopping':
    case 'Creating':
    case 'Updating':
    case 'SystemUpdating':
    case 'RollingBack':
    case 'Deleting':
      return { icon: 'loading~spin', colour: 'testing.iconQueued' };
    default:
      return { icon: 'circle-outline', colour: undefined };
  }
}

const UNFINISHED: readonly string[] = [
  'InProgress',
  'Stopping',
  'Creating',
  'Updating',
  'SystemUpdating',
  'RollingBack',
];

export function isUnfinished(status: string): boolean {
  return UNFINISHED.includes(status);
}

/** Whether something runs: an endpoint in service does, a job that is over does not. */
export function isLive(status: string): boolean {
  return isUnfinished(status) || status === 'InService';
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `42 s`, `3 min`, `2 h 5 min`, `4 d`: two parts where the second one says something. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return withRest(seconds, HOUR, 'h', MINUTE, 'min');
  return withRest(seconds, DAY, 'd', HOUR, 'h');
}

function withRest(seconds: number, unit: number, name: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % unit) / small);
  return `${Math.floor(seconds / unit)} ${name}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}

function kindName(kind: Row['kind'], l10n: L10n): string {
  switch (kind) {
    case 'training-job':
      return l10n.t('training');
    case 'processing-job':
      return l10n.t('processing');
    case 'transform-job':
      return l10n.t('transform');
    case 'endpoint':
      return l10n.t('endpoint');
  }
}

/** What stands behind the name: `training · 3 min ago · took 42 s`. Endpoints say since when they are there. */
export function rowDescription({ kind, created, ended }: Row, now: Date, l10n: L10n): string {
  if (created === undefined) return kindName(kind, l10n);
  const age = duration(now.getTime() - created.getTime());
  if (kind === 'endpoint') return age;
  const took = ended === undefined ? [] : [l10n.t('took {0}', duration(ended.getTime() - created.getTime()))];
  return [kindName(kind, l10n), l10n.t('{0} ago', age), ...took].join(' · ');
}

/** What stands behind the name of a tuning job: `Bayesian · 3 of 5 done, 1 failed · 2 h ago`. */
export function tuningDescription({ strategy, trainingJobs, created }: TuningRow, now: Date, l10n: L10n): string {
  const { completed, running, stopped, failed } = trainingJobs;
  const all = completed + running + stopped + failed;
  const done = l10n.t('{0} of {1} done', completed, all);
  return [
    ...(strategy === undefined ? [] : [strategy]),
    failed === 0 ? done : `${done}, ${l10n.t('{0} failed', failed)}`,
    ...(created === undefined ? [] : [l10n.t('{0} ago', duration(now.getTime() - created.getTime()))]),
  ].join(' · ');
}

/** `when` clauses of menus look at this: kind, whether it runs, and where. */
export function contextValue({ kind, status }: Row, connection: 'local' | 'aws'): string {
  const state = isUnfinished(status) ? 'running' : 'over';
  return `${kind === 'endpoint' ? 'endpoint' : 'job'}.${kind}.${state}.${connection}`;
}

/** Pages of several kinds as one list, newest first; those without a time come last. */
export function newestFirst(rows: readonly Row[]): readonly Row[] {
  const time = ({ created }: Row): number => created?.getTime() ?? 0;
  return [...rows].sort((a, b) => time(b) - time(a) || (a.name < b.name ? -1 : 1));
}
