import { dirname } from 'node:path';
import { readFileSync } from 'node:fs';
import { commands, Disposable, l10n, Uri, window, workspace } from 'vscode';
import type { RequestKind } from '../../../engine/src/requests/types';
import { plainName } from '../../../engine/src/session/plain-name';
import { chooseDockerfile, mayRun } from '../builds/choose-dockerfile';
import { stemOf } from '../builds/image-tag';
import { loadEngine } from '../engine/load-engine';
import type { Engine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { showError } from '../show-error';
import { overlayFor, wantsGpu, withAnswers } from './first-request';
import type { Answers, RunSource } from './first-request';
import { askFirst, chooseRequest, NO_ANSWERS } from './questions';
import { requestsOf, writeRequest } from './request-files';

const LAST_USED = 'sagemaker.lastRequest';

/** Train, Serve, Process and Transform Locally: the first run asks and writes a request document, the next ones just run. */
export function registerFirstRun(parts: Parts): Disposable {
  const command = (id: string, kind: RequestKind, title: string): Disposable =>
    commands.registerCommand(id, async (target: unknown, answers: unknown) => {
      if (!mayRun()) return undefined;
      try {
        const request = await requestFor(parts, kind, title, target, isAnswers(answers) ? answers : undefined);
        return request && (await parts.runs.start(request));
      } catch (error) {
        await showError(error, parts.log);
        return undefined;
      }
    });
  return Disposable.from(
    command('sagemaker.trainLocally', 'training-job', l10n.t('Train Locally')),
    command('sagemaker.serveLocally', 'endpoint', l10n.t('Serve Locally')),
    command('sagemaker.processLocally', 'processing-job', l10n.t('Process Locally')),
    command('sagemaker.transformLocally', 'transform-job', l10n.t('Transform Locally')),
    commands.registerCommand('sagemaker.newRequest', () => newRequest(parts)),
  );
}

/** The request to run: one that is there, or a new one. Undefined: cancelled, and nothing was written. */
async function requestFor(
  { context }: Parts,
  kind: RequestKind,
  title: string,
  target: unknown,
  given: Answers | undefined,
): Promise<Uri | undefined> {
  const engine = await loadEngine();
  const source = await sourceOf(engine, target, title);
  if (source === undefined) return undefined;
  const key = `${LAST_USED}:${kind}:${source.kind === 'image' ? source.image : source.path}`;
  const there = source.kind === 'image' ? [] : requestsOf(engine, source.path, kind);
  const path =
    there.length > 0
      ? await chooseRequest(there, context.workspaceState.get<string>(key), title)
      : await written(engine, source, kind, title, given);
  if (path === undefined) return undefined;
  await context.workspaceState.update(key, path);
  return Uri.file(path);
}

async function sourceOf(engine: Engine, target: unknown, title: string): Promise<RunSource | undefined> {
  const image: unknown = typeof target === 'object' && target !== null ? Reflect.get(target, 'image') : undefined;
  if (typeof image === 'string' && image !== '') return { kind: 'image', image };
  const dockerfile = await chooseDockerfile(target, title);
  if (dockerfile === undefined) return undefined;
  await workspace.textDocuments.find((it) => it.uri.toString() === dockerfile.toString() && it.isDirty)?.save();
  return { kind: 'dockerfile', path: dockerfile.fsPath, settings: engine.containerSettings(dockerfile.fsPath) };
}

async function written(
  engine: Engine,
  source: RunSource,
  kind: RequestKind,
  title: string,
  given: Answers | undefined,
): Promise<string | undefined> {
  const folder = source.kind === 'image' ? workspace.workspaceFolders?.[0]?.uri.fsPath : dirname(source.path);
  if (folder === undefined) {
    void window.showInformationMessage(l10n.t('Open a folder first: the request is written into it.'));
    return undefined;
  }
  const gpu = wantsGpu(source.kind === 'image' ? source.image : readFileSync(source.path, 'utf8'));
  const answers = given ?? (await askFirst(kind, title, Uri.file(folder), gpu));
  if (answers === undefined) return undefined;
  const stem = source.kind === 'image' ? plainName(source.image) : stemOf(source.path);
  const image = source.kind === 'image' ? source.image : (source.settings.image ?? `local/${stem.toLowerCase()}`);
  const request = withAnswers(kind, engine.requestFor(kind, stem, image), answers);
  const overlay = overlayFor(kind, image, source, answers, folder);
  return writeRequest(engine, folder, { stem, kind }, request, overlay);
}

/** Answers that another feature, a task or a test gives in place of the user. */
function isAnswers(value: unknown): value is Answers {
  return typeof value === 'object' && value !== null && 'hyperparameters' in value && 'gpu' in value;
}

async function newRequest({ log }: Parts): Promise<Uri | undefined> {
  const title = l10n.t('New Request File');
  const kinds: readonly { readonly label: string; readonly requestKind: RequestKind }[] = [
    { label: l10n.t('$(beaker) Training job'), requestKind: 'training-job' },
    { label: l10n.t('$(radio-tower) Endpoint'), requestKind: 'endpoint' },
    { label: l10n.t('$(server-process) Processing job'), requestKind: 'processing-job' },
    { label: l10n.t('$(layers) Batch transform job'), requestKind: 'transform-job' },
  ];
  try {
    const chosen = await window.showQuickPick(kinds, { title, placeHolder: l10n.t('What is it for?') });
    if (chosen === undefined) return undefined;
    const engine = await loadEngine();
    const source = await sourceOf(engine, undefined, title);
    const path = source && (await written(engine, source, chosen.requestKind, title, NO_ANSWERS));
    if (path === undefined) return undefined;
    await window.showTextDocument(Uri.file(path));
    return Uri.file(path);
  } catch (error) {
    await showError(error, log);
    return undefined;
  }
}
