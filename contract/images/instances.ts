import type { Architecture, Processor } from './kinds';

/** What an instance type runs on. */
export interface InstanceHardware {
  readonly processor: Processor;
  readonly architecture: Architecture;
}

/** The hardware of an instance type, `ml.g5.xlarge`; `local` and `local_gpu` as in the SageMaker SDK. Undefined: no such form. */
export function instanceHardware(type: string): InstanceHardware | undefined {
  if (type === 'local') return { processor: 'cpu', architecture: 'amd64' };
  if (type === 'local_gpu') return { processor: 'gpu', architecture: 'amd64' };
  const found = /^ml\.(?<family>[a-z]+)\d+(?<options>(?:[a-z-][a-z0-9-]{0,20})?)\.[a-z0-9-]{1,20}$/.exec(type)?.groups;
  const family = found?.['family'];
  if (family === undefined) return undefined;
  // Graviton has a `g` behind the generation (`c7gn`, `g5g`); the superchips of `p6e-gb200` are ARM as well.
  const options = found?.['options'] ?? '';
  const architecture = options.startsWith('g') || options.includes('-gb') ? 'arm64' : 'amd64';
  if (family === 'inf' || family === 'trn') return { processor: 'neuron', architecture: 'amd64' };
  if (family === 'dl') return { processor: 'hpu', architecture: 'amd64' };
  return { processor: family === 'g' || family === 'gr' || family === 'p' ? 'gpu' : 'cpu', architecture };
}
