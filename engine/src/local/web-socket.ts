import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import type { Duplex } from 'node:stream';
import { WEBSOCKET_PING } from '../../../contract/serving';
import { TimeoutError } from './http-call';
import { clientFrame, FrameReader, OPCODES } from './web-socket-frames';
import type { Frame } from './web-socket-frames';

/** Of the handshake (RFC 6455 §1.3). */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const NORMAL_CLOSURE = 1000;
const GOING_AWAY = 1001;
const NO_CODE = 1005;
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

/** The server answered the handshake, but opened no WebSocket. */
export class WebSocketRefused extends Error {
  constructor(readonly status: number) {
    super(`it answered HTTP ${status}, not 101`);
  }
}

/** The server closed the WebSocket with a code that stands for an error. */
export class WebSocketClosed extends Error {
  constructor(
    readonly code: number,
    reason: string,
  ) {
    super(`it closed the stream with code ${code}${reason === '' ? '' : ` (${reason})`}`);
  }
}

/** Opens a WebSocket to a container. Whoever opens it closes it; the signal breaks it off. */
export function openWebSocket(call: WebSocketCall, signal: AbortSignal): Promise<WebSocketConnection> {
  const key = randomBytes(16).toString('base64');
  const { address, port, path, timeoutMs } = call;
  return new Promise((resolve, reject) => {
    const sent = request({
      host: address,
      port,
      path,
      headers: { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': key },
      agent: false,
      signal,
    });
    const timer = setTimeout(() => sent.destroy(new TimeoutError('no answer in time')), timeoutMs);
    sent.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    sent.on('response', (response) => {
      sent.destroy(new WebSocketRefused(response.statusCode ?? 0));
    });
    sent.on('upgrade', (response, socket, head) => {
      clearTimeout(timer);
      const accept = createHash('sha1').update(`${key}${ACCEPT_GUID}`).digest('base64');
      if (response.headers['sec-websocket-accept'] === accept) {
        resolve(new WebSocketConnection(socket, head, signal));
      } else {
        socket.destroy();
        reject(new Error('its answer to the handshake (Sec-WebSocket-Accept) is not right'));
      }
    });
    sent.end();
  });
}

/** An open WebSocket, as SageMaker holds one: it pings the container, and gives up when the pongs stay away (STREAM-04). */
export class WebSocketConnection {
  private readonly frames = new FrameReader();
  private readonly incoming: Readable;
  private readonly pings: NodeJS.Timeout;
  private parts: Frame[] = [];
  private unanswered = 0;
  private onPong: (() => void) | undefined;
  private closing = false;
  private ended = false;

  constructor(
    private readonly socket: Duplex,
    head: Buffer,
    signal: AbortSignal,
  ) {
    const abort = () => this.incoming.destroy(signal.reason instanceof Error ? signal.reason : undefined);
    signal.addEventListener('abort', abort);
    this.incoming = new Readable({
      objectMode: true,
      read: () => socket.resume(),
      destroy: (error, done) => {
        clearInterval(this.pings);
        signal.removeEventListener('abort', abort);
        socket.destroy();
        done(error);
      },
    });
    // Whoever reads the messages hears of it; without a listener it would end the process.
    this.incoming.on('error', () => undefined);
    this.pings = setInterval(() => {
      this.beat();
    }, WEBSOCKET_PING.value.everySeconds * 1000);
    this.pings.unref();
    socket.on('data', (chunk: Buffer) => {
      this.take(chunk);
    });
    socket.on('error', (error) => this.incoming.destroy(error));
    socket.on('close', () => {
      if (this.closing) this.end();
      else this.incoming.destroy(new Error('the connection ended without a Close frame'));
    });
    if (head.length > 0) this.take(head);
  }

  /** Nothing that is sent arrives any more. */
  get closed(): boolean {
    return this.closing || this.socket.destroyed;
  }

  /** What the server sends, until it closes the stream; one reader at a time. Ends the connection when it is left. */
  get messages(): AsyncIterable<WebSocketMessage> {
    return this.incoming as AsyncIterable<WebSocketMessage>;
  }

  /** Waits while the server takes nothing. */
  async send({ data, text }: WebSocketMessage): Promise<void> {
    if (this.write(text ? OPCODES.text : OPCODES.binary, data)) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        this.socket.off('drain', go).off('close', go);
        resolve();
      };
      this.socket.on('drain', go).on('close', go);
    });
  }

  /** Sends a Ping; settles with its Pong, or with false after the time. */
  ping(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve(false);
      }, timeoutMs);
      this.onPong = () => {
        clearTimeout(timer);
        resolve(true);
      };
      this.write(OPCODES.ping, Buffer.alloc(0));
    });
  }

  /** Says Close, waits a moment for the server to say it too, and ends the connection. Safe to call again. */
  async close(): Promise<void> {
    if (!this.socket.destroyed) {
      this.sayClose(NORMAL_CLOSURE);
      this.socket.resume();
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

  private write(opcode: number, payload: Uint8Array): boolean {
    return this.socket.destroyed || this.socket.writableEnded || this.socket.write(clientFrame(opcode, payload));
  }

  private sayClose(code: number): void {
    if (this.closing) return;
    this.closing = true;
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.write(OPCODES.close, payload);
  }

  private beat(): void {
    if (this.unanswered >= WEBSOCKET_PING.value.missesUntilClosed) {
      this.incoming.destroy(new Error(`it did not answer ${this.unanswered} pings`));
      return;
    }
    this.unanswered += 1;
    this.write(OPCODES.ping, Buffer.alloc(0));
  }

  private take(chunk: Buffer): void {
    try {
      for (const frame of this.frames.read(chunk)) this.receive(frame);
    } catch (error) {
      this.incoming.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private receive(frame: Frame): void {
    switch (frame.opcode) {
      case OPCODES.ping:
        this.write(OPCODES.pong, frame.payload);
        return;
      case OPCODES.pong:
        this.unanswered = 0;
        this.onPong?.();
        return;
      case OPCODES.close:
        this.receiveClose(frame.payload);
        return;
      default:
        this.receivePart(frame);
    }
  }

  private receivePart(frame: Frame): void {
    if ((frame.opcode === OPCODES.continuation) !== this.parts.length > 0) {
      throw new Error('the parts of its messages are out of order');
    }
    this.parts.push(frame);
    if (!frame.final) return;
    const text = this.parts[0]?.opcode === OPCODES.text;
    const message: WebSocketMessage = { data: Buffer.concat(this.parts.map(({ payload }) => payload)), text };
    this.parts = [];
    if (this.closing || this.incoming.destroyed) return;
    if (!this.incoming.push(message)) this.socket.pause();
  }

  private receiveClose(payload: Buffer): void {
    const code = payload.length < 2 ? NO_CODE : payload.readUInt16BE(0);
    const good = [NORMAL_CLOSURE, GOING_AWAY, NO_CODE].includes(code);
    const reason = payload.toString('utf8', 2);
    this.sayClose(NORMAL_CLOSURE);
    this.socket.end();
    if (good) this.end();
    else this.incoming.destroy(new WebSocketClosed(code, reason));
  }

  /** No message comes any more. */
  private end(): void {
    if (!this.ended) this.incoming.push(null);
    this.ended = true;
  }
}
