import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createWriteStream } from 'node:fs';
import type { QueuedInvocation } from './async-request';

const WAITING = '.json';
const RUNNING = '.running';

/** An invocation that is waiting, or that a process is at work on. */
export interface QueueEntry {
  readonly file: string;
  readonly invocation: QueuedInvocation;
}

/** Where the asynchronous invocations of an endpoint wait. */
export function queueFolder(endpointFolder: string): string {
  return join(endpointFolder, 'async');
}

/** Where answers are kept that no folder of the overlay gets; they go with the endpoint. */
export function answersFolder(endpointFolder: string): string {
  return join(endpointFolder, 'async-answers');
}

/** Names sort by time, so the first that came is the first that is taken. */
export async function enqueue(folder: string, invocation: QueuedInvocation, now: Date): Promise<void> {
  await fs.mkdir(folder, { recursive: true });
  const name = `${now.toISOString().replaceAll(':', '-')}-${invocation.id}`;
  await writeWhole(join(folder, name + WAITING), JSON.stringify(invocation));
}

/** The first that waits, which from now on is this process's; undefined: none waits. */
export async function take(folder: string): Promise<QueueEntry | undefined> {
  for (const name of await namesIn(folder, WAITING)) {
    const file = join(folder, name.slice(0, -WAITING.length) + RUNNING);
    try {
      await fs.rename(join(folder, name), file);
    } catch {
      // Another process was faster.
      continue;
    }
    const entry = await read(file);
    if (entry !== undefined) return entry;
    await fs.rm(file, { force: true });
  }
  return undefined;
}

/** Takes an invocation that was answered out of the queue. */
export async function finish(entry: QueueEntry): Promise<void> {
  await fs.rm(entry.file, { force: true });
}

/** Those that somebody was at work on, and those that wait as well. */
export async function leftIn(folder: string, which: 'running' | 'all'): Promise<readonly QueueEntry[]> {
  const names = await namesIn(folder, RUNNING);
  if (which === 'all') names.push(...(await namesIn(folder, WAITING)));
  const entries = await Promise.all(names.map((name) => read(join(folder, name))));
  return entries.filter((entry) => entry !== undefined);
}

/** What the container answers, as it comes; under its own name once all of it is there. */
export async function saveAnswer(answer: AsyncIterable<Uint8Array>, path: string, signal: AbortSignal): Promise<void> {
  await fs.mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}.part`;
  try {
    await pipeline(answer, createWriteStream(draft, { mode: 0o600 }), { signal });
    await fs.rename(draft, path);
  } catch (error) {
    await fs.rm(draft, { force: true });
    throw error;
  }
}

/** Says in the failure file why there is no answer. */
export async function saveFailure({ invocation, file }: QueueEntry, reason: string): Promise<void> {
  await fs.mkdir(dirname(invocation.failure), { recursive: true });
  await writeWhole(invocation.failure, `${reason}\n`);
  await fs.rm(file, { force: true });
}

async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.part`;
  try {
    await fs.writeFile(draft, text, { mode: 0o600 });
    await fs.rename(draft, path);
  } catch (error) {
    await fs.rm(draft, { force: true });
    throw error;
  }
}

async function namesIn(folder: string, end: string): Promise<string[]> {
  const names = await fs.readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(end)).sort();
}

async function read(file: string): Promise<QueueEntry | undefined> {
  try {
    return { file, invocation: JSON.parse(await fs.readFile(file, 'utf8')) as QueuedInvocation };
  } catch {
    return undefined;
  }
}
