import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { afterEach } from 'vitest';

/** Kinds of frames (RFC 6455 §5.2). */
export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** What a container does with an open WebSocket; `said` is called with each short frame of the client. */
export interface Talk {
  readonly path: string | undefined;
  say(opcode: number, payload: Uint8Array, final?: boolean): void;
  /** Ends the connection without a word. */
  hangUp(): void;
}

export type OnFrame = (talk: Talk, opcode: number, payload: Buffer) => void;

/** A frame as servers send it, without a mask. */
function serverFrame(opcode: number, payload: Uint8Array, final = true): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 0x1_0000 ? 4 : 10);
  head[0] = (final ? 0x80 : 0) | opcode;
  head[1] = length < 126 ? length : length < 0x1_0000 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

/** A server in place of a container’s, for one test; it answers Close with Close. Without `onFrame` it knows no WebSockets. */
export function webSocketServers(): (
  onFrame?: OnFrame,
) => Promise<{ readonly address: string; readonly port: number }> {
  const open: { readonly server: Server; readonly sockets: Set<Duplex> }[] = [];
  afterEach(async () => {
    for (const { server, sockets } of open.splice(0)) {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
  return async (onFrame) => {
    const server = createServer((_request, response) => response.writeHead(404).end());
    const sockets = new Set<Duplex>();
    open.push({ server, sockets });
    if (onFrame !== undefined) {
      server.on('upgrade', (request, socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
        const key = `${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
        const accept = createHash('sha1').update(key).digest('base64');
        socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
        );
        const talk: Talk = {
          path: request.url,
          say: (opcode, payload, final) => socket.write(serverFrame(opcode, payload, final)),
          hangUp: () => socket.destroy(),
        };
        let rest = Buffer.alloc(0);
        socket.on('data', (chunk: Buffer) => {
          rest = Buffer.concat([rest, chunk]);
          for (let size = sizeOf(rest); size <= rest.length; size = sizeOf(rest)) {
            const mask = rest.subarray(2, 6);
            const payload = Buffer.from(rest.subarray(6, size).map((byte, at) => byte ^ (mask[at % 4] ?? 0)));
            const opcode = (rest[0] ?? 0) & 0x0f;
            rest = rest.subarray(size);
            onFrame(talk, opcode, payload);
            if (opcode === OPCODES.close) socket.end(serverFrame(OPCODES.close, payload));
          }
        });
      });
    }
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return { address: '127.0.0.1', port: typeof address === 'object' && address !== null ? address.port : 0 };
  };
}

/** Of a short masked frame, once its head is there. */
function sizeOf(bytes: Buffer): number {
  return bytes.length < 2 ? Infinity : 6 + ((bytes[1] ?? 0) & 0x7f);
}
