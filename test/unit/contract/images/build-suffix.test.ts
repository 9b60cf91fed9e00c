import { describe, expect, it } from 'vitest';
import { hostsFamily } from '../../../../contract/images/hosted-families';
import { recogniseImage } from '../../../../contract/images/recognise';

describe('tags of one build', () => {
  it.each([
    'vllm:0.17.1-gpu-py312-cu129-ubuntu22.04-sagemaker-v1.0-soci',
    'pytorch-training:2.5.1-gpu-py311-cu124-ubuntu22.04-sagemaker-v1.12-2025-07-15-19-53-45',
    'pytorch-training:2.8.0-gpu-py312-cu129-ubuntu22.04-ec2-v1.48-soci',
  ])('%s has the form', (name) => {
    const image = recogniseImage(`public.ecr.aws/deep-learning-containers/${name}`);
    expect(image?.tagKnown).toBe('parses');
    expect(image?.processor).toBe('gpu');
  });

  it('is strict about the rest', () => {
    expect(
      recogniseImage('public.ecr.aws/deep-learning-containers/pytorch-training:2.8.0-gpu-py312-soci-x')?.tagKnown,
    ).toBe('unknown');
    expect(recogniseImage('public.ecr.aws/deep-learning-containers/pytorch-training:soci')?.tagKnown).toBe('unknown');
  });
});

describe('hostsFamily', () => {
  it('tells accounts by what they host in the region', () => {
    expect(hostsFamily('520713654638', 'us-west-2', 'pytorch')).toBe(true);
    expect(hostsFamily('763104351884', 'us-west-2', 'pytorch')).toBe(true);
    expect(hostsFamily('763104351884', 'us-west-2', 'sklearn')).toBe(false);
    expect(hostsFamily('520713654638', 'me-south-1', 'pytorch')).toBe(false);
  });
});
