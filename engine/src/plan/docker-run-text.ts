import { mountComments, mountOptions } from './docker-mount-text';
import { isSecret } from './secrets';
import { command, comment } from './shell-text';
import type { Word } from './shell-text';
import type { ContainerPlan, GpuPlan, ImagePlan, NetworkPlan, RunPlan } from './types';

/** The container's own port, on loopback only, whatever the engine's default address is. */
const LOOPBACK = '127.0.0.1';

/**
 * A plan as commands of the docker CLI, for people to read. The engine doesn't run them: it writes files and fetches data
 * through Docker's interface, which stands here as comments.
 */
export function toDockerRun(plan: RunPlan): string {
  const blocks = [
    [`# ${plan.kind}: ${comment(plan.name)}`],
    ...plan.images.filter((image) => image.build !== undefined).map((image) => [buildLine(image)]),
    networkLines(plan.network),
    ...plan.containers.map((container) => containerLines(container, plan)),
    endLines(plan),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function buildLine(image: ImagePlan): string {
  const { build } = image;
  if (build === undefined) return '';
  const folder = build.context ?? (build.dockerfile.replace(/[\\/][^\\/]*$/, '') || '/');
  return command([
    ['docker', 'build'],
    ['--platform', image.platform],
    ['--file', build.dockerfile],
    ...(build.target === undefined ? [] : [['--target', build.target]]),
    ...variables('--build-arg', build.buildArguments),
    ['--tag', image.local],
    [folder],
  ]);
}

function networkLines(network: NetworkPlan | undefined): readonly string[] {
  if (network === undefined || network.host === true) return [];
  return [command([['docker', 'network', 'create', ...(network.internal ? ['--internal'] : []), network.label]])];
}

function containerLines(container: ContainerPlan, plan: RunPlan): readonly string[] {
  return [
    `# ${comment(container.host)}`,
    ...container.directories.map((directory) => `# makes the directory ${comment(directory)}`),
    ...Object.entries(container.files).flatMap(([path, text]) => [
      `# writes ${comment(path)}:`,
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => `#   ${comment(line)}`),
    ]),
    ...container.mounts.flatMap(mountComments),
    command([
      ['docker', 'run', '--detach'],
      ['--name', `${plan.name}-${container.host}`],
      ...networkOptions(container, plan.network),
      ...options(container, plan),
      [container.image, ...(container.entrypoint ?? []).slice(1), ...(container.command ?? [])],
    ]),
  ];
}

function networkOptions(container: ContainerPlan, network: NetworkPlan | undefined): readonly string[][] {
  if (network?.host === true) return [['--network', 'host']];
  const hostname = ['--hostname', container.host];
  if (network === undefined) return [hostname];
  return [['--network', network.label], hostname, ...container.aliases.map((alias) => ['--network-alias', alias])];
}

function options(container: ContainerPlan, plan: RunPlan): readonly (readonly Word[])[] {
  const platform = plan.images.find((image) => image.local === container.image)?.platform;
  return [
    ...(platform === undefined ? [] : [['--platform', platform]]),
    ['--stop-timeout', String(plan.stopGraceSeconds)],
    ...(container.user === undefined ? [] : [userOption(container.user)]),
    ...gpuOptions(container.gpus),
    ...(container.shmSize === undefined ? [] : [['--shm-size', String(container.shmSize)]]),
    ...(container.memory === undefined ? [] : [['--memory', String(container.memory)]]),
    ...(container.cpus === undefined ? [] : [['--cpus', String(container.cpus)]]),
    ...Object.entries(container.ports).map(([inside, here]) => [
      '--publish',
      `${LOOPBACK}:${here === 0 ? '' : here}:${inside}`,
    ]),
    ...variables('--env', container.environment),
    ...container.mounts.flatMap((mount) => mountOptions(mount, plan.name)),
    ...(container.entrypoint === undefined ? [] : [['--entrypoint', container.entrypoint[0] ?? '']]),
  ];
}

/** A secret is printed without its value: docker then takes it from the environment of the shell. */
function variables(option: string, all: Readonly<Record<string, string>>): readonly string[][] {
  return Object.entries(all).map(([name, value]) => [option, isSecret(name, value) ? name : `${name}=${value}`]);
}

/** `host` is whoever runs the command: the shell knows. */
function userOption(user: string): readonly Word[] {
  return ['--user', user === 'host' ? { shell: '"$(id -u):$(id -g)"' } : user];
}

function gpuOptions(gpus: GpuPlan): readonly string[][] {
  switch (gpus.kind) {
    case 'none':
      return [];
    case 'all':
      return [['--gpus', 'all']];
    case 'count':
      return [['--gpus', String(gpus.count)]];
    case 'devices':
      // The CLI reads this value as CSV: several devices have to stand in quotes of their own.
      return [['--gpus', `"device=${gpus.ids.join(',')}"`]];
  }
}

function endLines(plan: RunPlan): readonly string[] {
  const limit =
    plan.maxRuntimeSeconds === undefined
      ? []
      : [`# after ${plan.maxRuntimeSeconds} s: docker stop, with ${plan.stopGraceSeconds} s to end`];
  return [
    ...limit,
    ...plan.artefacts.map((artefact) => {
      const place = (artefact.folder ?? artefact.to).replace(/\/+$/, '');
      const path = artefact.inPlace === true ? place : `${place}/${artefact.name}`;
      return `# keeps ${comment(artefact.from)} as ${comment(path)}`;
    }),
  ];
}
