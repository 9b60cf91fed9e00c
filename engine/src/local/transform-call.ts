import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { INVOCATIONS_PATH } from '../../../contract/serving';
import type { HostState } from './state';

export interface ModelCall {
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  readonly timeoutSeconds: number;
  /** `Transfer-Encoding: chunked` for a body whose length is known as well. */
  readonly chunked: boolean;
}

/** Why a request has no good answer: “the container …”. */
export class CallError extends Error {
  override readonly name = 'CallError';

  constructor(
    message: string,
    /** 0: there is no answer. */
    readonly status: number,
  ) {
    super(message);
  }
}

interface Answer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

const SHOWN = 200;

/** Asks the containers of one host, each with the answer of the one before. Throws a CallError, or the signal's reason. */
export async function callModel(
  hosts: readonly HostState[],
  body: Buffer | (() => Promise<Readable>),
  how: ModelCall,
  signal: AbortSignal,
): Promise<Buffer> {
  let next: Buffer | Readable = Buffer.isBuffer(body) ? body : await body();
  let contentType = how.contentType;
  for (const [index, host] of hosts.entries()) {
    const accept = index === hosts.length - 1 ? how.accept : undefined;
    const answer: Answer = await callHost(host, next, { ...how, contentType, accept }, signal);
    next = answer.body;
    contentType = answer.contentType;
  }
  return Buffer.isBuffer(next) ? next : Buffer.alloc(0);
}

async function callHost(
  host: HostState,
  body: Buffer | Readable,
  how: ModelCall,
  signal: AbortSignal,
): Promise<Answer> {
  const over = new AbortController();
  const timer = setTimeout(() => {
    over.abort();
  }, how.timeoutSeconds * 1000);
  try {
    const answer = await exchange(host, body, how, AbortSignal.any([signal, over.signal]));
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw new CallError(
      `the container ${host.host} answered HTTP ${answer.status}${words(answer.body)}`,
      answer.status,
    );
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof CallError) throw error;
    if (over.signal.aborted) {
      const limit = `ModelClientConfig.InvocationsTimeoutInSeconds allows ${how.timeoutSeconds} seconds`;
      throw new CallError(`the container ${host.host} did not answer in time: ${limit} (BATCH-04)`, 0);
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new CallError(`the container ${host.host} closed the connection (${why})`, 0);
  } finally {
    clearTimeout(timer);
    if (body instanceof Readable) body.destroy();
  }
}

function exchange(host: HostState, body: Buffer | Readable, how: ModelCall, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunked = how.chunked || body instanceof Readable;
    const sent = request({
      host: host.address,
      port: host.port,
      method: 'POST',
      path: INVOCATIONS_PATH,
      headers: {
        ...(how.contentType === undefined ? {} : { 'Content-Type': how.contentType }),
        ...(how.accept === undefined ? {} : { Accept: how.accept }),
        ...(chunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': String(body.length) }),
      },
      // Servers close idle connections when they like.
      agent: false,
      signal,
    });
    let answered = false;
    const fail = (error: Error): void => {
      // A server may answer, and close, before it has read the whole request.
      if (!answered) reject(error);
    };
    sent.on('error', fail);
    sent.on('response', (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, contentType: headers['content-type'], body: Buffer.concat(chunks) });
      });
    });
    if (body instanceof Readable) pipeline(body, sent).catch(fail);
    else sent.end(body);
  });
}

/** The first line of an error page says most. */
function words(body: Buffer): string {
  const line = body
    .toString('utf8')
    .split(/\r?\n/)
    .find((one) => one.trim() !== '');
  return line === undefined ? '' : `: “${line.trim().slice(0, SHOWN)}”`;
}
