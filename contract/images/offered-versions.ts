import { isInRegion } from './accounts';
import { candidatesOf } from './candidates';
import type { ImageKind, Processor } from './kinds';
import { isPast } from './tag-order';
import { compareVersions } from './versions';

/** Frameworks whose images of AWS run a script that comes with the job, by their ids in the catalogue. */
export const SCRIPT_FRAMEWORKS = ['pytorch', 'tensorflow', 'huggingface', 'sklearn', 'xgboost', 'mxnet', 'chainer'];

/** A version of a framework that a region has images of. */
export interface OfferedVersion {
  readonly version: string;
  readonly processors: readonly ('cpu' | 'gpu')[];
}

/** The versions of a framework for a purpose in a region, newest first; what AWS lists no more is left out, and so is ARM. */
export function offeredVersions(family: string, kind: ImageKind, region: string): readonly OfferedVersion[] {
  const found = new Map<string, Set<Processor>>();
  for (const { repository, known } of candidatesOf(family)) {
    if (known.version === undefined || known.arm || isPast(known) || !known.kinds.includes(kind)) continue;
    if (isInRegion(repository, region, known.tag) !== true) continue;
    const processors = found.get(known.version) ?? new Set<Processor>();
    for (const processor of known.processors.length === 0 ? (['cpu'] as const) : known.processors) {
      processors.add(processor);
    }
    found.set(known.version, processors);
  }
  return [...found]
    .map(([version, processors]) => ({
      version,
      processors: (['cpu', 'gpu'] as const).filter((it) => processors.has(it)),
    }))
    .filter(({ version, processors }) => processors.length > 0 && !isShort(version, found))
    .sort((a, b) => compareVersions(b.version, a.version));
}

/** Whether a fuller name of the version, or of one of its series, is there: `2.10` beside `2.10.0`. */
function isShort(version: string, all: ReadonlyMap<string, unknown>): boolean {
  return [...all.keys()].some((other) => other.startsWith(`${version}.`));
}

/** The CUDA in the images of a version for GPUs, `12.4`, as the fuller ones of their tags have it; undefined: none says it. */
export function cudaOf(family: string, version: string, kind: ImageKind): string | undefined {
  const found = candidatesOf(family).find(
    ({ known, facts }) => known.version === version && known.kinds.includes(kind) && facts?.cuda !== undefined,
  );
  return found?.facts?.cuda;
}
