import { expect, it } from 'vitest';
import { stemOf, tagOf } from '../../../../client/src/builds/image-tag';

it.each([
  ['/w/own-algorithm/Dockerfile', 'own-algorithm', 'own-algorithm:latest'],
  ['/w/app/train.Dockerfile', 'train', 'train:latest'],
  ['/w/app/Dockerfile.GPU', 'GPU', 'gpu:latest'],
  ['/w/app/Containerfile', 'app', 'app:latest'],
  ['/w/app/serve.dockerfile', 'serve', 'serve:latest'],
])('%s is called %s and tagged %s', (path, stem, tag) => {
  expect(stemOf(path)).toBe(stem);
  expect(tagOf(path)).toBe(tag);
});

it('a folder whose name no image may have becomes one that it may', () => {
  expect(tagOf('/w/My Model (2)/Dockerfile')).toMatch(/^[a-z0-9][a-z0-9._-]*:latest$/);
});
