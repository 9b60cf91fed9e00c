import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DockerEngine, Filters } from '../docker/engine';
import { JOB_LABEL, KIND_LABEL, OWNED_LABEL, STORAGE_LABEL } from '../docker/labels';
import type { Kind } from '../sagemaker';
import { retried } from './retried';
import { Store } from './store';

/** What the engine knows the folder by. */
export function storageId(storage: string): string {
  return createHash('sha256').update(resolve(storage)).digest('hex').slice(0, 16);
}

/** Removes all containers, networks, volumes and files of a job's time, apart from what is kept for the next. */
export async function clearJob(engine: DockerEngine, storage: string, kind: Kind, name: string): Promise<void> {
  const filters = jobFilter(storage, kind, name);
  const containers = await engine.containers.list(filters);
  await Promise.all(containers.map(({ id }) => engine.containers.remove(id)));
  for (const { id } of await engine.networks.list(filters)) await retried(() => engine.networks.remove(id));
  for (const volume of await engine.volumes.list(filters)) await retried(() => engine.volumes.remove(volume.name));
  await fs.rm(scratchFolder(storage, kind, name), { recursive: true, force: true });
}

/** What is labelled as a job’s. */
export function jobFilter(storage: string, kind: Kind, name: string): Filters {
  const labels = {
    [OWNED_LABEL]: 'true',
    [STORAGE_LABEL]: storageId(storage),
    [KIND_LABEL]: kind,
    [JOB_LABEL]: name,
  };
  return { label: Object.entries(labels).map(([label, value]) => `${label}=${value}`) };
}

/** Files that a job has only while it runs: pipes, links to what was fetched. In its own folder, so they go with it. */
export function scratchFolder(storage: string, kind: Kind, name: string): string {
  return join(new Store(storage).folder(kind, name), 'scratch');
}
