import { expect, it } from 'vitest';
import {
  DOCKER_MANIFEST,
  DOCKER_MANIFEST_LIST,
  IMAGE_CONFIGURATIONS,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../../../../contract/image-manifest';
import { imageFormat } from '../../../../engine/src/aws/ecr-list-format';

it('takes Docker’s manifest, and says of each other what it is and that models can’t have it', () => {
  for (const configuration of [undefined, ...IMAGE_CONFIGURATIONS]) {
    expect(imageFormat(DOCKER_MANIFEST, configuration)).toEqual({ name: 'Docker v2', refusal: undefined });
  }
  const others = [OCI_MANIFEST, OCI_INDEX, DOCKER_MANIFEST_LIST].map((it) => imageFormat(it, undefined));
  expect(others.map(({ name }) => name)).toEqual(['OCI', 'OCI index', 'Docker manifest list']);
  for (const { refusal } of others) expect(refusal?.message).toContain('SageMaker refuses it for models');
});

it('tells charts and signatures from images', () => {
  const { name, refusal } = imageFormat(OCI_MANIFEST, 'application/vnd.cncf.helm.config.v1+json');
  expect(name).toBe('no image: application/vnd.cncf.helm.config.v1+json');
  expect(refusal?.message).toContain('no container image');
});

it('claims nothing where ECR does not say', () => {
  expect(imageFormat(undefined, undefined)).toEqual({ name: '', refusal: undefined });
});
