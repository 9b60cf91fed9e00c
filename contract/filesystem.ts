import { OPT_ML, OPT_ML_PATHS } from './opt-ml';
import type { OptMlPath } from './opt-ml';
import { isWithin, normalPath, segments } from './paths';
import type { Role } from './roles';

export * from './opt-ml';
export { CONFIG_FILES, PROCESSING_CONFIG_FILES, TRAINING_CONFIG_FILES, canonicalConfigFile } from './config-files';
export { nearestOptMlPath } from './nearest-path';

/** The deepest entry that is the path or contains it; undefined outside /opt/ml. */
export function optMlPath(path: string): OptMlPath | undefined {
  const normal = normalPath(path);
  if (normal === undefined || !isWithin(normal, OPT_ML)) return undefined;
  let best: OptMlPath | undefined;
  for (const entry of OPT_ML_PATHS) {
    if (!isWithin(normal, entry.path)) continue;
    if (best === undefined || segments(entry.path).length > segments(best.path).length) best = entry;
  }
  return best;
}

/**
 * The mount that hides, in one of these roles, what the image has at the path. Never /opt/ml itself or /opt/ml/code,
 * over which nothing is mounted. The outermost mount of the path: `/opt/ml/input`, not the channel in it.
 */
export function mountOver(path: string, roles: Iterable<Role>): OptMlPath | undefined {
  const normal = normalPath(path);
  if (normal === undefined || !isWithin(normal, OPT_ML)) return undefined;
  const wanted = new Set(roles);
  return OPT_ML_PATHS.find(
    (entry) => isWithin(normal, entry.path) && entry.hiddenByMount.some((role) => wanted.has(role)),
  );
}
