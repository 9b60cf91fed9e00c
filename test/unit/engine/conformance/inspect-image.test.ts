import { describe, expect, it } from 'vitest';
import { inspectImage } from '../../../../engine/src/conformance/inspect-image';
import type { ImageFacts } from '../../../../engine/src/conformance/inspect-image';

const GOOD: ImageFacts = {
  platform: 'linux/amd64',
  entrypoint: ['python', 'app.py'],
  user: '',
  labels: { 'com.amazonaws.sagemaker.capabilities.multi-models': 'true' },
  size: 1000,
};

function outcomes(change: Partial<ImageFacts>, platform?: string) {
  const results = inspectImage({ ...GOOD, ...change }, platform);
  return Object.fromEntries(results.filter((it) => it.outcome !== 'passed').map((it) => [it.id, it.outcome]));
}

describe('looking at an image', () => {
  it('finds nothing in a good one', () => {
    expect(outcomes({})).toEqual({});
    expect(outcomes({ user: 'root' })).toEqual({});
    expect(outcomes({ user: '0:0' })).toEqual({});
    expect(outcomes({ entrypoint: [] })).toEqual({});
  });

  it('wants the processor of the hosts', () => {
    expect(outcomes({ platform: 'linux/arm64' })).toEqual({ 'image-platform': 'failed' });
    expect(outcomes({ platform: 'linux/arm64' }, 'linux/arm64')).toEqual({});
  });

  it('knows the shell form, and a shell that passes its arguments on', () => {
    expect(outcomes({ entrypoint: ['/bin/sh', '-c', 'python app.py'] })).toEqual({ 'image-entrypoint': 'failed' });
    expect(outcomes({ entrypoint: ['/bin/bash', '-c', 'exec python app.py "$@"', '--'] })).toEqual({});
    expect(outcomes({ entrypoint: ['sh', '/opt/program/start.sh'] })).toEqual({});
  });

  it('wants root', () => {
    expect(outcomes({ user: '1000:0' })).toEqual({ 'image-user': 'failed' });
  });

  it('reads capability labels', () => {
    expect(outcomes({ labels: {} })).toEqual({ 'image-labels': 'skipped' });
    const name = 'com.amazonaws.sagemaker.capabilities.accept-bind-to-port';
    expect(outcomes({ labels: { [name]: 'yes' } })).toEqual({ 'image-labels': 'failed' });
    expect(outcomes({ labels: { [`${name}s`]: 'true' } })).toEqual({ 'image-labels': 'failed' });
  });

  it('only notes the size', () => {
    expect(outcomes({ size: 11 * 1024 ** 3 })).toEqual({ 'image-size': 'skipped' });
  });
});
