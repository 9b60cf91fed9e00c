import { setTimeout as sleep } from 'node:timers/promises';
import { logGroupOf, logHostOf, logStreamPrefixOf } from '../../../contract/logs';
import { isNamed } from '../named-errors';
import type { LogLine } from '../sagemaker';
import { openLiveTail } from './live-tail';
import { eventsFrom } from './log-history';
import type { LogPlace } from './log-history';
import { ToldLines } from './told-lines';
import type { LogEvent } from './told-lines';

export interface LogSource extends LogPlace {
  /** ARN of the job or endpoint: its group is in the same account and region. */
  readonly arn: string;
  /** Nothing was written before; narrows the search. */
  readonly since: Date | undefined;
  /** Whether nothing more will be written. */
  readonly isOver: () => Promise<boolean>;
  /** Time between two looks while it runs; milliseconds. */
  readonly every: number;
}

/** Events come this late into CloudWatch, and not in order: so much is read again at each look. */
const LATE_MS = 30_000;

/** What is in CloudWatch by now, oldest first. Errors are the SDK’s own. */
export async function* cloudWatchHistory(source: LogSource, signal: AbortSignal): AsyncGenerator<LogLine> {
  yield* new Follower(source, signal).look();
}

/**
 * What is in CloudWatch, oldest first, then what comes, until the job is over or the signal: from a live tail, and where
 * there is none (not allowed, not in this partition, too many of them) by looking again and again. Errors are the SDK’s own.
 */
export async function* cloudWatchLines(source: LogSource, signal: AbortSignal): AsyncGenerator<LogLine> {
  const follower = new Follower(source, signal);
  let canTail = true;
  try {
    for (;;) {
      // Asked first: what was written before the end is read after it.
      const over = await source.isOver();
      yield* follower.look();
      if (over) return;
      // The tail of a group that is not there is refused.
      const tailed: boolean = canTail && follower.hasTold;
      if (tailed) canTail = yield* follower.tail();
      else await sleep(source.every, undefined, { signal, ref: false });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** One reader of a log: knows what it told, and how far it read. */
class Follower {
  hasTold = false;
  private readonly told = new ToldLines();
  private from: number;
  private newest: number;

  constructor(
    private readonly source: LogSource,
    private readonly signal: AbortSignal,
  ) {
    this.from = this.newest = source.since?.getTime() ?? 0;
  }

  /** What is there and was not told. */
  async *look(): AsyncGenerator<LogLine> {
    const isNew = this.told.source();
    for await (const event of eventsFrom(this.source, this.from, this.signal)) {
      if (isNew(event)) yield this.line(event);
    }
    this.from = Math.max(this.from, this.newest - LATE_MS);
    this.told.forgetBefore(this.from);
  }

  /** Tells what a live tail tells, until the job is over or the session ends; answers whether another one may be opened. */
  async *tail(): AsyncGenerator<LogLine, boolean> {
    const { client, kind, name, arn } = this.source;
    const end = new AbortController();
    const signal = AbortSignal.any([this.signal, end.signal]);
    const group = { arn: groupArn(arn, logGroupOf(kind, name)), streamPrefix: logStreamPrefixOf(kind, name) };
    const watching = this.endWhenOver(end);
    try {
      const updates = await openLiveTail(client, group, signal);
      const isNew = this.told.source();
      // What came between the last look and the beginning of the session.
      yield* this.look();
      for await (const { events, sampled } of updates) {
        for (const event of events) if (isNew(event)) yield this.line(event);
        if (sampled) yield* this.look();
      }
      return true;
    } catch (error) {
      this.signal.throwIfAborted();
      // Looking again tells what is really wrong, if anything is. A session that was open may be opened again.
      return end.signal.aborted || isNamed(error, 'SessionTimeoutException');
    } finally {
      end.abort();
      await watching;
    }
  }

  /** Never rejects: the look that follows asks again, and tells what is wrong. */
  private async endWhenOver(end: AbortController): Promise<void> {
    const signal = AbortSignal.any([this.signal, end.signal]);
    try {
      do await sleep(this.source.every, undefined, { signal, ref: false });
      while (!(await this.source.isOver()));
    } catch {
      // The signal, or a call that failed.
    }
    end.abort();
  }

  private line({ logStreamName = '', timestamp = 0, message = '' }: LogEvent): LogLine {
    this.hasTold = true;
    this.newest = Math.max(this.newest, timestamp);
    const text = message.replace(/\r?\n$/, '');
    return { host: logHostOf(this.source.kind, logStreamName), stream: 'stdout', time: new Date(timestamp), text };
  }
}

/** `arn:aws:sagemaker:us-west-2:123456789012:training-job/a` → `arn:aws:logs:us-west-2:123456789012:log-group:<group>`. */
function groupArn(arn: string, group: string): string {
  const [, partition = '', , region = '', account = ''] = arn.split(':');
  return `arn:${partition}:logs:${region}:${account}:log-group:${group}`;
}
