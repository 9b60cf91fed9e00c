import { resolve } from 'node:path';
import type { PlacedOverlay } from '../../../engine/src/local/planner';
import type { Overlay } from '../../../engine/src/requests/types';
import { pathFrom } from '../first-run/first-request';

/**
 * The overlay that something ran with on this machine, for a file in the folder `to`: its paths lead to the same places.
 * What is as in `usual` is left out.
 */
export function overlayOfRun(
  { overlay, folder }: Pick<PlacedOverlay, 'overlay' | 'folder'>,
  to: string,
  usual: Overlay,
): Readonly<Record<string, unknown>> {
  const moved = (path: string): string => pathFrom(to, resolve(folder, path));
  const own = Object.entries({
    ...overlay,
    s3: mapped(overlay.s3, moved),
    images: mapped(overlay.images, (image) =>
      typeof image === 'string'
        ? image
        : {
            ...image,
            dockerfile: moved(image.dockerfile),
            ...(image.context === undefined ? {} : { context: moved(image.context) }),
          },
    ),
    envFile: overlay.envFile === undefined ? undefined : moved(overlay.envFile),
    mounts: overlay.mounts.map((mount) => mount.replace(/^[^:]+(?=:\/)/, moved)),
  });
  const standard = new Map<string, unknown>(Object.entries(usual));
  return Object.fromEntries(
    own.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(standard.get(name))),
  );
}

function mapped<T, U>(values: Readonly<Record<string, T>>, by: (value: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, by(value)]));
}
