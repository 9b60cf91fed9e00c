import { randomBytes } from 'node:crypto';

/** Kinds of frames (RFC 6455 §5.2). */
export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const FINAL = 0x80;
const RESERVED = 0x70;
const OPCODE = 0x0f;
const MASKED = 0x80;
const LENGTH = 0x7f;
/** Lengths that say: the next 2, or 8, bytes are the length. */
const LENGTH_16 = 126;
const LENGTH_64 = 127;
/** Frames from this opcode on are about the connection: they are short and whole. */
const FIRST_CONTROL = 8;
const CONTROL_BYTES = 125;

export interface Frame {
  readonly final: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
}

/** One whole frame as a client sends it: masked (RFC 6455 §5.3). */
export function clientFrame(opcode: number, payload: Uint8Array): Buffer {
  const head = payload.length < LENGTH_16 ? Buffer.alloc(2) : Buffer.alloc(payload.length < 0x1_0000 ? 4 : 10);
  head[0] = FINAL | opcode;
  if (head.length === 2) head[1] = MASKED | payload.length;
  if (head.length === 4) {
    head[1] = MASKED | LENGTH_16;
    head.writeUInt16BE(payload.length, 2);
  }
  if (head.length === 10) {
    head[1] = MASKED | LENGTH_64;
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  const mask = randomBytes(4);
  const masked = Buffer.from(payload);
  for (let at = 0; at < masked.length; at += 1) masked[at] = (masked[at] ?? 0) ^ (mask[at % 4] ?? 0);
  return Buffer.concat([head, mask, masked]);
}

/** Makes frames of a server's bytes, however they are cut. Throws at what a server may not send. */
export class FrameReader {
  private pieces: Buffer[] = [];
  private length = 0;
  private needed = 2;

  /** The frames that are whole with these bytes. */
  *read(chunk: Buffer): Generator<Frame> {
    this.pieces.push(chunk);
    this.length += chunk.length;
    while (this.length >= this.needed) {
      // Joined only when there is enough: a large frame comes in many pieces.
      const bytes = Buffer.concat(this.pieces);
      const { frame, size } = frameAt(bytes);
      this.needed = frame === undefined ? size : 2;
      const rest = frame === undefined ? bytes : bytes.subarray(size);
      this.pieces = [rest];
      this.length = rest.length;
      if (frame !== undefined) yield frame;
    }
  }
}

/** The frame at the beginning and its size; without the frame: so many bytes are needed to go on. */
function frameAt(bytes: Buffer): { readonly frame?: Frame; readonly size: number } {
  const first = bytes.readUInt8(0);
  const second = bytes.readUInt8(1);
  const opcode = first & OPCODE;
  const short = second & LENGTH;
  if ((first & RESERVED) !== 0) throw new Error('a frame uses an extension that was not agreed on');
  if ((second & MASKED) !== 0) throw new Error('a frame of the server is masked');
  if (opcode >= FIRST_CONTROL && (short > CONTROL_BYTES || (first & FINAL) === 0)) {
    throw new Error('a control frame is long or in parts');
  }
  const head = short === LENGTH_16 ? 4 : short === LENGTH_64 ? 10 : 2;
  if (bytes.length < head) return { size: head };
  const length = head === 2 ? short : head === 4 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const size = head + length;
  if (bytes.length < size) return { size };
  return { frame: { final: (first & FINAL) !== 0, opcode, payload: bytes.subarray(head, size) }, size };
}
