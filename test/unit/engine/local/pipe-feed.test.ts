import { execFile, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { feed, fifoPath } from '../../../../engine/src/local/pipe-feed';
import type { Feed } from '../../../../engine/src/local/pipe-feed';
import { awaitReader, LOCAL_FIFOS, makeFifo } from '../../../../engine/src/local/pipe-fifo';
import { textItem } from '../../../../engine/src/local/pipe-records';

const run = promisify(execFile);
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

async function subject(items: Feed['items']) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-feed-'));
  folders.push(folder);
  const channel = { path: path.join(folder, 'train'), wrapping: { gzip: false, recordio: false }, items };
  await makeFifo(fifoPath(channel.path, 0));
  const abort = new AbortController();
  const done = feed(channel, LOCAL_FIFOS, abort.signal);
  const read = async (epoch: number) => (await run('cat', [fifoPath(channel.path, epoch)], { maxBuffer: 1e8 })).stdout;
  return { folder, channel, abort, done, read };
}

// Named pipes are Linux's here, as the engine is that takes them.
const onLinux = it.runIf(process.platform === 'linux');

onLinux('feeds every epoch in turn, each with its number', async () => {
  const { folder, read, abort, done } = await subject((epoch) => [
    textItem('x', `epoch ${epoch} `),
    textItem('y', 'end'),
  ]);
  expect(await read(0)).toBe('epoch 0 end');
  expect(await read(1)).toBe('epoch 1 end');
  expect(fs.readdirSync(folder)).toEqual(['train_2']);
  abort.abort();
  await done;
});

onLinux('gives the next pipe while this one is open, and goes on when the reader has enough', async () => {
  const { channel, folder, read, abort, done } = await subject(() => [textItem('x', 'x'.repeat(1_000_000))]);
  const reader = spawn('sh', ['-c', `exec 3< ${fifoPath(channel.path, 0)}; echo open; read line`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => reader.stdout.once('data', resolve));
  while (!fs.readdirSync(folder).includes('train_1')) await new Promise((resolve) => setTimeout(resolve, 5));
  reader.stdin.end('\n');
  expect((await read(1)).length).toBe(1_000_000);
  abort.abort();
  await done;
});

onLinux('ends at once with the signal, whether nobody reads or somebody doesn’t go on', async () => {
  const waiting = await subject(() => []);
  waiting.abort.abort();
  await waiting.done;
  const stuck = await subject(() => [textItem('x', 'x'.repeat(1_000_000))]);
  const reader = spawn('sh', ['-c', `exec sleep 60 < ${fifoPath(stuck.channel.path, 0)}`]);
  while (!fs.readdirSync(stuck.folder).includes('train_1')) await new Promise((resolve) => setTimeout(resolve, 5));
  stuck.abort.abort();
  await stuck.done;
  reader.kill();
});

onLinux('fails with its data', async () => {
  const { read, done } = await subject(() => {
    throw new Error('gone');
  });
  await Promise.all([read(0), expect(done).rejects.toThrow('gone')]);
});

onLinux('says when a pipe can’t be made', async () => {
  await expect(makeFifo('/nowhere/at/all')).rejects.toThrow(/named pipe “\/nowhere\/at\/all” can’t be made/);
  await expect(awaitReader('/nowhere/at/all', new AbortController().signal)).rejects.toThrow('ENOENT');
});
