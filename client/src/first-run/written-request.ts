import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RequestKind } from '../../../engine/src/requests/types';
import { plainName } from '../../../engine/src/session/plain-name';
import { stemOf } from '../builds/image-tag';
import type { Engine } from '../engine/load-engine';
import { overlayFor, wantsGpu, withAnswers } from './first-request';
import type { Answers, RunSource } from './first-request';
import { askFirst } from './questions';
import { requestFolder } from './request-folder';

/**
 * Writes the request of a first run and its overlay beside the Dockerfile, or in the first folder. What is not given is
 * asked. Answers the path of the request; undefined: cancelled, or no folder is open, which the user has been told.
 */
export async function written(
  engine: Engine,
  source: RunSource,
  kind: RequestKind,
  title: string,
  given: Answers | undefined,
): Promise<string | undefined> {
  const folder = source.kind === 'image' ? requestFolder() : dirname(source.path);
  if (folder === undefined) return undefined;
  const gpu = wantsGpu(source.kind === 'image' ? source.image : readFileSync(source.path, 'utf8'));
  const answers = given ?? (await askFirst(kind, title, folder, source, gpu));
  if (answers === undefined) return undefined;
  const stem = source.kind === 'image' ? plainName(source.image) : stemOf(source.path);
  const image = source.kind === 'image' ? source.image : (source.settings.image ?? `local/${stem.toLowerCase()}`);
  const request = withAnswers(kind, engine.requestFor(kind, stem, image), answers);
  const overlay = overlayFor(kind, image, source, answers, folder);
  return engine.writeRequest(folder, { stem, kind }, request, overlay);
}
