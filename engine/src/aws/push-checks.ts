import { GRAVITON_FAMILIES } from '../../../contract/architecture';
import { DOCKER_MANIFEST, LEGAL_MANIFEST } from '../../../contract/image-manifest';
import { CAPABILITY_VALUE, LABELS, nearestLabel } from '../../../contract/labels';
import { SERVERLESS_IMAGE_BYTES, STUDIO_IMAGE_BYTES } from '../../../contract/limits';
import type { Role } from '../../../contract/roles';

/** What an image is pushed for. */
export interface PushPurpose {
  readonly uses: readonly ('training' | 'processing' | 'transform' | 'endpoint' | 'serverless' | 'studio')[];
  /** `arm64` for endpoints on Graviton. */
  readonly architecture: 'amd64' | 'arm64';
  /** What else it has to be, such as one of a pipeline or multi-model. */
  readonly roles?: readonly Role[];
}

/** Something about an image before or after its push. An error: SageMaker will not take it, so it is not pushed. */
export interface PushFinding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly remedy: string;
  readonly requirement?: string;
}

/** What is known of an image of the engine. */
export interface LocalImageFacts {
  readonly os: string;
  readonly architecture: string;
  /** Bytes, uncompressed. */
  readonly size: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Undefined: the engine keeps no manifests, and pushes Docker's own. */
  readonly mediaType: string | undefined;
}

const REBUILD_AS_DOCKER =
  'Build it with `docker buildx build --provenance=false --sbom=false --output type=image,oci-mediatypes=false`, or with `build` of this program.';

/** What is wrong with an image, before it is pushed. */
export function checkLocalImage(image: LocalImageFacts, purpose: PushPurpose): readonly PushFinding[] {
  return [
    ...checkPlatform([`${image.os}/${image.architecture}`], purpose),
    ...(image.mediaType === undefined ? [] : checkManifest(image.mediaType, purpose)),
    ...checkSize(image.size, purpose),
    ...checkLabels(image.labels, purpose),
  ];
}

/** Whether the hosts can run it. */
export function checkPlatform(platforms: readonly string[], { architecture }: PushPurpose): readonly PushFinding[] {
  const wanted = `linux/${architecture}`;
  if (platforms.includes(wanted)) return [];
  const has = platforms.join(', ') || 'no platform';
  return [
    {
      severity: 'error',
      message: `The image is for ${has}; the hosts are ${wanted}. The container would end with “exec format error”.`,
      remedy:
        architecture === 'amd64'
          ? `Build it with \`--platform ${wanted}\`; only endpoints on Graviton (${GRAVITON_FAMILIES}) run arm64.`
          : `Build it with \`--platform ${wanted}\`, or take an instance type without Graviton.`,
      requirement: 'IMG-03',
    },
  ];
}

/** Whether SageMaker reads its manifest. For endpoints that is known, for jobs it is not documented. */
export function checkManifest(mediaType: string, { uses }: PushPurpose): readonly PushFinding[] {
  if (mediaType === LEGAL_MANIFEST.value) return [];
  const serves = uses.some((it) => it === 'endpoint' || it === 'serverless' || it === 'transform');
  const what = mediaType.includes('.index.')
    ? 'an OCI index (several images, or one with attestations)'
    : mediaType.includes('manifest.list')
      ? 'a list of images for several platforms'
      : mediaType.includes('.oci.')
        ? 'an OCI manifest'
        : `a manifest of type ${mediaType}`;
  return [
    {
      severity: serves ? 'error' : 'warning',
      message: serves
        ? `The image has ${what}. SageMaker refuses it when the model is created: “Unsupported manifest media type”.`
        : `The image has ${what}. SageMaker refuses it for models; whether jobs take it is not documented.`,
      remedy: `${REBUILD_AS_DOCKER} It has to be ${DOCKER_MANIFEST}.`,
      requirement: 'IMG-01',
    },
  ];
}

function checkSize(bytes: number, { uses }: PushPurpose): readonly PushFinding[] {
  const limits = [
    { use: 'serverless', most: SERVERLESS_IMAGE_BYTES.value, what: 'a serverless endpoint', requirement: 'SLS-01' },
    { use: 'studio', most: STUDIO_IMAGE_BYTES.value, what: 'a Studio app', requirement: 'STUDIO-06' },
  ] as const;
  return limits
    .filter(({ use, most }) => uses.includes(use) && bytes > most)
    .map(({ most, what, requirement }) => ({
      severity: 'error',
      message: `The image has ${gibibytes(bytes)} GiB; that of ${what} may have ${gibibytes(most)} GiB.`,
      remedy: 'Leave out what only the build needs (a stage of its own), and caches of package managers.',
      requirement,
    }));
}

function checkLabels(labels: Readonly<Record<string, string>>, { roles = [] }: PushPurpose): readonly PushFinding[] {
  const missing = LABELS.filter((it) => it.neededIn.some((role) => roles.includes(role)))
    .filter((it) => labels[it.name] !== CAPABILITY_VALUE)
    .map((it): PushFinding => ({
      severity: 'error',
      message: `The image has no label ${it.name}=${CAPABILITY_VALUE}: CreateModel refuses it.`,
      remedy: `Add \`LABEL ${it.name}=${CAPABILITY_VALUE}\` to the Dockerfile.`,
      ...(it.requirements[0] === undefined ? {} : { requirement: it.requirements[0] }),
    }));
  const misspelt = Object.keys(labels).flatMap((name): PushFinding[] => {
    const meant = nearestLabel(name);
    if (meant === undefined) return [];
    const message = `SageMaker does not know the label ${name}; it is probably meant to be ${meant}.`;
    return [{ severity: 'warning', message, remedy: `Write \`LABEL ${meant}=${CAPABILITY_VALUE}\`.` }];
  });
  return [...missing, ...misspelt];
}

function gibibytes(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(1);
}
