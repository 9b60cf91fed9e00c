import { statSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import type { DockerEngine } from '../docker/engine';
import { sharesFolder } from '../docker/shared-files';
import type { ContainerPlan } from '../plan/types';
import { saveFolder } from './artefacts';
import type { EngineMount } from './containers';
import { withoutFirst } from './pack';
import { packTree } from './pack-tree';
import { volumeMount } from './volumes';
import type { Volumes } from './volumes';

/** What takes the place of the mounts of a container. */
export interface Carried {
  readonly mounts: readonly EngineMount[];
  /** Puts in what no volume can hold: single files. Between the making of the container and its start. */
  put(id: string): Promise<void>;
}

interface Writable {
  readonly folder: string;
  readonly target: string;
  readonly container: string;
}

/**
 * Folders of this machine on an engine that does not see them: they are copied into volumes, and what may be written is
 * copied back in the end. Folders are shared by all containers that mount them, as mounts themselves are.
 */
export class Carrier {
  private readonly writable: Writable[] = [];

  constructor(
    private readonly engine: DockerEngine,
    private readonly volumes: Volumes,
    /** One of ours that may be written, by which an engine that sees our files is known. */
    private readonly folder: string,
  ) {}

  /** The mounts as they are on an engine that sees our files; else with volumes in place of folders. */
  async carry(mounts: readonly EngineMount[], plan: ContainerPlan, signal: AbortSignal): Promise<Carried> {
    const local = mounts.filter(({ Type }) => Type === 'bind');
    if (local.length === 0 || (await sharesFolder(this.engine, this.folder, signal))) {
      return { mounts, put: () => Promise.resolve() };
    }
    const made: EngineMount[] = [];
    const files: EngineMount[] = [];
    const written: EngineMount[] = [];
    for (const mount of mounts) {
      if (mount.Type !== 'bind') made.push(mount);
      else if ((await fs.stat(mount.Source)).isDirectory()) {
        made.push(await this.volume(mount, plan, signal));
        if (mount.ReadOnly !== true) written.push(mount);
      } else files.push(mount);
    }
    const put = async (id: string): Promise<void> => {
      for (const { Source, Target } of files) {
        const archive = packTree(Source, Target.replace(/^\/+/, ''), signal);
        await this.engine.containers.putArchive(id, '/', archive, signal);
      }
      for (const { Source, Target } of written) this.writable.push({ folder: Source, target: Target, container: id });
    };
    return { mounts: made, put };
  }

  /** Copies what the containers wrote back into the folders. They must have ended, and be there still. */
  async bringBack(): Promise<void> {
    for (const { folder, target, container } of this.writable.splice(0)) {
      const source = { engine: this.engine, containers: [container], path: target };
      await saveFolder(source, folder, ({ name, size, mtime }) => {
        const here = statSync(join(folder, withoutFirst(name)), { throwIfNoEntry: false });
        return here?.size !== size || Math.floor(here.mtimeMs / 1000) !== Math.floor(mtime.getTime() / 1000);
      });
    }
  }

  private async volume({ Source, Target, ReadOnly }: EngineMount, plan: ContainerPlan, signal: AbortSignal) {
    const name = await this.volumes.get(`carried ${Source}`, false, (volume) =>
      this.volumes.load(plan.image, volume, Target, packTree(Source, '', signal), signal),
    );
    return volumeMount(name, Target, ReadOnly === true);
  }
}
