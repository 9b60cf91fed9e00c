import { flagOf, isCopy } from './context/copy-words';
import { buildCopiedFiles } from './context/image-files';
import type { BuildContext, ImageFile } from './context/types';
import type { Dockerfile, Stage } from './dockerfile/types';

/** Sources of compiled programs, and settings that are packed into them. */
const SOURCE =
  /\.(?:go|rs|java|kt|scala)$|\/src\/main\/resources\/(?:[\w-]+\/)*application(?:-[\w-]+)?\.(?:properties|ya?ml)$/;
const NOT_BUILT = /_test\.go$|\/(?:test|tests|testdata|vendor|node_modules|examples|target)\//;
const BUILD = /\b(?:go\s+(?:build|install)|cargo\s+(?:build|install)|mvnw?|gradlew?|sbt)\b/;
const MOST_FILES = 120;

/** Files of the context from which this image's own programs are compiled: in its own stages, and in those it copies from. */
export function builtSourcesOf(stage: Stage, dockerfile: Dockerfile, context: BuildContext): readonly ImageFile[] {
  const sources: ImageFile[] = [];
  for (const one of stagesOf(stage, dockerfile)) {
    if (!compiles(one)) continue;
    for (const file of buildCopiedFiles(one, context).files) {
      if (sources.length >= MOST_FILES) return sources;
      if (SOURCE.test(file.path) && !NOT_BUILT.test(file.path) && !sources.some((it) => it.source === file.source))
        sources.push(file);
    }
  }
  return sources;
}

function compiles({ lineage }: Stage): boolean {
  return lineage.some((it) => it.keyword === 'RUN' && BUILD.test(it.code));
}

/** The stage and the stages whose files it takes over. */
function stagesOf(stage: Stage, dockerfile: Dockerfile): ReadonlySet<Stage> {
  const found = new Set([stage]);
  for (const one of found) {
    for (const instruction of one.lineage) {
      const from = isCopy(instruction) ? flagOf(instruction, 'from')?.value?.value : undefined;
      const name = from?.known === true ? from.value.toLowerCase() : undefined;
      const other = dockerfile.stages.find(
        (it) => name !== undefined && (it.name === name || String(it.index) === name),
      );
      if (other) found.add(other);
    }
  }
  return found;
}
