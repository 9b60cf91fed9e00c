import { posix } from 'node:path';
import type { Surroundings } from './engine-address';

/** Where engines listen when nobody says otherwise, the likeliest first. `how`: for people. */
export function usualSockets(here: Surroundings): readonly (readonly [how: string, socketPath: string])[] {
  if (here.platform === 'win32') {
    return [
      ['Docker’s named pipe', '//./pipe/docker_engine'],
      ['Docker Desktop’s named pipe', '//./pipe/dockerDesktopLinuxEngine'],
      ['Podman’s named pipe', '//./pipe/podman-machine-default'],
    ];
  }
  const home = (...parts: string[]) => posix.join(here.home, ...parts);
  const runtime = here.env['XDG_RUNTIME_DIR'] ?? (here.uid === undefined ? undefined : `/run/user/${here.uid}`);
  const inRuntime = (how: string, ...parts: string[]): [string, string][] =>
    runtime === undefined ? [] : [[how, posix.join(runtime, ...parts)]];
  const colima = here.env['COLIMA_HOME'] ?? home('.colima');
  const temporary = here.env['TMPDIR'];
  return [
    ['Docker’s socket', '/var/run/docker.sock'],
    ...inRuntime('rootless Docker’s socket', 'docker.sock'),
    ['Docker Desktop’s socket', home('.docker', 'run', 'docker.sock')],
    ['Docker Desktop’s socket', home('.docker', 'desktop', 'docker.sock')],
    ['Colima’s socket', posix.join(colima, 'default', 'docker.sock')],
    ['Colima’s socket', home('.config', 'colima', 'default', 'docker.sock')],
    ['Rancher Desktop’s socket', home('.rd', 'docker.sock')],
    ['OrbStack’s socket', home('.orbstack', 'run', 'docker.sock')],
    ...inRuntime('Podman’s socket', 'podman', 'podman.sock'),
    ['Podman’s socket', '/run/podman/podman.sock'],
    ['Podman’s socket', home('.local', 'share', 'containers', 'podman', 'machine', 'podman.sock')],
    ['Podman’s socket', home('.local', 'share', 'containers', 'podman', 'machine', 'qemu', 'podman.sock')],
    ...(here.platform === 'darwin' && temporary !== undefined
      ? [['Podman’s socket', posix.join(temporary, 'podman', 'podman-machine-default-api.sock')] as const]
      : []),
  ];
}
