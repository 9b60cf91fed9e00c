import { describe, expect, it } from 'vitest';
import { recogniseByRepository, recogniseImage, recogniseLoosely } from '../../../../contract/images/recognise';
import { nearestRepositories, nearestRepository, recogniseRepository } from '../../../../contract/images/repositories';

const WEST = '763104351884.dkr.ecr.us-west-2.amazonaws.com';

/** Recognised, or the test fails. */
function image(uri: string) {
  const found = recogniseImage(uri);
  if (found === undefined) throw new Error(`not recognised: ${uri}`);
  return found;
}

describe('the public gallery', () => {
  it('recognises the paths of the catalogue', () => {
    expect(image('public.ecr.aws/deep-learning-containers/vllm:server-sagemaker-cuda-v2.3')).toMatchObject({
      registry: 'public',
      account: undefined,
      region: undefined,
      repository: 'vllm',
      version: '0.27.0',
      tagKnown: 'published',
      accountOk: undefined,
      regionOk: undefined,
      dnsOk: undefined,
    });
    expect(image('public.ecr.aws/sagemaker/sagemaker-distribution:1.11.0-gpu').tagKnown).toBe('published');
  });

  it('leaves the rest alone', () => {
    expect(recogniseImage('public.ecr.aws/docker/library/python:3.12')).toBeUndefined();
    expect(recogniseImage('public.ecr.aws/deep-learning-containers/kmeans:1')).toBeUndefined();
    expect(recogniseImage('public.ecr.aws/deep-learning-containers/vllm:')).toBeUndefined();
  });
});

describe('images with variables', () => {
  it('is not recognised as a full URI', () => {
    expect(
      recogniseImage('${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/pytorch-training:2.6.0-gpu-py312'),
    ).toBeUndefined();
    expect(
      recogniseImage('763104351884.dkr.ecr.<region>.amazonaws.com/pytorch-training:2.6.0-gpu-py312'),
    ).toBeUndefined();
    expect(
      recogniseImage('763104351884.dkr.ecr.region.amazonaws.com/pytorch-training:2.6.0-gpu-py312'),
    ).toBeUndefined();
  });

  it('is recognised loosely, and checked as far as it is written out', () => {
    expect(
      recogniseLoosely('${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/pytorch-training:2.6.0-gpu-py312'),
    ).toMatchObject({
      repository: 'pytorch-training',
      version: '2.6.0',
      tagKnown: 'listed',
      account: undefined,
      region: undefined,
      accounts: [],
      accountOk: undefined,
    });
    expect(recogniseLoosely('$ACCOUNT.dkr.ecr.us-east-1.amazonaws.com/kmeans:1')).toMatchObject({
      region: 'us-east-1',
      accounts: ['382416733822'],
      accountOk: undefined,
      regionOk: true,
    });
    expect(recogniseLoosely('763104351884.dkr.ecr.$REGION.amazonaws.com/vllm:x')?.account).toBe('763104351884');
  });

  it('is not recognised where the account is not of AWS or the repository unknown', () => {
    expect(recogniseLoosely('123456789012.dkr.ecr.$REGION.amazonaws.com/vllm:x')).toBeUndefined();
    expect(recogniseLoosely('$A.dkr.ecr.$REGION.amazonaws.com/mine:x')).toBeUndefined();
    expect(recogniseLoosely(`${WEST}/vllm:x`)).toBeUndefined();
    expect(recogniseLoosely('pytorch-training:2.6.0-gpu-py312')).toBeUndefined();
  });

  it('is recognised by repository and tag', () => {
    const found = recogniseByRepository('pytorch-training', '2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker');
    expect(found).toMatchObject({
      registry: undefined,
      kind: 'training',
      python: '3.12',
      accounts: [],
      tagKnown: 'published',
    });
    expect(found?.uri).toBe('pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker');
    expect(recogniseByRepository('pytorch-training', '')).toMatchObject({ tag: undefined, uri: 'pytorch-training' });
    expect(recogniseByRepository('python', '3.12')).toBeUndefined();
    expect(recogniseByRepository('constructor', '1')).toBeUndefined();
    expect(recogniseByRepository('__proto__')).toBeUndefined();
  });
});

describe('repositories', () => {
  it('is known by name', () => {
    expect(recogniseRepository('djl-inference')).toMatchObject({ kinds: ['inference'], publicPath: undefined });
    expect(recogniseRepository('djl-inference')?.families).toHaveLength(6);
    expect(recogniseRepository('vllm-arm64')).toMatchObject({ architecture: 'arm64' });
    expect(recogniseRepository('sagemaker-base-python-310')?.families[0]?.id).toBe('sagemaker-base-python');
    expect(recogniseRepository('toString')).toBeUndefined();
  });

  it('is found by a near name', () => {
    expect(recogniseImage(`${WEST}/pytorch-trainning:2.6.0-gpu-py312`)).toBeUndefined();
    expect(nearestRepository('pytorch-trainning')).toBe('pytorch-training');
    expect(nearestRepository('sagemaker-scikitlearn')).toBe('sagemaker-scikit-learn');
    expect(nearestRepositories('pytorch-inference-neuron')[0]).toBe('pytorch-inference-neuron');
    expect(nearestRepositories('my-own-thing')).toEqual([]);
    expect(nearestRepository('')).toBeUndefined();
  });
});
