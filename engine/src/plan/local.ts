import { isAbsolute, resolve } from 'node:path';
import { HOST_PLATFORM } from '../../../contract/architecture';
import { instanceHardware } from '../../../contract/images/instances';
import { partitionOf } from '../../../contract/images/uri';
import { parseSize, resolveImage, resolveS3 } from '../requests/overlay';
import type { Overlay } from '../requests/types';
import { UserError } from '../user-error';
import type { ContainerPlan, ImagePlan, MountPlan, NetworkPlan } from './types';

/** What a plan needs to know beside the request and its overlay. */
export interface PlanContext {
  /** Folder of the overlay, absolute. */
  readonly folder: string;
  readonly account: string;
  readonly region: string;
  /** S3 URIs at which earlier jobs of this machine left something: they can be read here without a folder or credentials. */
  readonly uploads?: readonly string[];
  /** A connection to AWS was named that reads S3, also when the overlay names none. */
  readonly s3?: boolean;
}

/** This machine, as the overlay describes it. */
export interface Local {
  readonly overlay: Overlay;
  readonly context: PlanContext;
}

/** The folder or file that stands for an S3 URI, a file system or a data set; undefined: the overlay names none. */
export function folderOf(local: Local, key: string): string | undefined {
  return resolveS3(local.overlay, key, local.context.folder);
}

/** Whether what is at an S3 URI can be had: from a folder, from an earlier job, or from S3 itself. */
export function canRead(local: Local, uri: string): boolean {
  const uploads = local.context.uploads ?? [];
  return (
    folderOf(local, uri) !== undefined ||
    uploads.some((one) => withoutSlash(one) === withoutSlash(uri)) ||
    local.context.s3 === true ||
    local.overlay.credentials !== 'none'
  );
}

function withoutSlash(uri: string): string {
  return uri.endsWith('/') ? uri.slice(0, -1) : uri;
}

/** The ARN of a resource of SageMaker. */
export function arnOf(context: PlanContext, kind: string, name: string): string {
  return `arn:${partitionOf(context.region) ?? 'aws'}:sagemaker:${context.region}:${context.account}:${kind}/${name}`;
}

/** The image that runs for an image of the request, on the platform of the instance type. */
export function imageOf(local: Local, requested: string, instanceType: string | undefined): ImagePlan {
  const image = resolveImage(local.overlay, requested, local.context.folder);
  return { ...image, platform: platformOf(local.overlay, instanceType) };
}

function platformOf(overlay: Overlay, instanceType: string | undefined): string {
  if (overlay.platform !== undefined) return overlay.platform;
  const architecture = instanceType === undefined ? undefined : instanceHardware(instanceType)?.architecture;
  return architecture === undefined ? HOST_PLATFORM.value : `linux/${architecture}`;
}

type LocalParts = Pick<ContainerPlan, 'user' | 'shmSize' | 'memory' | 'cpus'>;

/** What the overlay alone says of every container. */
export function localParts(local: Local): LocalParts {
  const { user, shmSize, memory, cpus } = local.overlay;
  return {
    user: user === 'image' ? undefined : user,
    shmSize: shmSize === undefined ? undefined : parseSize(shmSize),
    memory: memory === undefined ? undefined : parseSize(memory),
    cpus,
  };
}

/** Mounts of the overlay, `host:/container[:ro]`. They come last: where one names the target of another, it wins. */
export function withLocalMounts(local: Local, mounts: readonly MountPlan[]): readonly MountPlan[] {
  const own = local.overlay.mounts.map((text) => parseMount(text, local.context.folder));
  const taken = new Set(own.map((mount) => mount.target));
  return [...mounts.filter((mount) => !taken.has(mount.target)), ...own];
}

function parseMount(text: string, folder: string): MountPlan {
  // Read from the end: a source on Windows has a colon of its own.
  const found = /^(?<source>.+):(?<target>\/[^:]*?)(?<mode>:ro|:rw)?$/s.exec(text)?.groups;
  const source = found?.['source'];
  const target = found?.['target'];
  if (source === undefined || target === undefined)
    throw new UserError(
      `The mount \`${text}\` of the overlay can’t be read.`,
      'Write it as `folder:/path/in/the/container`, with `:ro` behind it when nothing may be written there.',
    );
  return {
    type: 'bind',
    source: isAbsolute(source) || /^[A-Za-z]:[\\/]/.test(source) ? source : resolve(folder, source),
    target,
    readOnly: found?.['mode'] === ':ro',
  };
}

/** Ports of the overlay, `5678` or `15678:5678`. Only the first host gets the ports asked for, the others free ones. */
export function localPorts(local: Local, first: boolean): Readonly<Record<number, number>> {
  const ports: Record<number, number> = {};
  for (const entry of local.overlay.ports) {
    const [left, right] = String(entry).split(':');
    const host = Number(left);
    const container = Number(right ?? left);
    if (!isPort(host) || !isPort(container) || container === 0)
      throw new UserError(
        `The port \`${entry}\` of the overlay can’t be read.`,
        'Write the container’s port, `5678`, or this machine’s and the container’s, `15678:5678`.',
      );
    ports[container] = first ? host : 0;
  }
  return ports;
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 65_535;
}

/**
 * The network of a job; undefined: the engine's own bridge, which costs a lone container nothing and gives it its name.
 * Isolation asked for by the request is never loosened by the overlay.
 */
export function networkOf(local: Local, name: string, isolated: boolean, hosts: number): NetworkPlan | undefined {
  const internal = isolated || local.overlay.network === 'isolated';
  // Names such as algo-2 only resolve on a network of the job's own.
  if (internal || hosts > 1) return { label: name, internal };
  return local.overlay.network === 'host' ? { label: name, internal: false, host: true } : undefined;
}

/** Text of a JSON file, as SageMaker's own files are: one object, one line end. */
export function jsonFile(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** An S3 prefix with a further part: exactly one slash between. */
export function joinUri(prefix: string, ...parts: readonly string[]): string {
  return [prefix.replace(/\/+$/, ''), ...parts].join('/');
}
