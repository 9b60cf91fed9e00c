import {
  CUSTOM_ATTRIBUTES_HEADER,
  INFERENCE_ID_HEADER,
  TARGET_CONTAINER_HEADER,
  TARGET_MODEL_HEADER,
  TARGET_VARIANT_HEADER,
} from '../../../contract/headers';
import { ModelError } from '../named-errors';
import type { Invocation } from '../sagemaker';
import { openCall, TimeoutError } from './http-call';
import type { HttpAnswer, HttpStream, SizedBody } from './http-call';
import type { HostState } from './state';

const ORIGINAL_MESSAGE_LENGTH = 4096;

/** One request to one container. */
export interface Question {
  readonly host: HostState;
  readonly path: string;
  readonly body: Uint8Array | SizedBody;
  readonly about: Omit<Invocation, 'body'>;
  readonly seconds: number;
  readonly variant: string;
}

/** No answer of the container’s, but none in time either. */
class NoAnswer extends ModelError {
  constructor(
    question: Question,
    text: string,
    readonly refused: boolean,
  ) {
    const { host, variant } = question;
    super(`Received server error (0) from ${host.host} with message "${text}".`, 0, text, variant);
  }
}

/** Whether nobody was there: the container may have been replaced by another. */
export function nobodyThere(error: unknown): boolean {
  return error instanceof NoAnswer && error.refused;
}

/** The whole answer of a container, or AWS’s ModelError. */
export async function ask(question: Question, signal: AbortSignal | undefined): Promise<HttpAnswer> {
  const { status, headers, body } = await askForStream(question, signal);
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch (error) {
    throw noAnswer(question, error, signal);
  }
  return { status, headers, body: Buffer.concat(chunks) };
}

/** The answer of a container as it comes, or AWS’s ModelError when it is no success. */
export async function askForStream(question: Question, signal: AbortSignal | undefined): Promise<HttpStream> {
  const { host, path, body, about, seconds, variant } = question;
  const { address, port } = host;
  const headers = headersOf(about);
  let answer: HttpStream;
  try {
    answer = await openCall({ address, port, method: 'POST', path, headers, body, timeoutMs: seconds * 1000 }, signal);
  } catch (error) {
    throw noAnswer(question, error, signal);
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  const text = await beginningOf(answer);
  const side = status >= 400 && status < 500 ? 'client' : 'server';
  const message = `Received ${side} error (${status}) from ${host.host} with message "${text}".`;
  throw new ModelError(message, status, text, variant);
}

function noAnswer(question: Question, error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) return signal.reason;
  const { host, seconds } = question;
  if (error instanceof TimeoutError) {
    const text = `Your invocation timed out while waiting for a response from container ${host.host}: it may take ${seconds} seconds (HTTP-07)`;
    return new NoAnswer(question, text, false);
  }
  const why = error instanceof Error ? error.message : String(error);
  return new NoAnswer(question, `the container ${host.host} closed the connection (${why})`, true);
}

/** As much of an error as AWS hands on; what breaks off says what it has said. */
async function beginningOf({ body }: HttpStream): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= ORIGINAL_MESSAGE_LENGTH) break;
    }
  } catch {
    // The status is known.
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, ORIGINAL_MESSAGE_LENGTH);
}

/** All that reaches a container; everything else of the client's is stripped. */
function headersOf(about: Omit<Invocation, 'body'>): Readonly<Record<string, string>> {
  const all = {
    'Content-Type': about.contentType,
    Accept: about.accept,
    [CUSTOM_ATTRIBUTES_HEADER]: about.customAttributes,
    [TARGET_MODEL_HEADER]: about.targetModel,
    [TARGET_VARIANT_HEADER]: about.targetVariant,
    [TARGET_CONTAINER_HEADER]: about.targetContainerHostname,
    [INFERENCE_ID_HEADER]: about.inferenceId,
  };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) if (value !== undefined) headers[name] = value;
  return headers;
}
