import { hostDriver } from '../../../../contract/gpu';
import { instanceHardware } from '../../../../contract/images/instances';
import { instanceResources } from '../../../../contract/instances';

/** `4 vCPUs, 16 GiB, 1 × NVIDIA A10G`; empty: the type is not known here. */
export function instanceText(type: string): string {
  const found = instanceResources(type);
  if (found === undefined) return '';
  const gpus = found.gpus === 0 ? [] : [`${found.gpus} × ${found.gpu ?? 'GPU'}`];
  const hardware = instanceHardware(type);
  const other = hardware?.processor === 'neuron' ? ['AWS Neuron'] : hardware?.processor === 'hpu' ? ['Gaudi'] : [];
  const arm = hardware?.architecture === 'arm64' ? ['ARM64'] : [];
  const vcpus = `${found.vcpus} vCPU${found.vcpus === 1 ? '' : 's'}`;
  return [vcpus, `${found.memoryGib} GiB`, ...gpus, ...other, ...arm].join(', ');
}

/** What the host's driver runs, for a service that the driver table speaks of. */
export function driverText(type: string, service: 'hosting' | 'batch'): string {
  const driver = hostDriver(type, service);
  if (driver === undefined) return '';
  const member = service === 'hosting' ? 'InferenceAmiVersion' : 'TransformAmiVersion';
  return `NVIDIA driver ${driver.driver}, CUDA up to ${driver.cuda}, unless \`${member}\` asks for another.`;
}
