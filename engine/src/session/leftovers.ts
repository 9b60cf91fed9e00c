import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DockerEngine } from '../docker/engine';
import { listBuilt, removeBuilt } from '../local/built-images';
import { listKept, removeKept } from '../local/kept-volumes';
import { Store } from '../local/store';
import type { SageMaker } from '../sagemaker';
import { KINDS, listAll, remove } from './by-kind';

/** Images are built again by the next run that needs them; checkpoints and jobs are gone for good. */
export type LeftoverKind = 'image' | 'checkpoints' | 'job';

/** Something that runs of this machine left, and that nothing running needs. */
export interface Leftover {
  readonly kind: LeftoverKind;
  /** For people: a Dockerfile, an S3 URI, the name of a job. */
  readonly label: string;
  /** Bytes; of an image with what it shares with others. Undefined: the engine does not tell. */
  readonly size: number | undefined;
  /** The engine refuses, with its own sentence, what a container uses. */
  readonly remove: () => Promise<void>;
}

const OVER: readonly string[] = ['Completed', 'Failed', 'Stopped'];

/** What can be cleaned up, biggest first within a kind. `storage`: the folder of jobs. */
export async function findLeftovers(
  sagemaker: SageMaker,
  engine: DockerEngine,
  storage: string,
  signal: AbortSignal,
): Promise<readonly Leftover[]> {
  const images = (await listBuilt(engine, signal)).map((image): Leftover => ({
    kind: 'image',
    label: image.dockerfile,
    size: image.size,
    remove: () => removeBuilt(engine, image),
  }));
  const kept = (await listKept(engine)).map(({ name, holds }): Leftover => ({
    kind: 'checkpoints',
    label: holds,
    size: undefined,
    remove: () => removeKept(engine, name),
  }));
  const jobs = await jobsThatAreOver(sagemaker, storage, signal);
  return [images, kept, jobs].flatMap((some) => some.toSorted((a, b) => (b.size ?? 0) - (a.size ?? 0)));
}

/** Jobs and failed endpoints, each with the size of its folder. */
async function jobsThatAreOver(
  sagemaker: SageMaker,
  storage: string,
  signal: AbortSignal,
): Promise<readonly Leftover[]> {
  const store = new Store(storage);
  const found: Leftover[] = [];
  for (const kind of KINDS) {
    for await (const { name, status } of listAll(sagemaker, kind)) {
      signal.throwIfAborted();
      if (!OVER.includes(status)) continue;
      const size = await folderSize(store.folder(kind, name));
      found.push({ kind: 'job', label: name, size, remove: () => remove(sagemaker, kind, name) });
    }
  }
  return found;
}

/** Bytes of all files below it; 0 when there is no such folder. */
async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let size = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const about = await stat(join(entry.parentPath, entry.name)).catch(() => undefined);
    size += about?.size ?? 0;
  }
  return size;
}
