import type { Readable } from 'node:stream';
import { ModelStreamError } from '../named-errors';
import { TimeoutError } from './http-call';

/**
 * The pieces of an answer as the container sends them: it waits while nobody takes them. Not taking all of them, or the
 * signal, ends the connection to the container.
 */
export async function* piecesOf(
  body: Readable,
  host: string,
  seconds: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) yield chunk;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof TimeoutError) {
      throw new ModelStreamError(
        `The container ${host} did not end its answer within ${seconds} seconds (HTTP-07).`,
        'ModelInvocationTimeExceeded',
      );
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new ModelStreamError(`The container ${host} broke off its answer (${why}).`, 'StreamBroken');
  } finally {
    body.destroy();
  }
}
