import type { Stage } from '../dockerfile/types';
import { lazy } from '../lazy';
import { buildCopiedFiles } from './image-files';
import type { BuildContext } from './types';

/** Finds the absolute path on this machine of the context file that a COPY or ADD of the stage's lineage puts at a path of the image. */
export function sourcesOfImagePaths(stage: Stage, context: BuildContext): (imagePath: string) => string | undefined {
  const files = lazy(() => buildCopiedFiles(stage, context));
  return (imagePath) => {
    const found = files().lookup(imagePath);
    return found.state === 'present' ? found.file.source : undefined;
  };
}
