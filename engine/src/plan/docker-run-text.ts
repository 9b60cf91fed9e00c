import { isSecret } from './secrets';
import type { ContainerPlan, GpuPlan, ImagePlan, MountPlan, NetworkPlan, RunPlan } from './types';

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

/** An argument, quoted when printed; or a piece of shell as it is. */
type Word = string | { readonly shell: string };

/** A word as a POSIX shell reads it back. */
export function shellQuote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
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

function mountOptions(mount: MountPlan, job: string): readonly string[][] {
  const mode = mount.type !== 'pipe' && mount.readOnly ? ',readonly' : '';
  switch (mount.type) {
    case 'bind':
      return [
        [
          '--mount',
          `type=bind,${csv('source', prepared(mount) ?? mount.source)},${csv('target', mount.target)}${mode}`,
        ],
      ];
    case 'volume': {
      const name = mount.kept === true ? mount.label : `${job}-${mount.label}`;
      return [['--mount', `type=volume,${csv('source', volumeName(name))},${csv('target', mount.target)}${mode}`]];
    }
    case 's3':
      return [['--mount', `type=bind,${csv('source', prepared(mount) ?? '')},${csv('target', mount.target)}${mode}`]];
    case 'pipe':
      return [];
  }
}

/** A stand-in for the folder into which the engine puts what can't be mounted as it is. */
function prepared(mount: MountPlan): string | undefined {
  const gathered =
    mount.type === 's3' ||
    (mount.type === 'bind' && (mount.unpack === true || mount.shard !== undefined || mount.manifest === true));
  return gathered ? `/prepared${mount.target}` : undefined;
}

function csv(key: string, value: string): string {
  const field = `${key}=${value}`;
  return /[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function volumeName(label: string): string {
  return label.replaceAll(/[^A-Za-z0-9_.-]+/g, '-');
}

function mountComments(mount: MountPlan): readonly string[] {
  if (mount.type === 'volume') {
    return mount.seed === undefined ? [] : [`# puts what is in ${comment(mount.seed)} into ${comment(mount.target)}`];
  }
  if (mount.type === 'pipe') {
    const how = [mount.gzip ? 'unpacked' : '', mount.recordio ? 'as RecordIO' : ''].filter((word) => word !== '');
    const rest = how.length === 0 ? '' : `, ${how.join(', ')}`;
    return [`# feeds ${comment(mount.source)}${shardText(mount.shard)} into ${comment(mount.target)}_0, _1 …${rest}`];
  }
  const folder = prepared(mount);
  if (folder === undefined) return [];
  const source = mount.type === 's3' ? mount.uri : mount.source;
  const verb = mount.unpack === true ? 'unpacks' : mount.type === 's3' ? 'fetches' : 'gathers';
  const manifest = mount.manifest === true ? ' what the manifest names in' : '';
  return [`# ${verb}${manifest} ${comment(source)}${shardText(mount.shard)} to ${comment(folder)}`];
}

function shardText(shard: { readonly index: number; readonly of: number } | undefined): string {
  return shard === undefined ? '' : ` (part ${shard.index + 1} of ${shard.of})`;
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

function command(groups: readonly (readonly Word[])[]): string {
  return groups
    .map((words) => words.map((word) => (typeof word === 'string' ? shellQuote(word) : word.shell)).join(' '))
    .join(' \\\n  ');
}

/** Nothing in a comment may start a new line, and so a command. */
function comment(text: string): string {
  return text.replaceAll(/[\r\n\u0085\u2028\u2029]/g, ' ');
}
