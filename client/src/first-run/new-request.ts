import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { l10n, Uri, window, workspace } from 'vscode';
import type { RequestKind } from '../../../engine/src/requests/types';
import { loadEngine } from '../engine/load-engine';
import type { Engine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { writeAlgorithmRequest } from './algorithm-request';
import { chooseSource } from './choose-source';
import type { RequestSource } from './choose-source';
import type { Answers, RunSource } from './first-request';
import { givenRequest } from './given-request';
import type { GivenRequest } from './given-request';
import { NO_ANSWERS } from './questions';
import { writeScriptRequest } from './script-request';
import { written } from './written-request';

/**
 * Writes a request document for a Dockerfile, an image, a built-in algorithm or a script, with the folders for its data, and
 * opens it. `target`: what is known already, in place of asking.
 */
export async function newRequest(parts: Parts, target: unknown): Promise<Uri | undefined> {
  const title = l10n.t('New Request File');
  const given = givenRequest(target);
  const kind = given.kind ?? (await askKind(title));
  if (kind === undefined) return undefined;
  const engine = await loadEngine();
  const source = sourceOf(given) ?? (await chooseSource(engine, parts, kind, title));
  if (source === undefined) return undefined;
  const path = await requestFrom(source, kind, given, { engine, parts, title });
  if (path === undefined) return undefined;
  const uri = Uri.file(path);
  await window.showTextDocument(uri);
  return uri;
}

async function askKind(title: string): Promise<RequestKind | undefined> {
  const kinds: readonly { readonly label: string; readonly requestKind: RequestKind }[] = [
    { label: l10n.t('$(beaker) Training job'), requestKind: 'training-job' },
    { label: l10n.t('$(radio-tower) Endpoint'), requestKind: 'endpoint' },
    { label: l10n.t('$(server-process) Processing job'), requestKind: 'processing-job' },
    { label: l10n.t('$(layers) Batch transform job'), requestKind: 'transform-job' },
  ];
  return (await window.showQuickPick(kinds, { title, placeHolder: l10n.t('What is it for?') }))?.requestKind;
}

function sourceOf({ image, algorithm, script }: GivenRequest): RequestSource | undefined {
  if (algorithm !== undefined) return { kind: 'algorithm' };
  if (script !== undefined) return { kind: 'script' };
  return image === undefined ? undefined : { kind: 'image', image };
}

async function requestFrom(
  source: RequestSource,
  kind: RequestKind,
  given: GivenRequest,
  { engine, parts, title }: { readonly engine: Engine; readonly parts: Parts; readonly title: string },
): Promise<string | undefined> {
  switch (source.kind) {
    case 'algorithm':
      // It is not offered for processing jobs.
      return kind === 'processing-job' ? undefined : writeAlgorithmRequest(kind, engine, parts, title, given.algorithm);
    case 'script':
      return writeScriptRequest(kind, engine, parts, title, given.script);
    case 'image':
    case 'dockerfile':
      return written(engine, source, kind, title, await answersFor(kind, source));
  }
}

/** Jobs read from a folder `data`, which is there from the start. An endpoint may have no model. */
async function answersFor(kind: RequestKind, source: RunSource): Promise<Answers> {
  const folder = source.kind === 'image' ? workspace.workspaceFolders?.[0]?.uri.fsPath : dirname(source.path);
  if (kind === 'endpoint' || folder === undefined) return NO_ANSWERS;
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  return { ...NO_ANSWERS, data };
}
