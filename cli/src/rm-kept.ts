import type { LocalSession } from '../../engine/src/session/open-local';
import { sizeText } from '../../engine/src/session/size-text';
import { loadEngine } from './engine';
import type { Terminal } from './terminal';

/** Checkpoints without a folder of the overlay are kept in the engine from run to run, until they are deleted here. */
export async function removeCheckpoints(local: LocalSession, terminal: Terminal): Promise<void> {
  const [engine, docker] = [await loadEngine(), await local.engine()];
  const kept = await engine.listKept(docker);
  for (const { name, holds } of kept) {
    await engine.removeKept(docker, name);
    terminal.warn(`Deleted: ${holds}\n`);
  }
  if (kept.length === 0) terminal.warn('No checkpoints are kept.\n');
}

/** Images that runs built; a run that needs one builds it again. */
export async function removeImages(local: LocalSession, terminal: Terminal): Promise<void> {
  const [engine, docker] = [await loadEngine(), await local.engine()];
  const built = await engine.listBuilt(docker);
  for (const image of built) {
    await engine.removeBuilt(docker, image);
    terminal.warn(`Deleted: image of ${image.dockerfile}, ${sizeText(image.size)}\n`);
  }
  if (built.length === 0) terminal.warn('No images of earlier runs are left.\n');
}
