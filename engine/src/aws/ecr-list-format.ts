import {
  DOCKER_MANIFEST,
  DOCKER_MANIFEST_LIST,
  IMAGE_CONFIGURATIONS,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../../../contract/image-manifest';
import { checkManifest } from './push-checks';

/** What ECR holds under a digest, and whether SageMaker reads it. */
export interface ImageFormat {
  /** `Docker v2`, `OCI index` … */
  readonly name: string;
  /** Why SageMaker does not take it, and what helps; undefined: it does, or nothing is known. */
  readonly refusal: { readonly message: string; readonly remedy: string } | undefined;
}

const NAMES: Readonly<Record<string, string>> = {
  [DOCKER_MANIFEST]: 'Docker v2',
  [DOCKER_MANIFEST_LIST]: 'Docker manifest list',
  [OCI_MANIFEST]: 'OCI',
  [OCI_INDEX]: 'OCI index',
};

/** In words, from the media types of the manifest and of the configuration that it names. */
export function imageFormat(manifest: string | undefined, configuration: string | undefined): ImageFormat {
  if (configuration !== undefined && !IMAGE_CONFIGURATIONS.includes(configuration)) {
    return {
      name: `no image: ${configuration}`,
      refusal: {
        message: `This is no container image: it holds ${configuration}.`,
        remedy: 'Charts, signatures and the like are kept in ECR beside images; take one of those.',
      },
    };
  }
  if (manifest === undefined) return { name: '', refusal: undefined };
  const [refusal] = checkManifest(manifest, { uses: [], architecture: 'amd64' });
  return { name: NAMES[manifest] ?? manifest, refusal };
}
