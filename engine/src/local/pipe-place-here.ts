import * as fs from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { DockerEngine } from '../docker/engine';
import type { EngineMount } from './containers';
import { assertSeesPipe } from './pipe-engine';
import { fifoPath } from './pipe-feed';
import { LOCAL_FIFOS } from './pipe-fifo';
import type { PipePlace } from './pipe-place';

/** Pipes in a folder of this machine, for an engine that runs on its kernel: nothing is between us and the reader. */
export async function pipesHere(
  engine: DockerEngine,
  parents: readonly string[],
  inside: Inside,
  folder: string,
): Promise<PipePlace> {
  const folders = new Map(parents.map((parent, index) => [parent, join(folder, String(index))]));
  for (const [parent, path] of folders) await makeFolder(path, parent, inside);
  return {
    fifos: LOCAL_FIFOS,
    mounts: [...folders].map(([parent, path]) => ({ Type: 'bind', Source: path, Target: parent, ReadOnly: false })),
    path: (target) => join(folders.get(posix.dirname(target)) ?? folder, posix.basename(target)),
    check: (id, target, signal) => assertSeesPipe(engine, id, fifoPath(target, 0), signal),
    end: () => Promise.resolve(),
  };
}

/** What else the container has: it may be below the folder of the pipes. */
export interface Inside {
  readonly mounts: readonly EngineMount[];
  readonly directories: readonly string[];
}

/** Made here with the places inside it: the engine would make them as root's. */
async function makeFolder(path: string, parent: string, { mounts, directories }: Inside): Promise<void> {
  await fs.mkdir(path, { recursive: true });
  const places = [...directories, ...(await Promise.all(mounts.map(placeOf)))];
  for (const place of places) {
    if (place.startsWith(`${parent}/`)) await fs.mkdir(join(path, place.slice(parent.length + 1)), { recursive: true });
  }
}

/** The directory that a mount needs: for a file, the one around it. */
async function placeOf({ Type, Source, Target }: EngineMount): Promise<string> {
  const file = Type === 'bind' && (await fs.stat(Source)).isFile();
  return file ? posix.dirname(Target) : Target;
}
