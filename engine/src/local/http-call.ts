import { request } from 'node:http';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

export interface HttpCall {
  readonly address: string;
  readonly port: number;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | SizedBody;
  readonly timeoutMs: number;
}

/** A body that is not held in memory. */
export interface SizedBody {
  /** Bytes. */
  readonly length: number;
  open(): Readable;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: Buffer;
}

/** An answer whose body is still coming. Whoever does not read it to its end destroys it. */
export interface HttpStream {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: Readable;
}

export type HttpHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The server took longer than it may. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** One request to a container and its whole answer, within the time. */
export async function call(what: HttpCall, signal?: AbortSignal): Promise<HttpAnswer> {
  const { status, headers, body } = await openCall(what, signal);
  return { status, headers, body: await buffer(body) };
}

/**
 * One request to a container, as far as the head of its answer. The time is that of the whole answer: when it is over, the
 * body fails with a TimeoutError. A connection of its own each time: servers close idle ones when they like.
 */
export function openCall(what: HttpCall, signal?: AbortSignal): Promise<HttpStream> {
  return new Promise((resolve, reject) => {
    const { body } = what;
    const sent = request({
      host: what.address,
      port: what.port,
      method: what.method,
      path: what.path,
      headers: { ...what.headers, ...(body === undefined ? {} : { 'Content-Length': String(body.length) }) },
      agent: false,
      ...(signal === undefined ? {} : { signal }),
    });
    let answer: Readable | undefined;
    const timer = setTimeout(() => {
      (answer ?? sent).destroy(new TimeoutError('no answer in time'));
    }, what.timeoutMs);
    sent.on('error', (error) => {
      // A server may answer, and close, before it has read the whole request: the answer counts.
      if (answer !== undefined) return;
      clearTimeout(timer);
      reject(error);
    });
    sent.on('response', (response) => {
      answer = response;
      response.once('close', () => {
        clearTimeout(timer);
        sent.destroy();
      });
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response });
    });
    if (body === undefined || body instanceof Uint8Array) sent.end(body);
    else
      pipeline(body.open(), sent).catch((error: unknown) => sent.destroy(error instanceof Error ? error : undefined));
  });
}

/** A header of an answer, in any case; undefined: it has none. */
export function headerText({ headers }: { readonly headers: HttpHeaders }, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return typeof value === 'string' ? value : value?.[0];
}
