import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { l10n, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { RequestKind } from '../../../engine/src/requests/types';
import { dockerfilesOfWorkspace } from '../builds/choose-dockerfile';
import { loadEngine } from '../engine/load-engine';
import type { Engine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { isNamedByPeople } from './image-names';
import type { Answers, RunSource } from './first-request';
import { NO_ANSWERS } from './questions';
import { written } from './written-request';

interface SourceItem extends QuickPickItem {
  readonly source?: () => Promise<RunSource | undefined>;
}

/** Writes a request document for a Dockerfile or an image, with the folder for its data, and opens it. */
export async function newRequest(parts: Parts): Promise<Uri | undefined> {
  const title = l10n.t('New Request File');
  const kinds: readonly { readonly label: string; readonly requestKind: RequestKind }[] = [
    { label: l10n.t('$(beaker) Training job'), requestKind: 'training-job' },
    { label: l10n.t('$(radio-tower) Endpoint'), requestKind: 'endpoint' },
    { label: l10n.t('$(server-process) Processing job'), requestKind: 'processing-job' },
    { label: l10n.t('$(layers) Batch transform job'), requestKind: 'transform-job' },
  ];
  const chosen = await window.showQuickPick(kinds, { title, placeHolder: l10n.t('What is it for?') });
  if (chosen === undefined) return undefined;
  const engine = await loadEngine();
  const source = await chooseSource(engine, parts, title);
  if (source === undefined) return undefined;
  const folder = source.kind === 'image' ? workspace.workspaceFolders?.[0]?.uri.fsPath : dirname(source.path);
  const answers = folder === undefined ? NO_ANSWERS : await answersFor(chosen.requestKind, folder);
  const path = await written(engine, source, chosen.requestKind, title, answers);
  if (path === undefined) return undefined;
  const uri = Uri.file(path);
  await window.showTextDocument(uri);
  return uri;
}

/** Jobs read from a folder `data`, which is there from the start. An endpoint may have no model. */
async function answersFor(kind: RequestKind, folder: string): Promise<Answers> {
  if (kind === 'endpoint') return NO_ANSWERS;
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  return { ...NO_ANSWERS, data };
}

async function chooseSource(engine: Engine, parts: Parts, title: string): Promise<RunSource | undefined> {
  const dockerfiles = (await dockerfilesOfWorkspace()).map((uri): SourceItem => ({
    label: `$(file) ${workspace.asRelativePath(uri)}`,
    source: () =>
      Promise.resolve({ kind: 'dockerfile', path: uri.fsPath, settings: engine.containerSettings(uri.fsPath) }),
  }));
  const images = (await imagesHere(parts)).map((image): SourceItem => ({
    label: `$(package) ${image}`,
    source: () => Promise.resolve({ kind: 'image', image }),
  }));
  const separator = (label: string): SourceItem => ({ label, kind: QuickPickItemKind.Separator });
  const other: SourceItem = { label: l10n.t('$(edit) Another image…'), source: () => typedImage(title) };
  const items = [separator(l10n.t('Dockerfiles')), ...dockerfiles, separator(l10n.t('Images')), other, ...images];
  const chosen = await window.showQuickPick(items, { title, placeHolder: l10n.t('What does it run?') });
  return chosen?.source?.();
}

async function typedImage(title: string): Promise<RunSource | undefined> {
  const prompt = l10n.t('Name of the image: a tag of this machine, or a URI of a registry');
  const image = await window.showInputBox({ title, prompt, ignoreFocusOut: true });
  return image === undefined || image.trim() === '' ? undefined : { kind: 'image', image: image.trim() };
}

/** Tags of the engine, when it is there: those that runs built are found by their Dockerfiles. */
async function imagesHere({ connections, log }: Parts): Promise<readonly string[]> {
  try {
    const images = await (await connections.local.engine()).images.list({});
    return images
      .flatMap(({ tags }) => tags)
      .filter(isNamedByPeople)
      .sort();
  } catch (error) {
    log.warn(String(error));
    return [];
  }
}
