import { describe, expect, it } from 'vitest';
import {
  capabilitiesOf,
  goArchitecture,
  isAtLeast,
  mayHaveSessions,
  readCapabilities,
} from '../../../../engine/src/docker/capabilities';
import type { DockerEngine } from '../../../../engine/src/docker/engine';

const PING = { apiVersion: '1.41', os: 'linux', server: 'Docker/20.10.24 (linux)' };

describe('readCapabilities', () => {
  it('reads an engine', () => {
    const info = {
      ServerVersion: '20.10.24',
      OperatingSystem: 'Debian GNU/Linux 12',
      OSType: 'linux',
      Architecture: 'aarch64',
      NCPU: 2,
      MemTotal: 4096,
      CgroupVersion: '2',
      SecurityOptions: ['name=seccomp,profile=default', 'name=rootless'],
      Runtimes: { runc: {}, nvidia: {} },
      CDISpecDirs: ['/etc/cdi'],
      DiscoveredDevices: [
        { Source: 'cdi', ID: 'nvidia.com/gpu=0' },
        { Source: 'other', ID: 'x' },
      ],
      DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']],
    };
    expect(readCapabilities(PING, info, true)).toEqual({
      apiVersion: '1.41',
      serverVersion: '20.10.24',
      operatingSystem: 'Debian GNU/Linux 12',
      platform: 'linux/arm64',
      buildKit: true,
      podman: false,
      desktop: false,
      rootless: true,
      runtimes: ['runc', 'nvidia'],
      nvidiaRuntime: true,
      cdiDevices: ['nvidia.com/gpu=0'],
      cdi: true,
      cgroupVersion: 2,
      cpus: 2,
      memory: 4096,
      containerdStore: true,
    });
  });

  it('makes do with an engine that says little', () => {
    const can = readCapabilities({ apiVersion: undefined, os: undefined, server: 'Libpod/4.9 (linux)' }, {}, false);
    expect(can).toMatchObject({
      apiVersion: 'unknown',
      podman: true,
      rootless: false,
      cdi: false,
      nvidiaRuntime: false,
    });
    expect(can.cgroupVersion).toBeUndefined();
  });

  it('takes null lists for empty ones', () => {
    const info = {
      SecurityOptions: null,
      Runtimes: null,
      CDISpecDirs: null,
      DiscoveredDevices: null,
      DriverStatus: null,
    };
    expect(readCapabilities(PING, info, false)).toMatchObject({ rootless: false, runtimes: [], cdiDevices: [] });
  });
});

describe('mayHaveSessions', () => {
  it('needs API 1.39 and no Windows', () => {
    expect(mayHaveSessions({ ...PING, apiVersion: '1.39' })).toBe(true);
    expect(mayHaveSessions({ ...PING, apiVersion: '1.9' })).toBe(false);
    expect(mayHaveSessions({ ...PING, os: 'windows' })).toBe(false);
    expect(mayHaveSessions({ ...PING, apiVersion: undefined })).toBe(false);
  });
});

it('compares versions by their numbers', () => {
  expect(isAtLeast('1.41', '1.9')).toBe(true);
  expect(isAtLeast('1.9', '1.41')).toBe(false);
  expect(isAtLeast('2', '1.41')).toBe(true);
  expect(isAtLeast('1.41', '1.41')).toBe(true);
});

it('names processors as images do', () => {
  expect([undefined, 'x86_64', 'aarch64', 'riscv64'].map(goArchitecture)).toEqual([
    'amd64',
    'amd64',
    'arm64',
    'riscv64',
  ]);
});

it('asks an engine once, and again after a failure', async () => {
  let asked = 0;
  const engine = {
    ping: () => Promise.resolve({ ...PING, os: 'windows' }),
    info: () => (++asked === 1 ? Promise.reject(new Error('starting')) : Promise.resolve({ NCPU: 3 })),
  } as unknown as DockerEngine;
  await expect(capabilitiesOf(engine)).rejects.toThrow('starting');
  expect((await capabilitiesOf(engine)).cpus).toBe(3);
  expect(await capabilitiesOf(engine)).toBe(await capabilitiesOf(engine));
  expect(asked).toBe(2);
});
