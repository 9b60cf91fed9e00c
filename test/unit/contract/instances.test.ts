import { describe, expect, it } from 'vitest';
import { instanceHardware } from '../../../contract/images/instances';
import { hostName, instanceResources, knownInstanceTypes } from '../../../contract/instances';
import { HOST_NAME } from '../../../contract/hosts';

describe('instanceResources', () => {
  it.each([
    ['ml.m5.xlarge', 4, 16, 0, undefined],
    ['ml.m5.large', 2, 8, 0, undefined],
    ['ml.c7g.medium', 1, 2, 0, undefined],
    ['ml.c5.18xlarge', 72, 144, 0, undefined],
    ['ml.r5.24xlarge', 96, 768, 0, undefined],
    ['ml.c4.8xlarge', 36, 60, 0, undefined],
    ['ml.c4.large', 2, 3.75, 0, undefined],
    ['ml.t3.medium', 2, 4, 0, undefined],
    ['ml.g4dn.12xlarge', 48, 192, 4, 'NVIDIA T4'],
    ['ml.g4dn.16xlarge', 64, 256, 1, 'NVIDIA T4'],
    ['ml.g5.48xlarge', 192, 768, 8, 'NVIDIA A10G'],
    ['ml.p3.8xlarge', 32, 244, 4, 'NVIDIA V100'],
    ['ml.p4d.24xlarge', 96, 1152, 8, 'NVIDIA A100'],
    ['ml.p5.48xlarge', 192, 2048, 8, 'NVIDIA H100'],
    ['ml.p6-b200.48xlarge', 192, 2048, 8, 'NVIDIA B200'],
    ['ml.inf2.xlarge', 4, 16, 0, undefined],
    ['ml.trn1.32xlarge', 128, 512, 0, undefined],
  ])('%s', (type, vcpus, memoryGib, gpus, gpu) => {
    expect(instanceResources(type)).toEqual({ vcpus, memoryGib, gpus, gpu });
  });

  it.each(['local', 'ml.c5.3xlarge', 'ml.zz9.xlarge', 'g5.xlarge', '', 'constructor'])('does not know %j', (type) => {
    expect(instanceResources(type)).toBeUndefined();
  });

  it('agrees with what is known of the processor, and has sound numbers', () => {
    for (const type of knownInstanceTypes()) {
      const found = instanceResources(type);
      expect(found?.vcpus, type).toBeGreaterThan(0);
      expect(found?.memoryGib, type).toBeGreaterThan(0);
      expect((found?.gpus ?? 0) > 0, type).toBe(instanceHardware(type)?.processor === 'gpu');
      expect(found?.gpu !== undefined, type).toBe((found?.gpus ?? 0) > 0);
    }
  });

  it('knows every type once', () => {
    expect(knownInstanceTypes().length).toBeGreaterThan(300);
    expect(new Set(knownInstanceTypes()).size).toBe(knownInstanceTypes().length);
  });
});

it('names hosts as SageMaker does', () => {
  expect(hostName(1)).toBe('algo-1');
  expect(hostName(12)).toMatch(HOST_NAME);
});
