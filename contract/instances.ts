import { fact, guide } from './facts';
import type { Fact } from './facts';

/** What an instance type has to offer a container. */
export interface InstanceResources {
  readonly vcpus: number;
  readonly memoryGib: number;
  readonly gpus: number;
  /** `NVIDIA A10G`; undefined without GPUs. */
  readonly gpu: string | undefined;
}

/** Families whose sizes are all alike: GiB of memory for one vCPU, then the sizes. */
const REGULAR: readonly (readonly [families: string, gibPerVcpu: number, sizes: string])[] = [
  ['c5', 2, 'large xlarge 2xlarge 4xlarge 9xlarge 12xlarge 18xlarge 24xlarge'],
  ['c5d', 2, 'large xlarge 2xlarge 4xlarge 9xlarge 18xlarge'],
  ['c6i c6id c6in', 2, 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
  ['c6a', 2, 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge'],
  ['c7i', 2, 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
  ['c8i', 2, 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge'],
  ['c6g c6gd c6gn c7g', 2, 'medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
  ['c8g', 2, 'medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
  ['m4', 4, 'xlarge 2xlarge 4xlarge 10xlarge 16xlarge'],
  ['m5 m5d', 4, 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge'],
  ['m6i m6id', 4, 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
  ['m6a', 4, 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge'],
  ['m7i', 4, 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
  ['m8i', 4, 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge'],
  ['m6g m6gd m7g', 4, 'medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
  ['m8g', 4, 'medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
  ['r5 r5d', 8, 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge'],
  ['r6i r6id', 8, 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge'],
  ['r7i', 8, 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
  ['r8i', 8, 'large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge'],
  ['r6g r6gd r7gd', 8, 'medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge'],
  ['r8g', 8, 'medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge'],
  ['i3en', 8, 'large xlarge 2xlarge 3xlarge 6xlarge 12xlarge 24xlarge'],
];

/** Families with sizes of their own: `size vCPUs GiB [GPUs]`. */
const IRREGULAR: readonly (readonly [family: string, gpu: string | undefined, sizes: string])[] = [
  ['t2', undefined, 'medium 2 4, large 2 8, xlarge 4 16, 2xlarge 8 32'],
  ['t3', undefined, 'micro 2 1, small 2 2, medium 2 4, large 2 8, xlarge 4 16, 2xlarge 8 32'],
  ['c4', undefined, 'large 2 3.75, xlarge 4 7.5, 2xlarge 8 15, 4xlarge 16 30, 8xlarge 36 60'],
  ['c5n', undefined, 'large 2 5.25, xlarge 4 10.5, 2xlarge 8 21, 4xlarge 16 42, 9xlarge 36 96, 18xlarge 72 192'],
  ['p2', 'NVIDIA K80', 'xlarge 4 61 1, 8xlarge 32 488 8, 16xlarge 64 732 16'],
  ['p3', 'NVIDIA V100', '2xlarge 8 61 1, 8xlarge 32 244 4, 16xlarge 64 488 8'],
  ['p3dn', 'NVIDIA V100', '24xlarge 96 768 8'],
  ['p4d', 'NVIDIA A100', '24xlarge 96 1152 8'],
  ['p4de', 'NVIDIA A100', '24xlarge 96 1152 8'],
  ['p5', 'NVIDIA H100', '4xlarge 16 256 1, 48xlarge 192 2048 8'],
  ['p5e', 'NVIDIA H200', '48xlarge 192 2048 8'],
  ['p5en', 'NVIDIA H200', '48xlarge 192 2048 8'],
  ['p6-b200', 'NVIDIA B200', '48xlarge 192 2048 8'],
  ['p6-b300', 'NVIDIA B300', '48xlarge 192 4096 8'],
  ['p6e-gb200', 'NVIDIA GB200', '36xlarge 144 960 4'],
  [
    'g4dn',
    'NVIDIA T4',
    'xlarge 4 16 1, 2xlarge 8 32 1, 4xlarge 16 64 1, 8xlarge 32 128 1, 12xlarge 48 192 4, 16xlarge 64 256 1',
  ],
  [
    'g5',
    'NVIDIA A10G',
    'xlarge 4 16 1, 2xlarge 8 32 1, 4xlarge 16 64 1, 8xlarge 32 128 1, 12xlarge 48 192 4, 16xlarge 64 256 1, 24xlarge 96 384 4, 48xlarge 192 768 8',
  ],
  [
    'g6',
    'NVIDIA L4',
    'xlarge 4 16 1, 2xlarge 8 32 1, 4xlarge 16 64 1, 8xlarge 32 128 1, 12xlarge 48 192 4, 16xlarge 64 256 1, 24xlarge 96 384 4, 48xlarge 192 768 8',
  ],
  [
    'g6e',
    'NVIDIA L40S',
    'xlarge 4 32 1, 2xlarge 8 64 1, 4xlarge 16 128 1, 8xlarge 32 256 1, 12xlarge 48 384 4, 16xlarge 64 512 1, 24xlarge 96 768 4, 48xlarge 192 1536 8',
  ],
  ['gr6', 'NVIDIA L4', '4xlarge 16 128 1, 8xlarge 32 256 1'],
  [
    'g7e',
    'NVIDIA RTX PRO 6000',
    '2xlarge 8 64 1, 4xlarge 16 128 1, 8xlarge 32 256 1, 12xlarge 48 512 2, 24xlarge 96 1024 4, 48xlarge 192 2048 8',
  ],
  ['inf1', undefined, 'xlarge 4 8, 2xlarge 8 16, 6xlarge 24 48, 24xlarge 96 192'],
  ['inf2', undefined, 'xlarge 4 16, 8xlarge 32 128, 24xlarge 96 384, 48xlarge 192 768'],
  ['trn1', undefined, '2xlarge 8 32, 32xlarge 128 512'],
  ['trn1n', undefined, '32xlarge 128 512'],
  ['trn2', undefined, '3xlarge 12 128, 48xlarge 192 2048'],
  ['dl1', undefined, '24xlarge 96 768'],
];

const INSTANCES: ReadonlyMap<string, InstanceResources> = new Map([...regular(), ...irregular()]);

function* regular(): Generator<[string, InstanceResources]> {
  for (const [families, gibPerVcpu, sizes] of REGULAR)
    for (const family of families.split(' '))
      for (const size of sizes.split(' ')) {
        const vcpus = vcpusOf(size);
        yield [`ml.${family}.${size}`, { vcpus, memoryGib: vcpus * gibPerVcpu, gpus: 0, gpu: undefined }];
      }
}

function* irregular(): Generator<[string, InstanceResources]> {
  for (const [family, gpu, sizes] of IRREGULAR)
    for (const row of sizes.split(', ')) {
      const [size = '', vcpus, memoryGib, gpus = '0'] = row.split(' ');
      yield [
        `ml.${family}.${size}`,
        { vcpus: Number(vcpus), memoryGib: Number(memoryGib), gpus: Number(gpus), gpu: gpu },
      ];
    }
}

function vcpusOf(size: string): number {
  if (size === 'medium') return 1;
  if (size === 'large') return 2;
  return 4 * Number(size.slice(0, -'xlarge'.length) || '1');
}

/** What `ml.g5.xlarge` has: vCPUs, memory, GPUs. Undefined: not among the types known here. */
export function instanceResources(type: string): InstanceResources | undefined {
  return INSTANCES.get(type);
}

/** The instance types known here, in no order. */
export function knownInstanceTypes(): readonly string[] {
  return [...INSTANCES.keys()];
}

/** Name of the n-th host of a job, counted from 1. */
export function hostName(number: number): string {
  return `algo-${number}`;
}

/** Name that resourceconfig.json gives the one group of a job without instance groups. */
export const SINGLE_GROUP_NAME: Fact<string> = fact(
  'homogeneousCluster',
  'A job without `InstanceGroups` has one group, `homogeneousCluster`, in `resourceconfig.json`.',
  ['CFG-05'],
  guide('your-algorithms-training-algo-running-container'),
);

/** Seconds a processing job may run when it does not say. */
export const PROCESSING_USUAL_RUNTIME_SECONDS: Fact<number> = fact(
  86_400,
  'A processing job may run for 24 hours unless it says otherwise.',
  ['EXIT-09'],
  guide('processing-job'),
);
