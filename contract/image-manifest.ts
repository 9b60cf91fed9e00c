import { fact } from './facts';
import type { Fact } from './facts';

/** Media types under which a registry holds an image. */
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
export const DOCKER_MANIFEST_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';

/** Media types of the configuration of a container image; what has another is a chart, a signature … */
export const IMAGE_CONFIGURATIONS: readonly string[] = [
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.oci.image.config.v1+json',
];

/** The manifest that SageMaker surely takes. */
export const LEGAL_MANIFEST: Fact<string> = fact(
  DOCKER_MANIFEST,
  'CreateModel takes images with a Docker manifest, version 2, schema 2; OCI manifests and indexes are refused. For training that is not documented.',
  ['IMG-01', 'IMG-02'],
  'https://github.com/aws/amazon-sagemaker-feedback/issues/180',
);
