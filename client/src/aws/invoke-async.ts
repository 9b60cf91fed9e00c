import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { l10n, window } from 'vscode';
import type { TextDocument } from 'vscode';
import { s3Place } from '../../../engine/src/local/s3-reader';
import { answerText } from '../commands/answer-text';
import type { Payload } from '../commands/choose-payload';
import { openAnswer, tellAnswer } from '../commands/show-answer';
import type { Aws } from './load-aws';
import { loadAws } from './load-aws';
import type { AwsConnection } from './aws-connection';
import { withSignal } from './with-signal';

/** Time between two looks whether the answer is there. */
const EVERY_MS = 2_000;

/**
 * Puts a payload into the queue of an asynchronous endpoint: asks where in S3 it is put, uploads it, waits for the answer or
 * the failure, and opens it. Undefined: the user thought better of it. What was uploaded stays, as what AWS writes does.
 * `output`: where the endpoint writes its answers.
 */
export async function invokeAsync(
  root: AwsConnection,
  endpoint: string,
  output: string,
  payload: Payload,
): Promise<TextDocument | undefined> {
  const to = await askPlace(endpoint, output);
  if (to === undefined) return undefined;
  const before = performance.now();
  const found = await withSignal(l10n.t('Invoking {0}', endpoint), async (tell, signal) => {
    const [aws, { session, sagemaker }] = await Promise.all([loadAws(), root.open()]);
    tell(l10n.t('uploading what is sent'));
    await uploaded(aws, session, payload.body, to, signal);
    const { contentType } = payload;
    const queued = await sagemaker.invokeEndpointAsync(endpoint, { inputLocation: to, contentType }, signal);
    tell(l10n.t('in the queue as {0}', queued.inferenceId));
    return answerAt(new aws.AwsS3Reader(session), queued.outputLocation, queued.failureLocation, signal);
  });
  const { text, language } = answerText(found.body, undefined);
  const document = await openAnswer(text, language);
  const head = { contentType: undefined, invokedProductionVariant: '', customAttributes: undefined };
  const took = Math.round(performance.now() - before);
  const { contentType, body } = payload;
  tellAnswer(endpoint, { contentType, size: body.length }, { ...head, size: found.body.length, took });
  if (found.failed) {
    void window.showErrorMessage(l10n.t('{0} failed: the document has what SageMaker wrote about it.', endpoint));
  }
  return document;
}

function askPlace(endpoint: string, output: string): Thenable<string | undefined> {
  const bucket = /^s3:\/\/[^/]+/.exec(output)?.[0] ?? 's3://';
  return window.showInputBox({
    title: l10n.t('Invoke Endpoint'),
    prompt: l10n.t(
      '{0} is asynchronous: where in S3 is what is sent put? The role of the model has to read it.',
      endpoint,
    ),
    value: `${bucket}/async-endpoint-inputs/${endpoint}/${crypto.randomUUID()}`,
    ignoreFocusOut: true,
    validateInput: (text) => (/^s3:\/\/[a-z0-9.-]{3,63}\/.+[^/]$/.test(text) ? undefined : l10n.t('s3://bucket/key')),
  });
}

type Session = Awaited<ReturnType<AwsConnection['open']>>['session'];

async function uploaded(aws: Aws, session: Session, body: Uint8Array, to: string, signal: AbortSignal): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sagemaker-payload-'));
  try {
    const from = join(folder, 'payload');
    await writeFile(from, body, { mode: 0o600 });
    await aws.upload(session, { from, to, as: 'object' }, () => undefined, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Waits until one of the two objects is there. */
async function answerAt(
  reader: InstanceType<Aws['AwsS3Reader']>,
  output: string,
  failure: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly body: Uint8Array; readonly failed: boolean }> {
  for (;;) {
    const answer = await contentOf(reader, output, signal);
    if (answer !== undefined) return { body: answer, failed: false };
    const failed = failure === undefined ? undefined : await contentOf(reader, failure, signal);
    if (failed !== undefined) return { body: failed, failed: true };
    await sleep(EVERY_MS, undefined, { signal });
  }
}

/** Undefined: there is no such object yet. */
async function contentOf(
  reader: InstanceType<Aws['AwsS3Reader']>,
  uri: string,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const { bucket, key } = s3Place(uri) ?? { bucket: '', key: '' };
  for await (const object of reader.list(bucket, key, signal)) {
    if (object.key !== key) return undefined;
    const pieces: Uint8Array[] = [];
    for await (const piece of await reader.open(object, 0, signal)) pieces.push(piece as Uint8Array);
    return Buffer.concat(pieces);
  }
  return undefined;
}
