import { describe, expect, it } from 'vitest';
import { lineSplitter, timedLine } from '../../../../engine/src/docker/log-lines';
import type { StreamName } from '../../../../engine/src/docker/log-lines';

const chunk = (text: string | Buffer, stream: StreamName = 'stdout') => ({ stream, data: Buffer.from(text) });

describe('lineSplitter', () => {
  it('puts lines together across chunks and streams', () => {
    const lines = lineSplitter();
    expect(lines.push(chunk('a\nb'))).toEqual(['a']);
    expect(lines.push(chunk('x', 'stderr'))).toEqual([]);
    expect(lines.push(chunk('c\r\n\nd'))).toEqual(['bc', '']);
    expect(lines.flush()).toEqual([
      { stream: 'stdout', text: 'd' },
      { stream: 'stderr', text: 'x' },
    ]);
    expect(lines.flush()).toEqual([]);
  });

  it('puts characters together that were cut', () => {
    const lines = lineSplitter();
    const bytes = Buffer.from('é€😀\n');
    const all = [...bytes].flatMap((byte) => lines.push(chunk(Buffer.from([byte]))));
    expect(all).toEqual(['é€😀']);
  });

  it('cuts endless lines, the same way however they come', () => {
    const long = 'x'.repeat(600 * 1024);
    const at = (size: number) => {
      const lines = lineSplitter();
      const found: string[] = [];
      for (let start = 0; start < long.length; start += size)
        found.push(...lines.push(chunk(long.slice(start, start + size))));
      return [...found, ...lines.flush().map(({ text }) => text)].map((line) => line.length);
    };
    expect(at(long.length)).toEqual([256 * 1024, 256 * 1024, 88 * 1024]);
    expect(at(1000)).toEqual(at(long.length));
  });
});

describe('timedLine', () => {
  it('takes the time off', () => {
    const { time, text } = timedLine('2026-11-24T08:15:14.123456789Z hello  world');
    expect(time.toISOString()).toBe('2026-11-24T08:15:14.123Z');
    expect(text).toBe('hello  world');
    expect(timedLine('2026-11-24T08:15:14Z ').text).toBe('');
    expect(timedLine('2026-11-24T08:15:14Z').text).toBe('');
  });

  it('keeps a line without a time', () => {
    expect(timedLine('no time here').text).toBe('no time here');
  });
});
