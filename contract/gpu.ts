import { apiReference, fact, guide } from './facts';
import type { Fact } from './facts';
import type { RequirementId } from './requirements';

const DRIVERS_PAGE = guide('inference-gpu-drivers');

/** NVIDIA driver on the hosts of some instance families, unless an AMI version is asked for. */
export interface HostDriver {
  readonly service: 'hosting' | 'batch';
  /** Instance families, without `ml.` and size: `g5`. */
  readonly families: readonly string[];
  /** Driver branch. */
  readonly driver: string;
  /** Newest CUDA version that the driver runs without compatibility libraries. */
  readonly cuda: string;
  readonly requirements: readonly RequirementId[];
  readonly source: string;
}

function host(service: HostDriver['service'], families: readonly string[], driver: string, cuda: string): HostDriver {
  const requirements: readonly RequirementId[] = service === 'hosting' ? ['GPU-03'] : ['GPU-04'];
  return { service, families, driver, cuda, requirements, source: DRIVERS_PAGE };
}

export const HOST_DRIVERS: readonly HostDriver[] = [
  host('hosting', ['p4d', 'p4de', 'g4dn', 'g5'], '470', '11.4'),
  host('hosting', ['p5', 'g6', 'g6e'], '535', '12.2'),
  host('hosting', ['p5e', 'p5en'], '550', '12.4'),
  host('hosting', ['p6', 'g7', 'g7e'], '580', '13.0'),
  host('batch', ['g4dn', 'g5'], '470', '11.4'),
  host('batch', ['g6'], '535', '12.2'),
];

/** The default driver for an instance type (`ml.g5.xlarge`) or family (`g5`); undefined when it is not known. */
export function hostDriver(instanceType: string, service: HostDriver['service'] = 'hosting'): HostDriver | undefined {
  const family = /^(?:ml\.)?([a-z0-9]+)(?:[.-]|$)/i.exec(instanceType)?.[1]?.toLowerCase();
  if (family === undefined) return undefined;
  return HOST_DRIVERS.find((row) => row.service === service && row.families.includes(family));
}

/** The newest CUDA version that every GPU family runs with its default driver. */
export const OLDEST_HOST_CUDA: Fact<string> = fact(
  '11.4',
  'Endpoints on `ml.g4dn`, `ml.g5` and `ml.p4d` have driver 470 (CUDA 11.4) unless `InferenceAmiVersion` asks for a newer one.',
  ['GPU-03'],
  DRIVERS_PAGE,
);

/** Values of `InferenceAmiVersion`. */
export const INFERENCE_AMI_VERSIONS: Fact<readonly string[]> = fact(
  [
    'al2-ami-sagemaker-inference-gpu-2',
    'al2-ami-sagemaker-inference-gpu-2-1',
    'al2-ami-sagemaker-inference-gpu-3-1',
    'al2023-ami-sagemaker-inference-gpu-4-1',
    'al2-ami-sagemaker-inference-neuron-2',
  ],
  'An endpoint gets a newer host driver by `InferenceAmiVersion` in its production variant.',
  ['GPU-03', 'GPU-06', 'GPU-07'],
  apiReference('ProductionVariant'),
);

/** Values of `TransformAmiVersion`. */
export const TRANSFORM_AMI_VERSIONS: Fact<readonly string[]> = fact(
  ['al2-ami-sagemaker-batch-gpu-470', 'al2-ami-sagemaker-batch-gpu-535'],
  'A batch transform job gets its host driver by `TransformAmiVersion`.',
  ['GPU-04'],
  apiReference('TransformResources'),
);

/** What a base without CUDA has to set so that the NVIDIA runtime brings the driver in. */
export const NVIDIA_ENVIRONMENT: Readonly<Record<string, string>> = {
  NVIDIA_VISIBLE_DEVICES: 'all',
  NVIDIA_DRIVER_CAPABILITIES: 'compute,utility',
};

/** Directory of the CUDA compatibility libraries. */
export const CUDA_COMPAT_DIR = '/usr/local/cuda/compat';

/** The installer of the Elastic Fabric Adapter software. */
export const EFA_INSTALLER = 'efa_installer.sh';

/** Either of these keeps the installer from building a kernel module, which a container cannot load. */
export const EFA_SKIP_KMOD_FLAGS: readonly string[] = ['--skip-kmod', '-k'];

/** The installer's options for a container, as in AWS's own images. */
export const EFA_CONTAINER_OPTIONS = '-y -g -d --skip-kmod --skip-limit-conf --no-verify';

/**
 * Packages of the NVIDIA driver itself, kernel or user part, by their names in the apt and rpm repositories.
 * Not among them: the CUDA toolkit and libraries, cuDNN, `nvidia-container-*`, and `nvidia-utils-*` (only tools such as
 * `nvidia-smi`; GPU-01's source names drivers and their libraries, and a false alarm is worse than a miss).
 */
const DRIVER_PACKAGES: readonly RegExp[] = [
  /^nvidia-driver(-|$)/,
  /^nvidia-(dkms|headless|kernel)(-|$)/,
  /^nvidia-\d{3}(-|$)/,
  /^nvidia-(current|legacy-\d{3}xx-driver)(-|$)/,
  /^nvidia-open(-\d{3})?$/,
  /^libnvidia-(compute|gl|cfg1|common|decode|encode|extra|fbc1|ifr1)-\d{3}(-|$)/,
  /^libcuda1(-\d{3})?$/,
  /^cuda-drivers(-|$)/,
  /^a?kmod-nvidia(-|$)/,
  /^xorg-x11-drv-nvidia(-|$)/,
];

/** Whether a package (its name, with or without `=version` and `:architecture`) is part of the NVIDIA driver. */
export function isDriverPackage(name: string): boolean {
  const bare = /^[^=:@\s]*/.exec(name.trim().toLowerCase())?.[0] ?? '';
  return DRIVER_PACKAGES.some((pattern) => pattern.test(bare));
}

/** Whether a file name is that of NVIDIA's driver installer: `NVIDIA-Linux-x86_64-535.54.03.run`. */
export function isDriverInstaller(file: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return name.startsWith('NVIDIA-Linux-') && name.endsWith('.run');
}
