import { describe, expect, it } from 'vitest';
import { bad, logText } from '../../../../client/src/logs/log-text';
import type { LogLine } from '../../../../engine/src/sagemaker';

const line = (text: string, host = 'algo-1', stream: LogLine['stream'] = 'stdout'): LogLine => ({
  host,
  stream,
  time: new Date(0),
  text,
});

describe('log lines in a terminal', () => {
  it('are as the container wrote them, stderr with a bar', () => {
    expect(logText().lines([line('hello'), line('careful', 'algo-1', 'stderr')])).toBe(
      'hello\r\n\u001b[31m▏\u001b[0mcareful\r\n',
    );
  });

  it('name their host, each in a colour of its own, once there are several', () => {
    const text = logText();
    expect(text.lines([line('a')])).toBe('a\r\n');
    expect(text.lines([line('b', 'algo-2'), line('c')])).toBe(
      '\u001b[35malgo-2\u001b[0m b\r\n\u001b[36malgo-1\u001b[0m c\r\n',
    );
  });

  it('show the last state of a progress bar', () => {
    expect(logText().lines([line(' 10%\r 20%\r 30%\r')])).toBe(' 30%\r\n');
    expect(logText().lines([line('\r')])).toBe('\r\n');
  });

  it('break lines as terminals need it', () => {
    expect(bad('one\ntwo')).toContain('one\r\ntwo');
  });
});
