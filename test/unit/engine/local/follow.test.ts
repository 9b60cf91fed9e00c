import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { followLines } from '../../../../engine/src/local/follow';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-follow-'));
const file = path.join(folder, 'log');

afterEach(() => {
  fs.rmSync(file, { force: true });
});

it('waits for the file, for the end of a line, and ends with what has no end', async () => {
  let ended = false;
  const lines: string[] = [];
  const all = (async () => {
    const options = { from: 0, ended: () => ended };
    for await (const line of followLines(file, options, new AbortController().signal)) lines.push(line);
  })();
  await pause();
  fs.writeFileSync(file, 'one\ntw');
  await pause(300);
  expect(lines).toEqual(['one']);
  fs.appendFileSync(file, 'o\n');
  fs.appendFileSync(file, Buffer.from('é').subarray(0, 1));
  await pause(300);
  fs.appendFileSync(file, Buffer.concat([Buffer.from('é').subarray(1), Buffer.from('\nrest')]));
  ended = true;
  await all;
  expect(lines).toEqual(['one', 'two', 'é', 'rest']);
});

it('begins anew when the file shrinks, and ends with the signal', async () => {
  fs.writeFileSync(file, 'a long line that goes\n');
  const controller = new AbortController();
  const lines: string[] = [];
  for await (const line of followLines(file, { from: 0, ended: () => false }, controller.signal)) {
    lines.push(line);
    if (lines.length === 1) fs.writeFileSync(file, 'new\n');
    else controller.abort();
  }
  expect(lines).toEqual(['a long line that goes', 'new']);
});

function pause(milliseconds = 50): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
