import type { LocalConnection } from '../connections/local-connection';
import { loadEngine } from '../engine/load-engine';
import type { LatestImage } from './container-texts';

/**
 * The newest image of each Dockerfile that was built here, by its path. Empty unless the engine is known to run: nobody
 * is made to wait for one because a view is open.
 */
export async function latestImages(local: LocalConnection): Promise<ReadonlyMap<string, LatestImage>> {
  const latest = new Map<string, LatestImage>();
  if (local.engineState.state !== 'running') return latest;
  const docker = await local.engine();
  const { listBuilt } = await loadEngine();
  for (const { id, tags, dockerfile, size } of await listBuilt(docker)) {
    const told = await docker.images.inspect(id);
    const built = told?.Created === undefined ? undefined : new Date(told.Created);
    const before = latest.get(dockerfile)?.built;
    if (before !== undefined && (built === undefined || built < before)) continue;
    latest.set(dockerfile, { tag: tags[0], built, size, architecture: told?.Architecture });
  }
  return latest;
}
