import { expect, it } from 'vitest';
import { createOptions } from '../../../../engine/src/local/containers';
import type { ContainerPlan, GpuPlan } from '../../../../engine/src/plan/types';

const PLAN: ContainerPlan = {
  host: 'algo-1',
  image: 'image',
  entrypoint: undefined,
  command: undefined,
  environment: {},
  mounts: [],
  files: {},
  directories: [],
  aliases: [],
  user: undefined,
  gpus: { kind: 'none' },
  shmSize: undefined,
  memory: undefined,
  cpus: undefined,
  ports: {},
};

function hostConfig(gpus: GpuPlan) {
  const around = { name: 'n', labels: {}, mounts: [], network: undefined, hostUser: undefined };
  return createOptions({ ...PLAN, gpus }, around).HostConfig;
}

it('raises the limits of containers with GPUs, and of no others', () => {
  const limits = [
    { Name: 'memlock', Soft: -1, Hard: -1 },
    { Name: 'stack', Soft: 67108864, Hard: 67108864 },
  ];
  expect(hostConfig({ kind: 'count', count: 2 })?.Ulimits).toEqual(limits);
  expect(hostConfig({ kind: 'devices', ids: ['1'] })).toMatchObject({
    Ulimits: limits,
    DeviceRequests: [{ DeviceIDs: ['1'], Capabilities: [['gpu']] }],
  });
  expect(hostConfig({ kind: 'none' })?.Ulimits).toBeUndefined();
  expect(hostConfig({ kind: 'count', count: 0 })?.Ulimits).toBeUndefined();
});
