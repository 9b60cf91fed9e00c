import * as fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { finish, leftIn, saveFailure, take } from './async-files';
import type { QueueEntry } from './async-files';
import type { QueuedInvocation } from './async-request';
import { bell } from './follow';
import { nobodyThere } from './invoke-ask';

const NOTICED_MS = 2000;

export interface QueueWork {
  /** Answers one invocation, or throws why it can't be. */
  readonly answer: (invocation: QueuedInvocation, signal: AbortSignal) => Promise<void>;
  /** How many at a time. */
  readonly concurrency: () => number;
  readonly onNote: (note: string) => void;
}

/** Takes the asynchronous invocations of an endpoint from its folder, whichever process put them there. */
export class AsyncQueue {
  private readonly over = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private readonly loop: Promise<void>;

  constructor(
    private readonly folder: string,
    private readonly work: QueueWork,
  ) {
    this.loop = this.run().catch((error: unknown) => {
      work.onNote(`Asynchronous invocations are no longer taken: ${messageOf(error)}`);
    });
  }

  /**
   * Takes no more, and breaks off what is under way, which fails with the reason. What waits is left: for another process,
   * or for `failAll`.
   */
  async end(reason: string): Promise<void> {
    this.over.abort(new Error(reason));
    await this.loop;
    await Promise.all(this.running);
  }

  private async run(): Promise<void> {
    const { signal } = this.over;
    await fs.mkdir(this.folder, { recursive: true });
    const news = bell(this.folder, signal);
    try {
      while (!signal.aborted) {
        await this.fill();
        // The end of one takes its file away, which rings as well.
        await news.rings();
      }
    } finally {
      news.close();
    }
  }

  private async fill(): Promise<void> {
    while (!this.over.signal.aborted && this.running.size < this.work.concurrency()) {
      const entry = await take(this.folder);
      if (entry === undefined) return;
      const done = this.handle(entry).finally(() => this.running.delete(done));
      this.running.add(done);
    }
  }

  private async handle(entry: QueueEntry): Promise<void> {
    const { invocation } = entry;
    const { signal } = this.over;
    try {
      if (Date.parse(invocation.expires) < Date.now()) throw new Error('It waited longer than its RequestTTLSeconds.');
      signal.throwIfAborted();
      await this.work.answer(invocation, signal);
      await finish(entry);
    } catch (error) {
      // A container that has ended is noticed in a moment, and why it did says more than that nobody is there.
      if (nobodyThere(error)) await sleep(NOTICED_MS, undefined, { signal }).catch(() => undefined);
      const reason = messageOf(signal.aborted ? signal.reason : error);
      this.work.onNote(`Asynchronous invocation ${invocation.inferenceId} failed: ${reason}`);
      await saveFailure(entry, reason).catch((failed: unknown) => {
        this.work.onNote(`${invocation.failure} can’t be written: ${messageOf(failed)}`);
      });
    }
  }
}

/** Gives invocations that nobody will answer a failure that says why: those that were under way, or all. */
export async function failLeft(folder: string, which: 'running' | 'all', reason: string): Promise<void> {
  for (const entry of await leftIn(folder, which)) await saveFailure(entry, reason).catch(() => undefined);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
