import { describe, expect, it } from 'vitest';
import { DOCKER_MANIFEST, DOCKER_MANIFEST_LIST, OCI_INDEX, OCI_MANIFEST } from '../../../../contract/image-manifest';
import { checkLocalImage, checkManifest, checkPlatform } from '../../../../engine/src/aws/push-checks';
import type { LocalImageFacts, PushPurpose } from '../../../../engine/src/aws/push-checks';

const IMAGE: LocalImageFacts = { os: 'linux', architecture: 'amd64', size: 1e9, labels: {}, mediaType: undefined };
const TRAINING: PushPurpose = { uses: ['training'], architecture: 'amd64' };
const ENDPOINT: PushPurpose = { uses: ['endpoint'], architecture: 'amd64' };

function requirements(image: Partial<LocalImageFacts>, purpose: PushPurpose) {
  return checkLocalImage({ ...IMAGE, ...image }, purpose).map((it) => [it.severity, it.requirement]);
}

describe('an image before its push', () => {
  it('is fine when it is for the hosts', () => {
    expect(requirements({}, TRAINING)).toEqual([]);
    expect(requirements({ architecture: 'arm64' }, { uses: ['endpoint'], architecture: 'arm64' })).toEqual([]);
  });

  it('is for the architecture of the hosts', () => {
    expect(requirements({ architecture: 'arm64' }, TRAINING)).toEqual([['error', 'IMG-03']]);
    expect(requirements({}, { uses: ['endpoint'], architecture: 'arm64' })).toEqual([['error', 'IMG-03']]);
  });

  it('is small enough for what it is pushed for', () => {
    const size = 11 * 1024 ** 3;
    expect(requirements({ size }, ENDPOINT)).toEqual([]);
    expect(requirements({ size }, { ...ENDPOINT, uses: ['serverless'] })).toEqual([['error', 'SLS-01']]);
    expect(requirements({ size: 36e9 }, { ...TRAINING, uses: ['studio'] })).toEqual([['error', 'STUDIO-06']]);
  });

  it('has the labels without which CreateModel refuses it', () => {
    const pipeline: PushPurpose = { ...ENDPOINT, roles: ['pipeline'] };
    expect(requirements({}, pipeline)).toEqual([['error', 'PIPE-02']]);
    const name = 'com.amazonaws.sagemaker.capabilities.accept-bind-to-port';
    expect(requirements({ labels: { [name]: 'true' } }, pipeline)).toEqual([]);
    const misspelt = checkLocalImage({ ...IMAGE, labels: { [name.replaceAll('-', '_')]: 'true' } }, ENDPOINT);
    expect(misspelt).toEqual([
      expect.objectContaining({ severity: 'warning', message: expect.stringContaining(name) as string }),
    ]);
  });
});

describe('a manifest', () => {
  it.each([
    [OCI_INDEX, 'an OCI index'],
    [OCI_MANIFEST, 'an OCI manifest'],
    [DOCKER_MANIFEST_LIST, 'a list of images'],
  ])('%s is refused for models, and doubtful for jobs', (mediaType, what) => {
    expect(checkManifest(mediaType, ENDPOINT)).toEqual([
      expect.objectContaining({ severity: 'error', message: expect.stringContaining(what) as string }),
    ]);
    expect(checkManifest(mediaType, TRAINING)).toEqual([expect.objectContaining({ severity: 'warning' })]);
  });

  it('of Docker, version 2, is fine', () => {
    expect(checkManifest(DOCKER_MANIFEST, ENDPOINT)).toEqual([]);
  });
});

it('an image for several platforms is for each of them', () => {
  expect(checkPlatform(['linux/arm64', 'linux/amd64'], TRAINING)).toEqual([]);
  expect(checkPlatform([], TRAINING)).toHaveLength(1);
});
