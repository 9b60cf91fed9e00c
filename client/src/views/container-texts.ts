import { sizeText } from '../../../engine/src/session/size-text';
import type { ContractResults } from '../testing/results-tally';
import type { Status } from '../status/message';
import { duration } from './texts';
import type { L10n } from './texts';

/** The image that a Dockerfile was last built to on this machine. */
export interface LatestImage {
  readonly tag: string | undefined;
  readonly built: Date | undefined;
  /** Bytes. */
  readonly size: number;
  /** `amd64` */
  readonly architecture: string | undefined;
}

/** What is known of a Dockerfile for SageMaker. */
export interface Container {
  readonly status: Status;
  /** Undefined: not built here, or the engine was not asked. */
  readonly image: LatestImage | undefined;
  /** Undefined: never tested. */
  readonly results: ContractResults | undefined;
}

/** `training, inference · 2 problems · built 3 h ago · contract 41/42` */
export function containerDescription({ status, image, results }: Container, now: Date, l10n: L10n): string {
  const { error, warning } = status.findings;
  const problems = error + warning;
  return [
    status.roles.join(', '),
    problems === 0 ? '' : problems === 1 ? l10n.t('1 problem') : l10n.t('{0} problems', problems),
    image?.built === undefined ? '' : l10n.t('built {0} ago', duration(now.getTime() - image.built.getTime())),
    results === undefined ? '' : l10n.t('contract {0}/{1}', results.passed, results.passed + results.failed),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Lines of the tooltip, as Markdown of our own words; names are code. */
export function containerLines({ status, image, results }: Container, l10n: L10n): readonly string[] {
  const { error, warning, info, hint } = status.findings;
  const lines = [l10n.t('Roles: {0}', status.roles.join(', '))];
  if (status.evidence.length > 0) lines.push(l10n.t('because of {0}', status.evidence.join('; ')));
  lines.push(l10n.t('Findings: {0} errors, {1} warnings, {2} remarks', error, warning, info + hint));
  if (image !== undefined) {
    const about = [sizeText(image.size), image.architecture, image.built?.toLocaleString()];
    lines.push(l10n.t('Image: {0}, {1}', `\`${image.tag ?? l10n.t('untagged')}\``, about.filter(Boolean).join(', ')));
  }
  if (results !== undefined) {
    const { passed, failed, skipped, at } = results;
    const when = new Date(at).toLocaleString();
    lines.push(l10n.t('Contract: {0} passed, {1} failed, {2} not run ({3})', passed, failed, skipped, when));
  }
  return lines;
}

/** Codicon and theme colour: what is worst shows. */
export function containerIcon({ status, results }: Container): { readonly icon: string; readonly colour?: string } {
  if (status.findings.error > 0) return { icon: 'package', colour: 'list.errorForeground' };
  if ((results?.failed ?? 0) > 0) return { icon: 'package', colour: 'testing.iconFailed' };
  if (status.findings.warning > 0) return { icon: 'package', colour: 'list.warningForeground' };
  return results === undefined ? { icon: 'package' } : { icon: 'package', colour: 'testing.iconPassed' };
}

/** The requests of a Dockerfile: those whose nearest folder with a Dockerfile, going up, is its own. Paths with `/`. */
export function requestsOf(dockerfile: string, dockerfiles: readonly string[], requests: readonly string[]): string[] {
  const folders = new Set(dockerfiles.map(folderOf));
  const own = folderOf(dockerfile);
  return requests.filter((request) => {
    let folder = folderOf(request);
    while (!folders.has(folder) && folder !== '') folder = folderOf(folder);
    return folder === own;
  });
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
