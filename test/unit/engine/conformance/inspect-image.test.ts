import { describe, expect, it } from 'vitest';
import { inspectImage } from '../../../../engine/src/conformance/inspect-image';
import type { ImageFacts } from '../../../../engine/src/conformance/inspect-image';

const GOOD: ImageFacts = {
  platform: 'linux/amd64',
  entrypoint: ['python', 'app.py'],
  user: '',
  labels: { 'com.amazonaws.sagemaker.capabilities.multi-models': 'true' },
  size: 1000,
  mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
  volumes: [],
  stopSignal: undefined,
  healthcheck: false,
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

  it('wants the format that CreateModel takes, where the engine tells it', () => {
    expect(outcomes({ mediaType: 'application/vnd.oci.image.index.v1+json' })).toEqual({
      'image-media-type': 'failed',
    });
    expect(outcomes({ mediaType: undefined })).toEqual({ 'image-media-type': 'skipped' });
  });

  it('wants no volume in the way', () => {
    expect(outcomes({ volumes: ['/opt/ml/model'] })).toEqual({ 'image-volumes': 'failed' });
    expect(outcomes({ volumes: ['/opt'] })).toEqual({ 'image-volumes': 'failed' });
    expect(outcomes({ volumes: ['/opt/mlflow', '/data'] })).toEqual({});
  });

  it('only notes a stop signal and a health check', () => {
    expect(outcomes({ stopSignal: 'SIGTERM' })).toEqual({});
    expect(outcomes({ stopSignal: 'SIGQUIT', healthcheck: true })).toEqual({
      'image-stop-signal': 'skipped',
      'image-healthcheck': 'skipped',
    });
  });

  it('only notes the size', () => {
    expect(outcomes({ size: 11 * 1024 ** 3 })).toEqual({ 'image-size': 'skipped' });
  });
});
