import type { DockerEngine, ImageInspectInfo } from '../../../engine/src/docker/engine';
import { tagOf } from '../builds/image-tag';
import type { LocalConnection } from '../connections/local-connection';
import { loadEngine } from '../engine/load-engine';
import type { LatestImage } from './container-texts';

/**
 * The newest image of each Dockerfile, by its path: of those that runs built, and of the one that Build Image tags. Empty
 * unless the engine is known to run: nobody is made to wait for one because a view is open.
 */
export async function latestImages(
  local: Pick<LocalConnection, 'engine' | 'engineState'>,
  dockerfiles: readonly string[],
): Promise<ReadonlyMap<string, LatestImage>> {
  const latest = new Map<string, LatestImage>();
  if (local.engineState.state !== 'running') return latest;
  const docker = await local.engine();
  const { containerSettings, listBuilt } = await loadEngine();
  const add = (dockerfile: string, image: LatestImage): void => {
    const before = latest.get(dockerfile)?.built;
    if (before === undefined || (image.built !== undefined && image.built > before)) latest.set(dockerfile, image);
  };
  for (const { id, tags, dockerfile, size } of await listBuilt(docker)) {
    const told = await docker.images.inspect(id);
    add(dockerfile, { ...imageOf(told), tag: tags[0], size });
  }
  for (const dockerfile of dockerfiles) {
    const image = await tagged(docker, containerSettings(dockerfile).image ?? tagOf(dockerfile));
    if (image !== undefined) add(dockerfile, image);
  }
  return latest;
}

async function tagged(docker: DockerEngine, tag: string): Promise<LatestImage | undefined> {
  const told = await docker.images.inspect(tag);
  return told === undefined ? undefined : { ...imageOf(told), tag, size: told.Size };
}

function imageOf(told: ImageInspectInfo | undefined): Pick<LatestImage, 'built' | 'architecture'> {
  return { built: told === undefined ? undefined : builtAt(told), architecture: told?.Architecture };
}

/** When it got its tag. A build that changes nothing but settings leaves `Created` as the base image has it. */
function builtAt({ Created, Metadata }: ImageInspectInfo): Date {
  const tagged = new Date(Metadata?.LastTagTime ?? 0);
  return tagged.getTime() > 0 ? tagged : new Date(Created);
}
