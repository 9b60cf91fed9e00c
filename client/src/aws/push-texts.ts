import type { PushFinding } from '../../../engine/src/aws/push-checks';

/** What was found about an image, a line each; what stops a push first. */
export function findingsText(findings: readonly PushFinding[]): string {
  const order = ['error', 'warning', 'info'];
  return [...findings]
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
    .map(({ severity, message, remedy }) => `${severity === 'error' ? '✗' : '⚠'} ${message} ${remedy}`)
    .join('\n');
}

/** What the scan of ECR counted: `2 high, 5 medium`; empty: nothing, or there was no scan. */
export function scanText(counts: Readonly<Record<string, number>> | undefined): string {
  return Object.entries(counts ?? {})
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity.toLowerCase()}`)
    .join(', ');
}

/** A repository name made of what stands for the image here: its folder, or the name of its Dockerfile. */
export function repositoryName(path: string): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== '');
  const file = parts.at(-1) ?? '';
  const own = /^(.+)\.(?:dockerfile|containerfile)$/i.exec(file)?.[1] ?? parts.at(-2) ?? 'image';
  const name = own
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name.length < 2 ? 'image' : name;
}

/** What an image of this machine is probably called in ECR too: its name without the registry, and its tag. */
export function nameAndTag(image: string): { readonly name: string; readonly tag: string } {
  const last = image.replace(/@.*$/, '').split('/').at(-1) ?? '';
  const [name = '', tag = 'latest'] = last.split(':');
  return { name: repositoryName(`${name}/Dockerfile`), tag };
}
