import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import {
  CUSTOM_ATTRIBUTES_HEADER,
  INFERENCE_ID_HEADER,
  TARGET_CONTAINER_HEADER,
  TARGET_MODEL_HEADER,
  TARGET_VARIANT_HEADER,
} from '../../../contract/headers';
import { validationException } from '../named-errors';
import type { AsyncInvocation, Invocation } from '../sagemaker';

const OPERATIONS = ['invocations', 'invocations-response-stream', 'async-invocations'] as const;
type Operation = (typeof OPERATIONS)[number];

export interface ProxyCall {
  readonly endpoint: string;
  readonly operation: Operation;
}

/** `POST /endpoints/<name>/invocations` and its like; undefined: it is no call of the SageMaker Runtime API. */
export function callOf(method: string | undefined, url: string | undefined): ProxyCall | undefined {
  const [, name, word] = /^\/endpoints\/([^/?]+)\/([a-z-]+)(?:\?.*)?$/.exec(url ?? '') ?? [];
  const operation = OPERATIONS.find((one) => one === word);
  if (method !== 'POST' || name === undefined || operation === undefined) return undefined;
  try {
    return { endpoint: decodeURIComponent(name), operation };
  } catch {
    return undefined;
  }
}

/** The body, and the headers by which InvokeEndpoint takes its members. Throws when there is more than `most` bytes. */
export async function invocationOf(request: IncomingMessage, streaming: boolean, most: number): Promise<Invocation> {
  const { headers } = request;
  // Accept travels otherwise when streaming: the SDK itself accepts an event stream.
  const accept = headerOf(headers, streaming ? 'X-Amzn-SageMaker-Accept' : 'Accept');
  return {
    body: await bodyOf(request, most),
    ...given('contentType', headerOf(headers, 'Content-Type')),
    ...given('accept', accept === '*/*' ? undefined : accept),
    ...given('targetVariant', headerOf(headers, TARGET_VARIANT_HEADER)),
    ...given('targetModel', headerOf(headers, TARGET_MODEL_HEADER)),
    ...given('targetContainerHostname', headerOf(headers, TARGET_CONTAINER_HEADER)),
    ...given('customAttributes', headerOf(headers, CUSTOM_ATTRIBUTES_HEADER)),
    ...given('inferenceId', headerOf(headers, INFERENCE_ID_HEADER)),
  };
}

/** An InvokeEndpointAsync request. Throws AWS’s own error when it names no input. */
export function asyncInvocationOf({ headers }: IncomingMessage): AsyncInvocation {
  const inputLocation = headerOf(headers, 'X-Amzn-SageMaker-InputLocation');
  if (inputLocation === undefined) {
    throw validationException('InputLocation is missing.', 'Give the S3 URI, or the path, of the payload.');
  }
  return {
    inputLocation,
    ...given('contentType', headerOf(headers, 'X-Amzn-SageMaker-Content-Type')),
    ...given('accept', headerOf(headers, 'X-Amzn-SageMaker-Accept')),
    ...given('customAttributes', headerOf(headers, CUSTOM_ATTRIBUTES_HEADER)),
    ...given('inferenceId', headerOf(headers, INFERENCE_ID_HEADER)),
    ...given('requestTtlSeconds', numberOf(headers, 'X-Amzn-SageMaker-RequestTTLSeconds')),
    ...given('invocationTimeoutSeconds', numberOf(headers, 'X-Amzn-SageMaker-InvocationTimeoutSeconds')),
  };
}

async function bodyOf(request: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) {
      throw validationException(
        `The payload has more than ${most} bytes, which is all that an endpoint takes (HTTP-08).`,
        'Send less at a time, or use batch transform or asynchronous inference for large inputs.',
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return typeof value === 'string' ? value : value?.[0];
}

function numberOf(headers: IncomingHttpHeaders, name: string): number | undefined {
  const text = headerOf(headers, name);
  return text === undefined ? undefined : Number(text);
}

function given<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  const answer: Partial<Record<K, T>> = {};
  if (value !== undefined) answer[key] = value;
  return answer;
}
