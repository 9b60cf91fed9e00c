import { describe, expect, it } from 'vitest';
import {
  EFA_CONTAINER_OPTIONS,
  EFA_SKIP_KMOD_FLAGS,
  hostDriver,
  isDriverInstaller,
  isDriverPackage,
} from '../../../contract/gpu';

describe('hostDriver', () => {
  it.each([
    ['ml.g5.xlarge', 'hosting', '470', '11.4'],
    ['ml.g4dn.12xlarge', 'hosting', '470', '11.4'],
    ['g6e', 'hosting', '535', '12.2'],
    ['ml.p5.48xlarge', 'hosting', '535', '12.2'],
    ['ml.p5en.48xlarge', 'hosting', '550', '12.4'],
    ['ml.p6-b200.48xlarge', 'hosting', '580', '13.0'],
    ['ml.g6.xlarge', 'batch', '535', '12.2'],
    ['ML.G5.XLARGE', 'batch', '470', '11.4'],
  ] as const)('%s, %s: driver %s, CUDA %s', (instance, service, driver, cuda) => {
    expect(hostDriver(instance, service)).toMatchObject({ driver, cuda });
  });

  it('is unknown for others', () => {
    expect(hostDriver('ml.m5.xlarge')).toBeUndefined();
    expect(hostDriver('ml.p5.48xlarge', 'batch')).toBeUndefined();
    expect(hostDriver('')).toBeUndefined();
  });
});

describe('isDriverPackage', () => {
  it.each([
    'nvidia-driver-535',
    'nvidia-driver-535-server',
    'nvidia-driver-latest-dkms',
    'nvidia-headless-535',
    'nvidia-dkms-550',
    'nvidia-kernel-source-535',
    'nvidia-384',
    'libnvidia-compute-535',
    'libnvidia-compute-535=535.54.03-0ubuntu1',
    'libnvidia-compute-470:amd64',
    'libcuda1',
    'cuda-drivers',
    'cuda-drivers-550',
    'kmod-nvidia-latest-dkms',
    'xorg-x11-drv-nvidia-cuda',
  ])('%s is', (name) => {
    expect(isDriverPackage(name)).toBe(true);
  });

  it.each([
    'cuda-toolkit-12-4',
    'cuda-runtime-12-4',
    'cuda-compat-12-4',
    'cuda-nvcc-12-4',
    'cuda',
    'libcudnn8',
    'libcudnn9-cuda-12',
    'libnccl2',
    'libcublas-12-4',
    'nvidia-container-toolkit',
    'nvidia-container-runtime',
    'nvidia-docker2',
    'nvidia-utils-535',
    'libnvidia-container1',
    'nvidia-cudnn',
    'nvidia-cuda-toolkit',
    'nvidia-cublas-cu12',
    'nvidia-ml-py',
    'nvidia-smi',
    'my-nvidia-driver-535',
    '',
  ])('%s is not', (name) => {
    expect(isDriverPackage(name)).toBe(false);
  });
});

describe('installers', () => {
  it('tells the driver from other .run files', () => {
    expect(isDriverInstaller('/tmp/NVIDIA-Linux-x86_64-535.54.03.run')).toBe(true);
    expect(isDriverInstaller('cuda_12.4.1_550.54.15_linux.run')).toBe(false);
    expect(isDriverInstaller('NVIDIA-Linux-x86_64.tar')).toBe(false);
  });

  it('recommends EFA options that skip the kernel module', () => {
    expect(EFA_CONTAINER_OPTIONS.split(' ').some((option) => EFA_SKIP_KMOD_FLAGS.includes(option))).toBe(true);
  });
});
