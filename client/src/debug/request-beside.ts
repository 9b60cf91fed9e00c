import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { RequestKind } from '../../../engine/src/requests/types';
import type { Engine } from '../engine/load-engine';

/** The request document in the folder of a Dockerfile whose overlay builds it; undefined: there is none. */
export function requestBeside(engine: Engine, dockerfile: string, kind: RequestKind): string | undefined {
  const folder = dirname(dockerfile);
  const names = readdirSync(folder).filter((name) => name === `${kind}.json` || name.endsWith(`.${kind}.json`));
  return names
    .sort()
    .map((name) => join(folder, name))
    .find((path) => {
      const { document, overlay, folder: base } = engine.readRequestFile(path);
      if (document?.kind !== kind) return false;
      const { images } = engine.planOf(engine.jobOf(document, overlay, base));
      return images.some(({ build }) => build !== undefined && resolve(base, build.dockerfile) === dockerfile);
    });
}
