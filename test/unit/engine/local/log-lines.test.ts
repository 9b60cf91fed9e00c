import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { countLines, logFile, logText, logWriter, parseLogText } from '../../../../engine/src/local/log-lines';
import { byTime } from '../../../../engine/src/local/logs';

const time = new Date('2026-01-02T03:04:05.678Z');

it('writes lines that can be read back, whatever is in them', () => {
  for (const text of ['', ' two  spaces', 'stderr stdout x', 'a\rb', '\u2028']) {
    const line = logText({ time, stream: 'stderr', text });
    expect(parseLogText('algo-1', line.slice(0, -1))).toEqual({ host: 'algo-1', stream: 'stderr', time, text });
  }
  expect(parseLogText('algo-1', 'no line of ours')).toBeUndefined();
  expect(parseLogText('algo-1', 'yesterday stdout x')).toBeUndefined();
});

it('counts the lines of each stream', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-log-'));
  const file = logFile(folder, 'algo-1');
  const writer = logWriter(file);
  for (const stream of ['stdout', 'stderr', 'stdout'] as const)
    writer.write({ host: undefined, stream, time, text: 'x' });
  await writer.close();
  expect(await countLines(file)).toEqual({ stdout: 2, stderr: 1 });
  expect(await countLines(path.join(folder, 'none.log'))).toEqual({ stdout: 0, stderr: 0 });
  expect(logFile('/f', '../x y')).toBe('/f/..-x-y.log');
  fs.rmSync(folder, { recursive: true });
});

it('merges hosts by time, in the order of each', async () => {
  const source = async function* (host: string, times: readonly number[]) {
    for (const at of times) yield await Promise.resolve({ host, time: new Date(at) });
  };
  const merged = [];
  for await (const { host, time } of byTime([source('a', [1, 4, 4]), source('b', []), source('c', [2, 3, 9])])) {
    merged.push(`${host}${time.getTime()}`);
  }
  expect(merged).toEqual(['a1', 'c2', 'c3', 'a4', 'a4', 'c9']);
});
