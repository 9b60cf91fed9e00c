import { Disposable, l10n, window } from 'vscode';
import type { TextDocument } from 'vscode';
import type { SageMaker } from '../../../engine/src/sagemaker';
import { AwsConnection } from '../aws/aws-connection';
import { invokeAsync } from '../aws/invoke-async';
import type { Ref } from '../connections/connection';
import { mayRun } from '../may-run';
import type { Parts } from '../parts';
import { withCancel } from '../progress';
import { isAborted } from '../show-error';
import { answerText } from './answer-text';
import { chooseEndpoint } from './choose-endpoint';
import { choosePayload, readPayload } from './choose-payload';
import type { Payload, PayloadSource } from './choose-payload';
import { invokeStream } from './invoke-stream';
import { openAnswer, tellAnswer } from './show-answer';
import { shownCommand } from './shown-command';

const LAST_PAYLOAD = 'sagemaker.lastPayload';

/** Sends a payload to an endpoint, wherever it is, and opens the answer as a document: at its end, or while it comes. */
export function registerInvoke(parts: Parts): Disposable {
  const command = (id: string, streams: boolean): Disposable =>
    shownCommand(parts.log, id, (target, source) => (mayRun() ? invoke(parts, streams, target, source) : undefined));
  return Disposable.from(command('sagemaker.invokeEndpoint', false), command('sagemaker.invokeEndpointStream', true));
}

async function invoke(
  parts: Parts,
  streams: boolean,
  target: unknown,
  source: unknown,
): Promise<TextDocument | undefined> {
  const ref = await chooseEndpoint(parts, target);
  if (ref === undefined) return undefined;
  const key = `${LAST_PAYLOAD}:${ref.connection.id}/${ref.name}`;
  const { workspaceState } = parts.context;
  const payload = isSource(source)
    ? await readPayload(source)
    : await choosePayload(workspaceState.get<PayloadSource>(key));
  if (payload === undefined) return undefined;
  await workspaceState.update(key, payload.source);
  try {
    return await (streams ? invokeStream(ref, payload) : askAndOpen(ref, payload));
  } catch (error) {
    if (isAborted(error)) return undefined;
    if (!isOfTheModel(error)) throw error;
    void offerLog(parts, ref, error);
    return undefined;
  }
}

async function askAndOpen({ connection, name }: Ref, payload: Payload): Promise<TextDocument | undefined> {
  const sagemaker = await connection.sagemaker();
  if (connection instanceof AwsConnection) {
    const output = await asyncOutputOf(sagemaker, name);
    if (output !== undefined) return invokeAsync(connection, name, output, payload);
  }
  const { body, contentType } = payload;
  const before = performance.now();
  const { body: answered, ...head } = await withCancel(l10n.t('Invoking {0}', name), (signal) =>
    sagemaker.invokeEndpoint(name, { body, contentType }, signal),
  );
  const took = Math.round(performance.now() - before);
  const { text, language } = answerText(answered, head.contentType);
  const document = await openAnswer(text, language);
  tellAnswer(name, { contentType, size: body.length }, { ...head, size: answered.length, took });
  return document;
}

/** Where an asynchronous endpoint writes its answers; undefined: it answers at once, or nobody may look. */
async function asyncOutputOf(sagemaker: SageMaker, name: string): Promise<string | undefined> {
  try {
    const { EndpointConfigName = '' } = await sagemaker.describeEndpoint(name);
    const { AsyncInferenceConfig } = await sagemaker.describeEndpointConfig(EndpointConfigName);
    return AsyncInferenceConfig && (AsyncInferenceConfig.OutputConfig?.S3OutputPath ?? '');
  } catch {
    return undefined;
  }
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
