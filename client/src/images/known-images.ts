import type { NamedImage } from '../../../engine/src/local/named-images';
import type { ContractResults } from '../testing/results-tally';

/** What this workspace knows of an image of this machine. */
export interface KnownImage {
  /** Path of the Dockerfile it is built of; undefined: somebody else made it. */
  readonly dockerfile: string | undefined;
  /** What the contract tests of that Dockerfile last found. */
  readonly results: ContractResults | undefined;
}

/** A Dockerfile of the workspace, and the name that Build Image gives its image. */
export interface OwnDockerfile {
  /** Path. */
  readonly dockerfile: string;
  readonly tag: string;
}

/** By its label, which builds of runs leave, else by the name that Build Image gives. */
export function knownImage(
  { tag, dockerfile }: Pick<NamedImage, 'tag' | 'dockerfile'>,
  own: readonly OwnDockerfile[],
  resultsOf: (dockerfile: string) => ContractResults | undefined,
): KnownImage {
  const from = dockerfile ?? own.find((one) => withTag(one.tag) === tag)?.dockerfile;
  return { dockerfile: from, results: from === undefined ? undefined : resultsOf(from) };
}

/** As the engine names it: without a tag it is `latest`. */
function withTag(name: string): string {
  return name.lastIndexOf(':') > name.lastIndexOf('/') ? name : `${name}:latest`;
}
