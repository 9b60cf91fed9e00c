import { Readable } from 'node:stream';
import WebSocket from 'ws';
import type { RawData } from 'ws';
import { WEBSOCKET_PING } from '../../../contract/serving';
import { TimeoutError } from './http-call';
import { WebSocketClosed, WebSocketRefused } from './web-socket-errors';

const NORMAL_CLOSURE = 1000;
const GOING_AWAY = 1001;
const NO_CODE = 1005;
const ABNORMAL = 1006;
/** So long the server may take to answer our Close. */
const CLOSE_MS = 2_000;

export interface WebSocketCall {
  readonly address: string;
  readonly port: number;
  /** With its query. */
  readonly path: string;
  /** Until it is open. */
  readonly timeoutMs: number;
}

export interface WebSocketMessage {
  readonly data: Uint8Array;
  /** It is UTF-8. */
  readonly text: boolean;
}

/** Opens a WebSocket to a container. Whoever opens it closes it; the signal breaks it off. */
export function openWebSocket(call: WebSocketCall, signal: AbortSignal): Promise<WebSocketConnection> {
  const { address, port, path, timeoutMs } = call;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = new WebSocket(`ws://${address}:${port}${path}`, { perMessageDeflate: false });
    const give = (error: Error): void => {
      reject(error);
      socket.terminate();
    };
    const timer = setTimeout(() => {
      give(new TimeoutError('no answer in time'));
    }, timeoutMs);
    const abort = (): void => {
      give(reasonOf(signal));
    };
    signal.addEventListener('abort', abort);
    const settled = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    // Stays: what `terminate` breaks off is an error, too.
    socket.on('error', (error) => {
      settled();
      reject(error);
    });
    socket.once('unexpected-response', (_request, response) => {
      settled();
      give(new WebSocketRefused(response.statusCode ?? 0));
    });
    socket.once('open', () => {
      settled();
      resolve(new WebSocketConnection(socket, signal));
    });
  });
}

/** An open WebSocket, as SageMaker holds one: it pings the container, and gives up when the pongs stay away (STREAM-04). */
export class WebSocketConnection {
  private readonly incoming: Readable;
  private readonly pings: NodeJS.Timeout;
  private unanswered = 0;

  constructor(
    private readonly socket: WebSocket,
    signal: AbortSignal,
  ) {
    const abort = (): void => {
      this.incoming.destroy(reasonOf(signal));
    };
    signal.addEventListener('abort', abort);
    this.incoming = new Readable({
      objectMode: true,
      read: () => {
        if (socket.readyState === WebSocket.OPEN) socket.resume();
      },
      destroy: (error, done) => {
        clearInterval(this.pings);
        signal.removeEventListener('abort', abort);
        socket.terminate();
        done(error);
      },
    });
    // Whoever reads the messages hears of it; without a listener it would end the process.
    this.incoming.on('error', () => undefined);
    this.pings = setInterval(() => {
      this.beat();
    }, WEBSOCKET_PING.value.everySeconds * 1000);
    this.pings.unref();
    socket.on('message', (data: RawData, isBinary: boolean) => {
      if (!this.incoming.push({ data: bytesOf(data), text: !isBinary })) socket.pause();
    });
    socket.on('pong', () => {
      this.unanswered = 0;
    });
    socket.on('error', (error) => this.incoming.destroy(error));
    socket.on('close', (code, reason) => {
      this.ended(code, reason.toString());
    });
  }

  /** Nothing that is sent arrives any more. */
  get closed(): boolean {
    return this.socket.readyState !== WebSocket.OPEN;
  }

  /** What the server sends, until it closes the stream; one reader at a time. Ends the connection when it is left. */
  get messages(): AsyncIterable<WebSocketMessage> {
    return this.incoming as AsyncIterable<WebSocketMessage>;
  }

  /** Waits while the server takes nothing. */
  async send({ data, text }: WebSocketMessage): Promise<void> {
    if (this.closed) return;
    await new Promise<void>((resolve) => {
      // A connection that broke is told to whoever reads.
      this.socket.send(data, { binary: !text }, () => {
        resolve();
      });
    });
  }

  /** Sends a Ping; settles with its Pong, or with false after the time. */
  ping(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const pong = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        this.socket.off('pong', pong);
        resolve(false);
      }, timeoutMs);
      this.socket.once('pong', pong);
      if (!this.closed) this.socket.ping();
    });
  }

  /** Says Close, waits a moment for the server to say it too, and ends the connection. Safe to call again. */
  async close(): Promise<void> {
    if (this.socket.readyState !== WebSocket.CLOSED) {
      this.socket.resume();
      this.socket.close(NORMAL_CLOSURE);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, CLOSE_MS);
        this.socket.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    this.incoming.destroy();
  }

  private beat(): void {
    if (this.unanswered >= WEBSOCKET_PING.value.missesUntilClosed) {
      this.incoming.destroy(new Error(`it did not answer ${this.unanswered} pings`));
      return;
    }
    this.unanswered += 1;
    this.socket.ping();
  }

  private ended(code: number, reason: string): void {
    if ([NORMAL_CLOSURE, GOING_AWAY, NO_CODE].includes(code)) this.incoming.push(null);
    else if (code === ABNORMAL) this.incoming.destroy(new Error('the connection ended without a Close frame'));
    else this.incoming.destroy(new WebSocketClosed(code, reason));
  }
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
