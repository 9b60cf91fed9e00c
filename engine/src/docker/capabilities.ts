import type { DockerEngine, EngineInfo, EnginePing } from './engine';
import { opensSessions } from './ping';

export interface Capabilities {
  /** `1.41` */
  readonly apiVersion: string;
  readonly serverVersion: string | undefined;
  /** `Docker Desktop`, `Debian GNU/Linux 12 (bookworm)` */
  readonly operatingSystem: string | undefined;
  /** `linux/amd64`: what runs without emulation. */
  readonly platform: string;
  /** Builds with BuildKit by a session of our own. */
  readonly buildKit: boolean;
  readonly podman: boolean;
  readonly desktop: boolean;
  /** Root of a container is somebody else outside it, so files on the host are not root's. */
  readonly rootless: boolean;
  /** `runc`, `nvidia` … */
  readonly runtimes: readonly string[];
  /** The nvidia runtime is registered. Without it, a GPU may still be had through the hook alone: try. */
  readonly nvidiaRuntime: boolean;
  /** Devices by CDI: `nvidia.com/gpu=0`. Empty where the engine does not list them. */
  readonly cdiDevices: readonly string[];
  readonly cdi: boolean;
  readonly cgroupVersion: 1 | 2 | undefined;
  readonly cpus: number | undefined;
  /** Bytes. */
  readonly memory: number | undefined;
  /** Images are kept by containerd (then builds may make OCI indexes). */
  readonly containerdStore: boolean;
}

/** A busy engine takes its time; a wrong no would cost the build its cache and secrets. */
const SESSION_MS = 10_000;
const known = new WeakMap<DockerEngine, Promise<Capabilities>>();

/** What this engine can do, asked once. */
export function capabilitiesOf(engine: DockerEngine): Promise<Capabilities> {
  const before = known.get(engine);
  if (before !== undefined) return before;
  const asked = probe(engine);
  known.set(engine, asked);
  // A failure is not remembered: the engine may have been starting.
  asked.catch(() => known.delete(engine));
  return asked;
}

async function probe(engine: DockerEngine): Promise<Capabilities> {
  const [pinged, info] = await Promise.all([engine.ping(), engine.info()]);
  const candidate = mayHaveSessions(pinged);
  const sessions = candidate && (await opensSessions(engine.socket, AbortSignal.timeout(SESSION_MS)));
  return readCapabilities(pinged, info, sessions);
}

/** BuildKit came with API 1.39, and never to Windows containers. */
export function mayHaveSessions(pinged: EnginePing): boolean {
  return pinged.os !== 'windows' && isAtLeast(pinged.apiVersion ?? '0', '1.39');
}

export function readCapabilities(pinged: EnginePing, info: EngineInfo, sessions: boolean): Capabilities {
  const security = info.SecurityOptions ?? [];
  const runtimes = Object.keys(info.Runtimes ?? {});
  const cgroup = Number(info.CgroupVersion);
  const operatingSystem = info.OperatingSystem;
  const devices = (info.DiscoveredDevices ?? []).filter((one) => one.Source === 'cdi').map((one) => one.ID ?? '');
  return {
    apiVersion: pinged.apiVersion ?? 'unknown',
    serverVersion: info.ServerVersion,
    operatingSystem,
    platform: `${info.OSType ?? pinged.os ?? 'linux'}/${goArchitecture(info.Architecture)}`,
    buildKit: sessions,
    podman: /libpod|podman/i.test(pinged.server ?? ''),
    desktop: operatingSystem === 'Docker Desktop',
    rootless: security.some((one) => /\bname=(?:rootless|userns)\b/.test(one)),
    runtimes,
    nvidiaRuntime: runtimes.includes('nvidia'),
    cdiDevices: devices,
    cdi: (info.CDISpecDirs ?? []).length > 0,
    cgroupVersion: cgroup === 1 || cgroup === 2 ? cgroup : undefined,
    cpus: info.NCPU,
    memory: info.MemTotal,
    containerdStore: (info.DriverStatus ?? []).some((row) => row.join(' ').includes('io.containerd.snapshotter')),
  };
}

/** `uname -m` → as images and `--platform` say it. */
export function goArchitecture(machine: string | undefined): string {
  switch (machine) {
    case undefined:
    case 'x86_64':
    case 'amd64':
      return 'amd64';
    case 'aarch64':
    case 'arm64':
      return 'arm64';
    default:
      return machine;
  }
}

/** Compares versions such as `1.9` and `1.41` by their numbers. */
export function isAtLeast(version: string, least: string): boolean {
  const [a, b] = [version, least].map((text) => text.split('.').map(Number));
  for (let index = 0; index < Math.max(a?.length ?? 0, b?.length ?? 0); index++) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
