import { Disposable, l10n, Uri } from 'vscode';
import type { RequestKind } from '../../../engine/src/requests/types';
import { chooseDockerfile } from '../builds/choose-dockerfile';
import { shownCommand } from '../commands/shown-command';
import { loadEngine } from '../engine/load-engine';
import type { Engine } from '../engine/load-engine';
import { mayRun } from '../may-run';
import { member } from '../member';
import type { Parts } from '../parts';
import { saveIfDirty } from '../workspace-files';
import type { Answers, RunSource } from './first-request';
import { newRequest } from './new-request';
import { chooseRequest } from './questions';
import { requestsOf } from './request-files';
import { written } from './written-request';

const LAST_USED = 'sagemaker.lastRequest';

/** Train, Serve, Process and Transform Locally: the first run asks and writes a request document, the next ones just run. */
export function registerFirstRun(parts: Parts): Disposable {
  const command = (id: string, kind: RequestKind, title: string): Disposable =>
    shownCommand(parts.log, id, async (target, answers) => {
      if (!mayRun()) return undefined;
      const request = await requestFor(parts, kind, title, target, isAnswers(answers) ? answers : undefined);
      return request && parts.runs.start(request);
    });
  return Disposable.from(
    command('sagemaker.trainLocally', 'training-job', l10n.t('Train Locally')),
    command('sagemaker.serveLocally', 'endpoint', l10n.t('Serve Locally')),
    command('sagemaker.processLocally', 'processing-job', l10n.t('Process Locally')),
    command('sagemaker.transformLocally', 'transform-job', l10n.t('Transform Locally')),
    shownCommand(parts.log, 'sagemaker.newRequest', (target) => newRequest(parts, target)),
  );
}

/** The request to run: one that is there, or a new one. Undefined: cancelled, and nothing was written. */
export async function requestFor(
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
  const image = member(target, 'image');
  if (typeof image === 'string' && image !== '') return { kind: 'image', image };
  const dockerfile = await chooseDockerfile(target, title);
  if (dockerfile === undefined) return undefined;
  await saveIfDirty(dockerfile);
  return { kind: 'dockerfile', path: dockerfile.fsPath, settings: engine.containerSettings(dockerfile.fsPath) };
}

/** Answers that another feature, a task or a test gives in place of the user. */
function isAnswers(value: unknown): value is Answers {
  return typeof value === 'object' && value !== null && 'hyperparameters' in value && 'gpu' in value;
}
