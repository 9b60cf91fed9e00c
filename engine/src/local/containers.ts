import type { ContainerCreateOptions } from '../docker/engine';
import type { ContainerPlan, GpuPlan } from '../plan/types';

export type EngineMount = NonNullable<NonNullable<ContainerCreateOptions['HostConfig']>['Mounts']>[number];

export interface Surroundings {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly mounts: readonly EngineMount[];
  /** Name of the network; `host`; undefined: the engine's default. */
  readonly network: string | undefined;
  readonly hostUser: string | undefined;
}

/** The longest name a host may have in DNS. */
const HOSTNAME_LENGTH = 63;

/** A container plan in the engine's own words. */
export function createOptions(plan: ContainerPlan, around: Surroundings): ContainerCreateOptions {
  const user = plan.user === 'host' ? around.hostUser : plan.user;
  const shared = around.network === 'host';
  const own = around.network !== undefined && !shared;
  return {
    name: around.name,
    Image: plan.image,
    Labels: { ...around.labels },
    Env: Object.entries(plan.environment).map(([name, value]) => `${name}=${value}`),
    ...(plan.entrypoint === undefined ? {} : { Entrypoint: [...plan.entrypoint] }),
    ...(plan.command === undefined ? {} : { Cmd: [...plan.command] }),
    ...(user === undefined ? {} : { User: user }),
    ...(shared || plan.host.length > HOSTNAME_LENGTH ? {} : { Hostname: plan.host }),
    AttachStdin: false,
    Tty: false,
    ExposedPorts: Object.fromEntries(Object.keys(plan.ports).map((port) => [`${port}/tcp`, {}])),
    HostConfig: {
      Mounts: [...around.mounts],
      PortBindings: Object.fromEntries(
        Object.entries(plan.ports).map(([port, host]) => [
          `${port}/tcp`,
          [{ HostIp: '127.0.0.1', HostPort: host === 0 ? '' : String(host) }],
        ]),
      ),
      ...(around.network === undefined ? {} : { NetworkMode: around.network }),
      ...(plan.shmSize === undefined ? {} : { ShmSize: plan.shmSize }),
      ...(plan.memory === undefined ? {} : { Memory: plan.memory, MemorySwap: plan.memory }),
      ...(plan.cpus === undefined ? {} : { NanoCpus: Math.round(plan.cpus * 1e9) }),
      ...deviceRequests(plan.gpus),
      ...gpuLimits(plan.gpus),
    },
    ...(own ? { NetworkingConfig: { EndpointsConfig: { [around.network]: { Aliases: [...plan.aliases] } } } } : {}),
  };
}

/**
 * What NVIDIA's framework images ask for when they start, since NCCL and pinned memory fail with Docker's own limits
 * (https://docs.nvidia.com/deeplearning/frameworks/user-guide/). SageMaker's own limits are published nowhere. -1: none.
 */
const GPU_LIMITS = [
  { Name: 'memlock', Soft: -1, Hard: -1 },
  { Name: 'stack', Soft: 64 * 1024 * 1024, Hard: 64 * 1024 * 1024 },
];

function gpuLimits(gpus: GpuPlan): NonNullable<Pick<ContainerCreateOptions, 'HostConfig'>['HostConfig']> {
  return deviceRequests(gpus).DeviceRequests === undefined ? {} : { Ulimits: GPU_LIMITS.map((one) => ({ ...one })) };
}

function deviceRequests(gpus: GpuPlan): NonNullable<Pick<ContainerCreateOptions, 'HostConfig'>['HostConfig']> {
  const ask = (what: { Count: number } | { DeviceIDs: string[] }) => ({
    DeviceRequests: [{ ...what, Capabilities: [['gpu']] }],
  });
  switch (gpus.kind) {
    case 'none':
      return {};
    case 'all':
      return ask({ Count: -1 });
    case 'count':
      return gpus.count === 0 ? {} : ask({ Count: gpus.count });
    case 'devices':
      return gpus.ids.length === 0 ? {} : ask({ DeviceIDs: [...gpus.ids] });
  }
}
