import { guide } from './facts';

/** The platform of SageMaker's hosts, but for hosting on Graviton. */
export const HOST_PLATFORM = 'linux/amd64';

/** Families of hosting instances with Graviton (arm64) processors. */
export const GRAVITON_INSTANCES = 'ml.c6g, c7g, m6g, m7g, r7g, r8g …';

export const GRAVITON_SOURCE = guide('realtime-endpoints-graviton');

/** Docker's names of the 64-bit platforms, as one: `x86_64` is `linux/amd64`, `arm64/v8` is `linux/arm64`. */
export function normalPlatform(platform: string): string | undefined {
  const parts = platform.trim().toLowerCase().split('/');
  const [first = '', second] = parts;
  const system = SYSTEMS.has(first) ? first : 'linux';
  const machine = SYSTEMS.has(first) ? second : first;
  if (machine === undefined || machine === '') return undefined;
  return `${system}/${MACHINES.get(machine) ?? machine}`;
}

const SYSTEMS: ReadonlySet<string> = new Set(['linux', 'windows', 'darwin', 'freebsd', 'wasi']);

const MACHINES: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
]);
