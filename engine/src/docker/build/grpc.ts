import type { ServerHttp2Stream } from 'node:http2';
import { toError } from './to-error';

/** Status codes of gRPC that are answered here. */
export const GRPC = { ok: 0, unknown: 2, notFound: 5, unimplemented: 12 } as const;

export type GrpcCode = (typeof GRPC)[keyof typeof GRPC];

/** A failure with the status that the caller on the other side is told. */
export class GrpcError extends Error {
  constructor(
    readonly code: GrpcCode,
    message: string,
  ) {
    super(message);
  }
}

const HEADER = 5;
/** More than any request of BuildKit; it keeps a confused peer from filling the memory. */
const LARGEST = 16 * 1024 * 1024;

/** A message with the five bytes that gRPC puts before it: not compressed, length. */
export function frame(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(HEADER + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, HEADER);
  return framed;
}

/** Takes bytes as they come and gives back the messages that are complete. */
export function frameReader(): (chunk: Buffer) => Buffer[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const messages: Buffer[] = [];
    while (rest.length >= HEADER) {
      const length = rest.readUInt32BE(1);
      if (length > LARGEST) {
        throw new GrpcError(GRPC.unknown, `A message of ${length} bytes is too large.`);
      }
      if (rest.length < HEADER + length) {
        break;
      }
      messages.push(rest.subarray(HEADER, HEADER + length));
      rest = rest.subarray(HEADER + length);
    }
    return messages;
  };
}

export interface Answer {
  /** Waits while the other side is slow; throws when it is gone. */
  send(message: Uint8Array): Promise<void>;
  end(error?: unknown): void;
}

/** Begins the answer to a call; the status follows in the trailers, as gRPC wants it. */
export function beginAnswer(stream: ServerHttp2Stream): Answer {
  let trailers: Record<string, string> = { 'grpc-status': String(GRPC.ok) };
  // A cancelled call resets its stream at any time: nothing to do but to stop, which send() sees.
  stream.on('error', () => undefined);
  stream.on('wantTrailers', () => {
    if (!stream.destroyed) {
      stream.sendTrailers(trailers);
    }
  });
  if (!stream.destroyed) {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  }
  return {
    async send(message) {
      if (stream.destroyed || stream.closed || stream.writableEnded) {
        throw new GrpcError(GRPC.unknown, 'The engine closed the call.');
      }
      if (!stream.write(frame(message))) {
        await drained(stream);
      }
    },
    end(error) {
      if (error !== undefined) {
        const code = error instanceof GrpcError ? error.code : GRPC.unknown;
        const text = toError(error).message;
        trailers = { 'grpc-status': String(code), 'grpc-message': encodeURIComponent(text) };
      }
      stream.end();
    },
  };
}

function drained(stream: ServerHttp2Stream): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
  });
}

/** Answers a call that has one request and one answer. */
export function answerUnary(
  stream: ServerHttp2Stream,
  handle: (request: Uint8Array) => Promise<Uint8Array> | Uint8Array,
): void {
  const read = frameReader();
  let request: Uint8Array = new Uint8Array();
  const answer = beginAnswer(stream);
  stream.on('data', (chunk: Buffer) => {
    try {
      request = read(chunk)[0] ?? request;
    } catch (error) {
      answer.end(error);
    }
  });
  stream.on('end', () => {
    void (async () => {
      try {
        await answer.send(await handle(request));
        answer.end();
      } catch (error) {
        answer.end(error);
      }
    })();
  });
}
