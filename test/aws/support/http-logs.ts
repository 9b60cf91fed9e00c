import type { ServerResponse } from 'node:http';
import { eventMessage } from './event-stream';

/** An event of CloudWatch Logs. */
export interface LogEvent {
  readonly logStreamName: string;
  readonly message: string;
  readonly timestamp: number;
}

/** How StartLiveTail answers; `sampled`: each update leaves the events out and says that some are missing. */
export type LiveTail = 'works' | 'denied' | 'unknown' | 'sampled' | 'times out';

/** CloudWatch Logs in memory, by group. */
export class HttpLogs {
  liveTail: LiveTail = 'works';
  private readonly groups = new Map<string, LogEvent[]>();
  private readonly tails = new Set<(group: string, event: LogEvent) => void>();

  /** Live tails that are open. */
  get openTails(): number {
    return this.tails.size;
  }

  put(group: string, event: LogEvent): void {
    const events = this.groups.get(group) ?? [];
    events.push(event);
    this.groups.set(group, events);
    for (const tail of this.tails) tail(group, event);
  }

  /** The answer, or undefined when there is no such group. */
  streams(group: string, prefix = ''): object | undefined {
    const events = this.groups.get(group);
    if (events === undefined) return undefined;
    const names = new Set(events.map((it) => it.logStreamName).filter((it) => it.startsWith(prefix)));
    return { logStreams: [...names].map((logStreamName) => ({ logStreamName })) };
  }

  /** A page of two, so that paging is always there. */
  filter(group: string, streams: readonly string[], startTime: number, token: string | undefined): object {
    const all = (this.groups.get(group) ?? [])
      .map((event, index) => ({ ...event, eventId: `${group}/${index}` }))
      .filter((it) => streams.includes(it.logStreamName) && it.timestamp >= startTime);
    const from = Number(token ?? 0);
    const next = from + 2;
    return { events: all.slice(from, next), ...(next < all.length ? { nextToken: String(next) } : {}) };
  }

  /** Keeps the answer open, and sends what comes into the group. */
  tail(group: string, prefix: string, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    response.write(eventMessage('sessionStart', { sessionId: 'one', logGroupIdentifiers: [group] }));
    if (this.liveTail === 'times out') {
      this.liveTail = 'works';
      response.end(eventMessage('SessionTimeoutException', { message: 'three hours' }, 'exception'));
      return;
    }
    const tell = (into: string, event: LogEvent): void => {
      if (into !== group || !event.logStreamName.startsWith(prefix)) return;
      const sampled = this.liveTail === 'sampled';
      const sessionResults = sampled ? [] : [{ ...event, logGroupIdentifier: group, ingestionTime: event.timestamp }];
      response.write(eventMessage('sessionUpdate', { sessionMetadata: { sampled }, sessionResults }));
    };
    this.tails.add(tell);
    response.on('close', () => this.tails.delete(tell));
  }
}
