import { EventStreamCodec } from '@smithy/core/event-streams';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { CUSTOM_ATTRIBUTES_HEADER } from '../../../contract/headers';
import { isNamed, ModelError, ModelStreamError } from '../named-errors';
import type { AsyncInvocationAnswer, InvocationAnswer, InvocationStream } from '../sagemaker';
import { UserError } from '../user-error';

const VARIANT_HEADER = 'x-Amzn-Invoked-Production-Variant';

/** 200, with what the container answered. */
export function sendAnswer(response: ServerResponse, answer: InvocationAnswer): void {
  response.writeHead(200, {
    ...aboutAnswer(answer),
    ...(answer.contentType === undefined ? {} : { 'Content-Type': answer.contentType }),
    'Content-Length': String(answer.body.length),
  });
  response.end(answer.body);
}

/** 202: it is in the queue. */
export function sendAccepted(response: ServerResponse, answer: AsyncInvocationAnswer): void {
  sendJson(
    response,
    202,
    { InferenceId: answer.inferenceId },
    {
      'X-Amzn-SageMaker-OutputLocation': headerValue(answer.outputLocation),
      ...(answer.failureLocation === undefined
        ? {}
        : { 'X-Amzn-SageMaker-FailureLocation': headerValue(answer.failureLocation) }),
    },
  );
}

/** A path may have characters that no header can hold. */
function headerValue(path: string): string {
  return /^[\x20-\x7e]*$/.test(path) ? path : encodeURI(path);
}

/** Each piece becomes an event as it comes; the container waits while the client does not read. */
export async function sendStream(response: ServerResponse, answer: InvocationStream): Promise<void> {
  response.writeHead(200, {
    ...aboutAnswer(answer),
    'Content-Type': 'application/vnd.amazon.eventstream',
    ...(answer.contentType === undefined ? {} : { 'X-Amzn-SageMaker-Content-Type': answer.contentType }),
  });
  response.flushHeaders();
  try {
    for await (const piece of answer.body) {
      if (!(await write(response, event('event', 'PayloadPart', 'application/octet-stream', piece)))) return;
    }
  } catch (error) {
    const [type, problem] =
      error instanceof ModelStreamError
        ? ['ModelStreamError', { Message: error.message, ErrorCode: error.ErrorCode }]
        : ['InternalStreamFailure', { Message: error instanceof Error ? error.message : String(error) }];
    await write(response, event('exception', type, 'application/json', Buffer.from(JSON.stringify(problem))));
  }
  response.end();
}

/** An error as the SageMaker Runtime API tells it, so that the SDKs throw what they throw at AWS. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof ModelError) {
    const { message: Message, OriginalStatusCode, OriginalMessage } = error;
    sendProblem(response, 424, 'ModelError', { Message, OriginalStatusCode, OriginalMessage });
  } else if (isNamed(error, 'ThrottlingException', 'ModelNotReadyException')) {
    sendProblem(response, 429, error instanceof Error ? error.name : '', { Message: textOf(error) });
  } else if (isNamed(error, 'ValidationException')) {
    sendProblem(response, 400, 'ValidationError', { Message: textOf(error) });
  } else sendProblem(response, 500, 'InternalFailure', { Message: textOf(error) });
}

function textOf(error: unknown): string {
  if (error instanceof UserError) return `${error.message} ${error.remedy}`;
  return error instanceof Error ? error.message : String(error);
}

function sendProblem(response: ServerResponse, status: number, type: string, problem: object): void {
  sendJson(response, status, problem, { 'x-amzn-ErrorType': type, Connection: 'close' });
}

function sendJson(
  response: ServerResponse,
  status: number,
  value: object,
  headers: Readonly<Record<string, string>>,
): void {
  const body = JSON.stringify(value);
  const length = String(Buffer.byteLength(body));
  response.writeHead(status, { ...headers, 'Content-Type': 'application/json', 'Content-Length': length });
  response.end(body);
}

function aboutAnswer(answer: Omit<InvocationAnswer, 'body'>): Record<string, string> {
  return {
    [VARIANT_HEADER]: answer.invokedProductionVariant,
    ...(answer.customAttributes === undefined ? {} : { [CUSTOM_ATTRIBUTES_HEADER]: answer.customAttributes }),
  };
}

function event(kind: 'event' | 'exception', type: string, contentType: string, body: Uint8Array): Uint8Array {
  const text = (value: string) => ({ type: 'string' as const, value });
  return codec().encode({
    headers: {
      ':message-type': text(kind),
      [`:${kind}-type`]: text(type),
      ':content-type': text(contentType),
    },
    body,
  });
}

function codec(): EventStreamCodec {
  return new EventStreamCodec(
    (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
    (text) => Buffer.from(text, 'utf8'),
  );
}

/** Waits while the client does not read; false: it has gone. */
async function write(response: ServerResponse, bytes: Uint8Array): Promise<boolean> {
  if (response.destroyed) return false;
  if (response.write(bytes)) return true;
  const over = new AbortController();
  const { signal } = over;
  try {
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  } finally {
    over.abort();
  }
  return !response.destroyed;
}
