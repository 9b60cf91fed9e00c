import { describe, expect, it } from 'vitest';
import { clientFrame, FrameReader, OPCODES } from '../../../../engine/src/local/web-socket-frames';
import { serverFrame } from './web-socket-server';

const read = (...chunks: readonly Buffer[]) => {
  const reader = new FrameReader();
  return chunks.flatMap((chunk) => [...reader.read(chunk)]);
};

describe('frames of a server', () => {
  it.each([0, 125, 126, 65_535, 65_536])('of %i bytes are read', (size) => {
    const payload = Buffer.alloc(size, 'abc');
    const [frame, ...others] = read(serverFrame(OPCODES.binary, payload));
    expect(others).toEqual([]);
    expect(frame).toMatchObject({ final: true, opcode: OPCODES.binary });
    expect(frame?.payload.equals(payload)).toBe(true);
  });

  it('are read however the network cuts them, and several from one piece', () => {
    const bytes = Buffer.concat([
      serverFrame(OPCODES.text, Buffer.from('one'), false),
      serverFrame(OPCODES.ping, Buffer.alloc(0)),
      serverFrame(OPCODES.continuation, Buffer.alloc(300, 'x')),
    ]);
    const told = (frames: ReturnType<typeof read>) => frames.map((it) => [it.opcode, it.final, it.payload.length]);
    const expected = [
      [OPCODES.text, false, 3],
      [OPCODES.ping, true, 0],
      [OPCODES.continuation, true, 300],
    ];
    expect(told(read(bytes))).toEqual(expected);
    expect(told(read(...[...bytes].map((byte) => Buffer.from([byte]))))).toEqual(expected);
  });

  it('are refused when the protocol forbids them', () => {
    expect(() => read(clientFrame(OPCODES.text, Buffer.from('a')))).toThrow('masked');
    expect(() => read(Buffer.from([0xc1, 0]))).toThrow('extension');
    expect(() => read(serverFrame(OPCODES.ping, Buffer.alloc(126)))).toThrow('control frame');
    expect(() => read(serverFrame(OPCODES.close, Buffer.alloc(2), false))).toThrow('control frame');
  });
});

it('a client masks what it sends', () => {
  const frame = clientFrame(OPCODES.text, Buffer.from('hello'));
  expect([frame[0], frame[1]]).toEqual([0x81, 0x85]);
  const mask = frame.subarray(2, 6);
  const unmasked = frame.subarray(6).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  expect(Buffer.from(unmasked).toString()).toBe('hello');
});
