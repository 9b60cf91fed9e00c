import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RequestKind } from '../../../engine/src/requests/types';
import type { Engine } from '../engine/load-engine';

/** Request documents of a kind beside a Dockerfile whose overlay builds it; absolute paths, by name. */
export function requestsOf(engine: Engine, dockerfile: string, kind: RequestKind): readonly string[] {
  const folder = dirname(dockerfile);
  return readdirSync(folder)
    .filter((name) => name.endsWith(`.${kind}.json`))
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => builds(engine, path, dockerfile));
}

function builds(engine: Engine, path: string, dockerfile: string): boolean {
  const { overlay, folder } = engine.readRequestFile(path);
  return Object.values(overlay.images).some(
    (it) => typeof it !== 'string' && join(folder, it.dockerfile) === dockerfile,
  );
}
