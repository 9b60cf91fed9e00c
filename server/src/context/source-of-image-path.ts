import type { Stage } from '../dockerfile/types';
import { buildCopiedFiles } from './image-files';
import type { BuildContext, ImageFiles } from './types';

const kept = new WeakMap<BuildContext, Map<Stage, ImageFiles>>();

/** Absolute path on this machine of the context file that a COPY or ADD of the stage's lineage puts at that path of the image. */
export function sourceOfImagePath(imagePath: string, stage: Stage, context: BuildContext): string | undefined {
  const byStage = kept.get(context) ?? new Map<Stage, ImageFiles>();
  kept.set(context, byStage);
  const files = byStage.get(stage) ?? buildCopiedFiles(stage, context);
  byStage.set(stage, files);
  const found = files.lookup(imagePath);
  return found.state === 'present' ? found.file.source : undefined;
}
