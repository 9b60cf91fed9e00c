import type { EcrImageRow, RepositoryRow } from '../../../engine/src/aws/ecr-list';
import type { RemoteImage } from '../../../engine/src/docker/push-manifest';
import type { NamedImage } from '../../../engine/src/local/named-images';
import { sizeText } from '../../../engine/src/session/size-text';
import { scanText } from '../aws/push-texts';
import type { Detail } from '../views/details';
import { duration } from '../views/texts';
import type { L10n } from '../views/texts';
import type { KnownImage } from './known-images';

/** The name of an image of this machine without its registry, which would fill a narrow view. */
export function localName({ tag }: Pick<NamedImage, 'tag'>): string {
  const registry = registryOf(tag);
  return registry === undefined ? tag : tag.slice(registry.length + 1);
}

/** Behind it: `3 h ago · 812 MB · amd64 · churn/Dockerfile · contract 41/42`. */
export function localDescription(
  { tag, time, size, architecture }: NamedImage,
  { dockerfile, results }: KnownImage,
  relative: (path: string) => string,
  now: Date,
  l10n: L10n,
): string {
  return joined([
    age(time, now, l10n),
    sizeText(size),
    architecture,
    dockerfile === undefined ? undefined : relative(dockerfile),
    results && l10n.t('contract {0}/{1}', results.passed, results.passed + results.failed),
    registryOf(tag),
  ]);
}

/** Lines of its tooltip, as Markdown of our own words; names are code. */
export function localLines(
  { tag, id, time, size, architecture }: NamedImage,
  { dockerfile, results }: KnownImage,
  l10n: L10n,
): readonly string[] {
  const from =
    dockerfile === undefined
      ? l10n.t('Not built of a Dockerfile of this workspace')
      : l10n.t('Built of {0}', code(dockerfile));
  const contract =
    results && l10n.t('Contract: {0} passed, {1} failed, {2} not run', results.passed, results.failed, results.skipped);
  return [
    code(tag),
    joined([sizeText(size), architecture, time?.toLocaleString()]),
    from,
    ...(contract === undefined ? [] : [contract]),
    code(id.slice(0, 19)),
  ];
}

/** Codicon and theme colour of an image of this machine: what its contract tests found shows. */
export function localIcon({ dockerfile, results }: KnownImage): { readonly icon: string; readonly colour?: string } {
  const icon = dockerfile === undefined ? 'archive' : 'package';
  if (results === undefined) return { icon };
  return { icon, colour: results.failed > 0 ? 'testing.iconFailed' : 'testing.iconPassed' };
}

/** Behind the name of a repository. */
export function repositoryDescription({ created, immutable }: RepositoryRow, now: Date, l10n: L10n): string {
  return joined([age(created, now, l10n), immutable ? l10n.t('tags can’t be moved') : undefined]);
}

/** An image of ECR is named by its tags, else by the beginning of its digest. */
export function ecrName({ tags, digest }: EcrImageRow): string {
  return tags.length > 0 ? tags.join(', ') : digest.slice(0, 19);
}

/** Behind its name: `3 d ago · 812 MB · Docker v2 · 2 high`; what SageMaker does not take says so first. */
export function ecrDescription({ pushed, size, format, scan }: EcrImageRow, now: Date, l10n: L10n): string {
  const about = [age(pushed, now, l10n), size === undefined ? undefined : sizeText(size)];
  const ordered =
    format.refusal === undefined
      ? [...about, format.name]
      : [format.name, l10n.t('SageMaker refuses it for models'), ...about];
  return joined([...ordered, scanText(scan)]);
}

/** What stands below it. `told`: what the image itself says; undefined: that is not known. */
export function ecrDetails(row: EcrImageRow, told: RemoteImage | undefined, l10n: L10n): readonly Detail[] {
  const { digest, tags, format, size, pushed, scan } = row;
  const line = (label: string, value: string | undefined, icon: string): readonly Detail[] =>
    value === undefined || value === '' ? [] : [{ label, value, icon }];
  const { refusal } = format;
  const labels = Object.entries(told?.labels ?? {}).map(([label, value]) => ({ label, value, icon: 'tag' }));
  return [
    ...line(l10n.t('Not for SageMaker models'), refusal && `${refusal.message} ${refusal.remedy}`, 'warning'),
    ...line(l10n.t('Media type'), format.name, 'file-code'),
    ...line(l10n.t('Architecture'), told?.platforms.join(', '), 'chip'),
    ...line(l10n.t('Size'), size === undefined ? undefined : l10n.t('{0} compressed', sizeText(size)), 'database'),
    ...line(l10n.t('Pushed'), pushed?.toLocaleString(), 'calendar'),
    ...line(l10n.t('Tags'), tags.length > 1 ? tags.join(', ') : undefined, 'tag'),
    ...line(l10n.t('Digest'), digest, 'key'),
    ...line(l10n.t('Scan'), scan && (scanText(scan) || l10n.t('nothing found')), 'shield'),
    ...(labels.length === 0
      ? []
      : [{ label: l10n.t('Labels'), value: String(labels.length), icon: 'tag', children: labels }]),
  ];
}

function age(time: Date | undefined, now: Date, l10n: L10n): string | undefined {
  return time && l10n.t('{0} ago', duration(now.getTime() - time.getTime()));
}

/** `host:5000` of `host:5000/team/churn:1`, as Docker tells hosts from folders; undefined: it has none. */
function registryOf(tag: string): string | undefined {
  const first = tag.slice(0, Math.max(0, tag.indexOf('/')));
  return first === 'localhost' || /[.:]/.test(first) ? first : undefined;
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

function code(text: string): string {
  return `\`${text}\``;
}
