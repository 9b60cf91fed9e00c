/** The parts of an image reference, with Docker Hub's many names made one. */
export interface ImageReference {
  /** `docker.io`, `public.ecr.aws`, `763104351884.dkr.ecr.us-east-1.amazonaws.com`. */
  readonly registry: string;
  /** `library/python`, `nvidia/cuda`. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const DOCKER_HUB = 'docker.io';
const HUB_NAMES: ReadonlySet<string> = new Set([
  DOCKER_HUB,
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
  'mirror.gcr.io',
]);
const ECR_MIRROR = 'docker/library/';
const LONGEST = 512;

/** The parts of `registry/repository:tag@digest`; undefined for what can't be one, or still has variables in it. */
export function imageReference(text: string): ImageReference | undefined {
  if (text === '' || text.length > LONGEST || /[^\w./:@-]/.test(text)) return undefined;
  const [name, digest] = splitAt(text, text.indexOf('@'));
  const slash = name.lastIndexOf('/');
  const colon = name.indexOf(':', slash + 1);
  const [path, tag] = splitAt(name, colon);
  const first = path.slice(0, path.indexOf('/'));
  const hasRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  const registry = hasRegistry ? first : DOCKER_HUB;
  const repository = hasRegistry ? path.slice(first.length + 1) : path;
  if (repository === '' || repository.endsWith('/') || tag === '') return undefined;
  return inHub({ registry, repository, tag, digest });
}

/** The tag that is used: `latest` when none is given; undefined when only the digest says which image it is. */
export function effectiveTag(reference: ImageReference): string | undefined {
  return reference.tag ?? (reference.digest === undefined ? 'latest' : undefined);
}

function inHub(reference: ImageReference): ImageReference {
  const { registry, repository } = reference;
  if (registry === 'public.ecr.aws' && repository.startsWith(ECR_MIRROR)) {
    return { ...reference, registry: DOCKER_HUB, repository: repository.slice('docker/'.length) };
  }
  if (!HUB_NAMES.has(registry)) return reference;
  return {
    ...reference,
    registry: DOCKER_HUB,
    repository: repository.includes('/') ? repository : `library/${repository}`,
  };
}

function splitAt(text: string, index: number): readonly [string, string | undefined] {
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
