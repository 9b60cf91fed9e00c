import * as fs from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { ContainerPlan, MountPlan } from '../plan/types';
import type { EngineMount } from './containers';
import { listObjects } from './data-objects';
import type { Reach } from './data-places';
import { inParallel } from './in-parallel';
import { filesBelow, packDisk } from './pack';
import { shardOf } from './shuffle-order';
import { dataOf } from './sources';
import type { BindMount, Data } from './sources';
import { volumeMount } from './volumes';
import type { Volumes } from './volumes';
import { errorCode } from '../docker/error-code';

type S3Mount = Extract<MountPlan, { type: 's3' }>;
type Note = (line: string) => void;
type VolumeMount = Extract<MountPlan, { type: 'volume' }>;

/** Objects fetched at a time. */
const AT_ONCE = 6;

/** Brings the data of a container's mounts to where the engine can take it from. Pipes are not its business. */
export class Mounts {
  constructor(
    private readonly volumes: Volumes,
    private readonly reach: Reach,
    /** Of the job; removed with it. */
    private readonly scratch: string,
  ) {}

  /** Undefined: a pipe. */
  async of(mount: MountPlan, plan: ContainerPlan, note: Note, signal: AbortSignal): Promise<EngineMount | undefined> {
    switch (mount.type) {
      case 'volume':
        return this.volume(mount, plan, signal);
      case 'bind':
        return this.data(await dataOf(mount, this.reach), mount, plan, signal);
      case 's3':
        return this.fetched(mount, plan, note, signal);
      case 'pipe':
        return undefined;
    }
  }

  private async volume(mount: VolumeMount, plan: ContainerPlan, signal: AbortSignal): Promise<EngineMount> {
    const { label, target, seed } = mount;
    const name = await this.volumes.get(label, mount.kept === true, async (volume) => {
      if (seed === undefined || (await fs.stat(seed).catch(() => undefined)) === undefined) return;
      const files = await filesBelow(seed);
      if (files.length > 0) await this.volumes.load(plan.image, volume, target, packDisk(files, signal), signal);
    });
    return volumeMount(name, target, mount.readOnly);
  }

  private async fetched(mount: S3Mount, plan: ContainerPlan, note: Note, signal: AbortSignal): Promise<EngineMount> {
    const { target, readOnly, unpack, shard, folders } = mount;
    const source = await this.reach.upload(mount.uri);
    const bind: Omit<BindMount, 'source'> = {
      type: 'bind',
      target,
      readOnly,
      ...(unpack === undefined ? {} : { unpack }),
    };
    if (source !== undefined) {
      const here: BindMount = {
        ...bind,
        source,
        ...(shard === undefined ? {} : { shard }),
        ...(mount.manifest ? { manifest: true } : {}),
        ...(folders === undefined ? {} : { folders }),
      };
      return this.data(await dataOf(here, this.reach), here, plan, signal);
    }
    const list = { source: mount.uri, manifest: mount.manifest, folders };
    const objects = shardOf(await listObjects(list, this.reach, signal), shard);
    // A listing by prefix has what only begins like it, too.
    const whole = unpack === true ? objects.find(({ name }) => name === posix.basename(mount.uri)) : undefined;
    if (whole !== undefined) {
      const archive: BindMount = { ...bind, source: await whole.file(signal) };
      return this.data(await dataOf(archive), archive, plan, signal);
    }
    const folder = join(this.scratch, plan.host, 'data', ...target.split('/').filter((part) => part !== ''));
    await fs.mkdir(folder, { recursive: true });
    const megabytes = Math.ceil(objects.reduce((sum, { size }) => sum + size, 0) / 1e6);
    note(`fetching ${objects.length} objects of ${mount.uri} (${megabytes} MB), but for those in the cache`);
    await inParallel(objects, AT_ONCE, async (object) => {
      signal.throwIfAborted();
      await link(await object.file(signal), join(folder, object.name));
    });
    return { Type: 'bind', Source: folder, Target: target, ReadOnly: readOnly };
  }

  private async data(
    data: Data,
    mount: { readonly target: string; readonly readOnly: boolean },
    plan: ContainerPlan,
    signal: AbortSignal,
  ): Promise<EngineMount> {
    if (data.kind === 'bind') {
      return { Type: 'bind', Source: data.source, Target: data.target, ReadOnly: mount.readOnly };
    }
    const volume = await this.volumes.get(`${plan.host}${mount.target}`, false);
    await this.volumes.load(plan.image, volume, mount.target, await data.open(signal), signal);
    return volumeMount(volume, mount.target, mount.readOnly);
  }
}

/** The same file under another name, so that the cache may forget its own; a copy where there are no links. */
async function link(file: string, path: string): Promise<void> {
  await fs.mkdir(dirname(path), { recursive: true });
  try {
    await fs.link(file, path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return;
    await fs.copyFile(file, path);
  }
}
