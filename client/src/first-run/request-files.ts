import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RequestKind } from '../../../engine/src/requests/types';
import type { Engine } from '../engine/load-engine';
import { mergedOverlay } from './first-request';

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

/** Writes the request and its overlay in a folder, under the first name that is free. Answers the request's path. */
export function writeRequest(
  engine: Engine,
  folder: string,
  { stem, kind }: { readonly stem: string; readonly kind: RequestKind },
  request: object,
  overlay: Readonly<Record<string, unknown>>,
): string {
  for (let count = 1; ; count++) {
    const path = join(folder, `${count === 1 ? stem : `${stem}-${count}`}.${kind}.json`);
    const overlayPath = engine.overlayPathOf(path);
    const merged = existsSync(overlayPath) ? mergedOverlay(readFileSync(overlayPath, 'utf8'), overlay) : overlay;
    if (existsSync(path) || merged === undefined) continue;
    if (Object.keys(merged).length > 0) writeFileSync(overlayPath, textOf(merged));
    writeFileSync(path, textOf(request), { flag: 'wx' });
    return path;
  }
}

function textOf(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
