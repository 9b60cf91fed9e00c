import { NVIDIA_ENVIRONMENT } from '../../../contract/gpu';

/** What ENV sets in an image for GPUs whose base does not ask for the driver: `A=… B=…`. */
export const GPU_VARIABLES = Object.entries(NVIDIA_ENVIRONMENT)
  .map(([name, value]) => `${name}=${value}`)
  .join(' ');

/** Whether the packages of a framework are those for GPUs, unless changed. */
export function usesGpus(framework: string): boolean {
  return framework === 'pytorch';
}

/** For the README of a project whose packages are for GPUs. */
export const GPU_NOTE =
  'The packages are for GPUs too, and take several GB; their file says which ones do without. Choose an instance type ' +
  'with GPUs in the requests, such as `ml.g5.xlarge`; on this machine, add `--gpus all`. Without GPUs it runs on the CPU.';
