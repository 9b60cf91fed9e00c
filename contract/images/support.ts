import { catalogue, entry } from './catalogue';
import { minorOf } from './versions';

/** When a version became generally available, and when AWS stops (or stopped) patching it: ISO dates. */
export interface Support {
  readonly ga: string;
  readonly endOfPatch: string;
}

/** `pytorch-*` is the plain framework images only; Neuron, Gaudi and compiler images have dates of their own. */
const PLAIN = /^(?<framework>[a-z]+)-(?:training|inference)(?:-graviton|-arm64)?$/;

/** The support dates of a version of a repository's image, when AWS publishes them. */
export function supportOf(repository: string, version: string | undefined): Support | undefined {
  if (version === undefined) return undefined;
  const framework = PLAIN.exec(repository)?.groups?.['framework'];
  const tables = [repository, framework === undefined ? undefined : `${framework}-*`];
  for (const name of tables) {
    const table = entry(catalogue.support, name);
    const [ga, endOfPatch] = entry(table, version) ?? entry(table, minorOf(version)) ?? [];
    if (ga !== undefined && endOfPatch !== undefined) return { ga, endOfPatch };
  }
  return undefined;
}
