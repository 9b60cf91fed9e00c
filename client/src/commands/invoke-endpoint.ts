import { l10n, window, workspace } from 'vscode';
import type { Disposable, TextDocument } from 'vscode';
import type { InvocationAnswer } from '../../../engine/src/sagemaker';
import type { Ref } from '../connections/connection';
import { mayRun } from '../may-run';
import type { Parts } from '../parts';
import { withCancel } from '../progress';
import { isAborted } from '../show-error';
import { answerText } from './answer-text';
import { chooseEndpoint } from './choose-endpoint';
import { choosePayload, readPayload } from './choose-payload';
import type { Payload, PayloadSource } from './choose-payload';
import { shownCommand } from './shown-command';

const LAST_PAYLOAD = 'sagemaker.lastPayload';

/** Invoke Endpoint: sends a payload to an endpoint, wherever it is, and opens the answer as a document. */
export function registerInvoke(parts: Parts): Disposable {
  return shownCommand(parts.log, 'sagemaker.invokeEndpoint', (target, source) =>
    mayRun() ? invoke(parts, target, source) : undefined,
  );
}

async function invoke(parts: Parts, target: unknown, source: unknown): Promise<TextDocument | undefined> {
  const ref = await chooseEndpoint(parts, target);
  if (ref === undefined) return undefined;
  const key = `${LAST_PAYLOAD}:${ref.connection.id}/${ref.name}`;
  const { workspaceState } = parts.context;
  const payload = isSource(source)
    ? await readPayload(source)
    : await choosePayload(workspaceState.get<PayloadSource>(key));
  if (payload === undefined) return undefined;
  await workspaceState.update(key, payload.source);
  const before = performance.now();
  try {
    const answer = await ask(ref, payload);
    return await opened(ref, answer, Math.round(performance.now() - before));
  } catch (error) {
    if (isAborted(error)) return undefined;
    if (!isOfTheModel(error)) throw error;
    void offerLog(parts, ref, error);
    return undefined;
  }
}

function ask({ connection, name }: Ref, { body, contentType }: Payload): Promise<InvocationAnswer> {
  return withCancel(l10n.t('Invoking {0}', name), async (signal) => {
    const sagemaker = await connection.sagemaker();
    return sagemaker.invokeEndpoint(name, { body, contentType }, signal);
  });
}

async function opened(
  { name }: Ref,
  { body, contentType, status }: InvocationAnswer,
  ms: number,
): Promise<TextDocument> {
  const { text, language } = answerText(body, contentType);
  const document = await workspace.openTextDocument({ content: text, language });
  await window.showTextDocument(document, { preview: true });
  const about = [...(status === undefined ? [] : [status]), contentType ?? l10n.t('no content type')].join(', ');
  const said = l10n.t('{0} answered: {1}, {2} bytes in {3} ms', name, about, body.length, ms);
  window.setStatusBarMessage(`$(radio-tower) ${said}`, 30_000);
  return document;
}

function isSource(value: unknown): value is PayloadSource {
  return (
    typeof value === 'object' && value !== null && ('file' in value || ('text' in value && 'contentType' in value))
  );
}

/** The engine is a bundle of its own: the name is what counts. */
function isOfTheModel(error: unknown): error is Error & { readonly OriginalStatusCode?: number } {
  return error instanceof Error && (error.name === 'ModelError' || error.name === 'ModelStreamError');
}

async function offerLog({ logs }: Parts, ref: Ref, error: Error & { readonly OriginalStatusCode?: number }) {
  const showLog = l10n.t('Show Log');
  const status = error.OriginalStatusCode ?? 0;
  const message =
    status === 0
      ? error.message
      : l10n.t('The container answered with status {0} (OriginalStatusCode): {1}', status, error.message);
  if ((await window.showErrorMessage(message, showLog)) === showLog) await logs.show(ref);
}
