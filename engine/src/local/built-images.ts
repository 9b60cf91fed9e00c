import type { DockerEngine } from '../docker/engine';
import { BUILT_LABEL } from '../docker/labels';

/** An image that was built here for a run. */
export interface BuiltImage {
  /** What removes it. */
  readonly id: string;
  /** None: a later build took its name. */
  readonly tags: readonly string[];
  /** Path of the Dockerfile it was built from. */
  readonly dockerfile: string;
  /** Bytes, with what it shares with other images. */
  readonly size: number;
}

/** All images that runs built, by their Dockerfile. Images of other makers are never among them. */
export async function listBuilt(engine: DockerEngine, signal?: AbortSignal): Promise<readonly BuiltImage[]> {
  const images = await engine.images.list({ label: [BUILT_LABEL] }, signal);
  return images
    .map(({ id, tags, labels, size }) => ({ id, tags, dockerfile: labels[BUILT_LABEL] ?? '', size }))
    .sort((a, b) => (a.dockerfile < b.dockerfile ? -1 : 1));
}

/** Deletes one of them with all its names. The engine refuses it, with its own sentence, while a container uses it. */
export async function removeBuilt(engine: DockerEngine, image: BuiltImage): Promise<void> {
  if (image.tags.length === 0) await engine.images.remove(image.id);
  // By name: by its id, the engine refuses an image that has several.
  for (const tag of image.tags) await engine.images.remove(tag);
}
