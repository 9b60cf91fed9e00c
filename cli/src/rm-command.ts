import type { DockerEngine } from '../../engine/src/docker/engine';
import { remove } from '../../engine/src/session/by-kind';
import type { Row } from '../../engine/src/session/by-kind';
import { loadEngine } from './engine';
import type { Engine } from './engine';
import { findByName } from './kinds';
import { openLocal } from './open-local';
import { progressOn, size } from './progress';
import { readOptions } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

/** `rm`: deletes jobs that are over, with their logs and artefacts, endpoints, and what was kept for later jobs. */
export async function rmCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['checkpoints', 'images']);
  const { positionals } = options;
  const checkpoints = options.flag('checkpoints');
  const images = options.flag('images');
  if (positionals.length === 0 && !checkpoints && !images)
    throw new UsageError('Name the jobs or endpoints to delete.');
  const engine = await loadEngine();
  const local = await openLocal(engine, undefined, progressOn(terminal), terminal);
  try {
    const rows: Row[] = [];
    for (const name of positionals) rows.push(await findByName(local.sagemaker, name));
    for (const { kind, name } of rows) await remove(local.sagemaker, kind, name);
    if (checkpoints) await removeCheckpoints(engine, await local.engine(), terminal);
    if (images) await removeImages(engine, await local.engine(), terminal);
    return 0;
  } finally {
    await local.close();
  }
}

/** Checkpoints without a folder of the overlay are kept in the engine from run to run, until they are deleted here. */
async function removeCheckpoints(engine: Engine, docker: DockerEngine, terminal: Terminal): Promise<void> {
  const kept = await engine.listKept(docker);
  for (const { name, holds } of kept) {
    await engine.removeKept(docker, name);
    terminal.warn(`Deleted: ${holds}\n`);
  }
  if (kept.length === 0) terminal.warn('No checkpoints are kept.\n');
}

/** Images that runs built; a run that needs one builds it again. */
async function removeImages(engine: Engine, docker: DockerEngine, terminal: Terminal): Promise<void> {
  const built = await engine.listBuilt(docker);
  for (const image of built) {
    await engine.removeBuilt(docker, image);
    terminal.warn(`Deleted: image of ${image.dockerfile}, ${size(image.size)}\n`);
  }
  if (built.length === 0) terminal.warn('No images of earlier runs are left.\n');
}
