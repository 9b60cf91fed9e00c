import { l10n, Uri, window } from 'vscode';
import { requestFor } from '../first-run/register';
import { DOCKERFILE } from '../host/options';
import type { Parts } from '../parts';
import { isRequest } from '../requests/documents';

/** What is debugged or watched. */
export type Started = 'training-job' | 'endpoint';

/**
 * The request document that a command is about: the one it was given, or is edited; for a Dockerfile one beside it that
 * builds it, which the first run writes. Undefined: cancelled, or the user has been told what is missing.
 */
export async function chooseRequest(
  parts: Parts,
  target: unknown,
  kind: Started,
  title: string,
): Promise<Uri | undefined> {
  const named = typeof target === 'string' ? Uri.parse(target) : target;
  const active = window.activeTextEditor?.document;
  const uri = named instanceof Uri ? named : active?.uri;
  if (uri?.path.endsWith(`.${kind}.json`) === true) return uri;
  const isDockerfile =
    uri !== undefined && !isRequest({ uri }) && (named instanceof Uri || active?.languageId === DOCKERFILE);
  if (isDockerfile) return requestFor(parts, kind, title, uri, undefined);
  void window.showInformationMessage(l10n.t('Open a *.{0}.json or a Dockerfile: it says what is run.', kind));
  return undefined;
}
