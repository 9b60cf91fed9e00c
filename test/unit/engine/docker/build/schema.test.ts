import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  decodeMessage,
  encodeMessage,
  messageOf,
  messagesOf,
  numberOf,
  textOf,
} from '../../../../../engine/src/docker/build/schema';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('the messages of BuildKit', () => {
  it('has the bytes that the engine knows', () => {
    expect(hex(encodeMessage('HealthCheckResponse', { status: 1 }))).toBe('0801');
    expect(hex(encodeMessage('GetSecretResponse', { data: Buffer.from('ab') }))).toBe('0a026162');
    expect(hex(encodeMessage('CredentialsResponse', { username: 'AWS', secret: 'x' }))).toBe('0a03415753120178');
    expect(hex(encodeMessage('Packet', { type: 2, id: 300, data: Buffer.from([255]) }))).toBe('080218ac022201ff');
    expect(hex(encodeMessage('Packet', { type: 3 }))).toBe('0803');
  });

  it('keeps all digits of sizes and times, and the bit for folders', () => {
    const stat = { path: 'd/ä', mode: 0x800001ed, size: '10000000000', modTime: '1700000000123456789', linkname: 'l' };
    const bytes = encodeMessage('Packet', { stat });
    expect(hex(bytes)).toBe(
      '121f' + '0a04642fc3a4' + '10ed83808008' + '2880c8afa025' + '30959a97ece39fe7cb17' + '3a016c',
    );
    const decoded = messageOf(decodeMessage('Packet', bytes), 'stat') ?? {};
    expect([textOf(decoded, 'path'), numberOf(decoded, 'mode'), numberOf(decoded, 'size')]).toEqual([
      'd/ä',
      0x800001ed,
      10_000_000_000,
    ]);
  });

  it('reads requests, also with members that are not known here', () => {
    const unknown = Buffer.from('0a02616258079a0603787878', 'hex');
    expect(textOf(decodeMessage('GetSecretRequest', unknown), 'id')).toBe('ab');
    expect(numberOf(decodeMessage('Packet', Buffer.from('080118ac02', 'hex')), 'id')).toBe(300);
  });

  it('throws on bytes that are no message, and gives defaults for what is not set', () => {
    expect(() => decodeMessage('Packet', Buffer.from([0x22, 0x05, 1]))).toThrow();
    const empty = decodeMessage('StatusResponse', new Uint8Array());
    expect([messagesOf(empty, 'vertexes'), messageOf(empty, 'x'), textOf(empty, 'x'), numberOf(empty, 'x')]).toEqual([
      [],
      undefined,
      '',
      0,
    ]);
    expect(bytesOf(empty, 'x')).toHaveLength(0);
  });
});
