import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { stopRequests } from '../../../../engine/src/local/stop-requests';
import { untilGone } from '../../../../engine/src/local/until-gone';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

function job(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-gone-'));
  folders.push(folder);
  fs.writeFileSync(path.join(folder, 'state.json'), '{}');
  return folder;
}

it('is true once the job is gone, also when something was written into its folder since', async () => {
  const folder = job();
  const gone = untilGone(folder, new AbortController().signal);
  fs.rmSync(folder, { recursive: true });
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'algo-1.log'), '');
  expect(await gone).toBe(true);
});

it('is false when the signal comes first', async () => {
  const over = new AbortController();
  const gone = untilGone(job(), over.signal);
  over.abort();
  expect(await gone).toBe(false);
});

it('stops the job', async () => {
  const folder = job();
  const requests = stopRequests(folder, undefined);
  fs.rmSync(folder, { recursive: true });
  await new Promise((resolve) => {
    requests.stop.addEventListener('abort', resolve, { once: true });
  });
  requests.end();
  expect(requests.stop.aborted).toBe(true);
});
