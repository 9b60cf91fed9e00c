import { describe, expect, it } from 'vitest';
import { effectiveTag, imageReference } from '../../../contract/image-reference';

describe('imageReference', () => {
  it.each([
    ['python', 'docker.io', 'library/python', undefined, undefined],
    ['python:3.12-slim', 'docker.io', 'library/python', '3.12-slim', undefined],
    ['docker.io/python:3', 'docker.io', 'library/python', '3', undefined],
    ['index.docker.io/library/python', 'docker.io', 'library/python', undefined, undefined],
    ['mirror.gcr.io/library/python:3', 'docker.io', 'library/python', '3', undefined],
    ['public.ecr.aws/docker/library/python:3', 'docker.io', 'library/python', '3', undefined],
    ['nvidia/cuda:12', 'docker.io', 'nvidia/cuda', '12', undefined],
    ['localhost:5000/x/y', 'localhost:5000', 'x/y', undefined, undefined],
    ['localhost/x', 'localhost', 'x', undefined, undefined],
    ['gcr.io/a/b@sha256:ab', 'gcr.io', 'a/b', undefined, 'sha256:ab'],
    ['a/b:c@sha256:ab', 'docker.io', 'a/b', 'c', 'sha256:ab'],
  ])('%s', (text, registry, repository, tag, digest) => {
    expect(imageReference(text)).toEqual({ registry, repository, tag, digest });
  });

  it.each(['', ' ', 'a b', '${BASE}', 'python:$V', 'python:', 'gcr.io/', 'a<b>', 'x'.repeat(600)])(
    '%s is none',
    (text) => {
      expect(imageReference(text)).toBeUndefined();
    },
  );
});

describe('effectiveTag', () => {
  it('is latest only when nothing else says which image it is', () => {
    const parts = { registry: 'r', repository: 'x', tag: undefined, digest: undefined };
    expect(effectiveTag(parts)).toBe('latest');
    expect(effectiveTag({ ...parts, digest: 'sha256:a' })).toBeUndefined();
    expect(effectiveTag({ ...parts, digest: 'sha256:a', tag: '1' })).toBe('1');
  });
});
