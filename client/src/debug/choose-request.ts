import { l10n, Uri, window } from 'vscode';
import { loadEngine } from '../engine/load-engine';
import { DOCKERFILE } from '../host/options';
import { isRequest } from '../requests/documents';
import { requestBeside } from './request-beside';

/** What is debugged or watched. */
export type Started = 'training-job' | 'endpoint';

/**
 * The request document that a command is about: the one it was given, or is edited; for a Dockerfile the one beside it
 * that builds it. Undefined: the user has been told what is missing.
 */
export async function chooseRequest(target: unknown, kind: Started): Promise<Uri | undefined> {
  const named = typeof target === 'string' ? Uri.parse(target) : target;
  const active = window.activeTextEditor?.document;
  const uri = named instanceof Uri ? named : active?.uri;
  if (uri?.path.endsWith(`.${kind}.json`) === true) return uri;
  const isDockerfile =
    uri !== undefined && !isRequest({ uri }) && (named instanceof Uri || active?.languageId === DOCKERFILE);
  const found = isDockerfile ? requestBeside(await loadEngine(), uri.fsPath, kind) : undefined;
  if (found !== undefined) return Uri.file(found);
  void window.showInformationMessage(
    l10n.t(
      'Open a *.{0}.json, or a Dockerfile with one beside it whose *.local.json builds that Dockerfile: it says what is run.',
      kind,
    ),
  );
  return undefined;
}
