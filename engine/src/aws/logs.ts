import type { CloudWatchLogsClient, FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeLogStreamsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { setTimeout as sleep } from 'node:timers/promises';
import { logGroupOf, logHostOf, logStreamPrefixOf } from '../../../contract/logs';
import { isNamed } from '../named-errors';
import type { Kind, LogLine } from '../sagemaker';

export interface LogSource {
  readonly client: CloudWatchLogsClient;
  readonly kind: Kind;
  readonly name: string;
  /** Nothing was written before; narrows the search. */
  readonly since: Date | undefined;
  /** Whether nothing more will be written. */
  readonly isOver: () => Promise<boolean>;
  /** Time between two looks while it runs; milliseconds. */
  readonly every: number;
}

/** Events come this late into CloudWatch, and not in order: so much is read again at each look. */
const LATE_MS = 30_000;
/** FilterLogEvents takes so many streams: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const STREAMS = 100;

/** What is in CloudWatch, oldest first, then what comes, until the job is over or the signal. Errors are the SDK’s own. */
export async function* cloudWatchLines(source: LogSource, signal: AbortSignal): AsyncGenerator<LogLine> {
  const { kind, every, isOver, since } = source;
  const seen = new Map<string, number>();
  let from = since?.getTime() ?? 0;
  let newest = from;
  try {
    for (;;) {
      // Asked first: what was written before the end is read after it.
      const over = await isOver();
      for await (const event of eventsFrom(source, from, signal)) {
        const { eventId = '', timestamp = 0, logStreamName = '', message = '' } = event;
        if (seen.has(eventId)) continue;
        seen.set(eventId, timestamp);
        newest = Math.max(newest, timestamp);
        const text = message.replace(/\r?\n$/, '');
        yield { host: logHostOf(kind, logStreamName), stream: 'stdout', time: new Date(timestamp), text };
      }
      if (over) return;
      from = Math.max(from, newest - LATE_MS);
      for (const [id, time] of seen) if (time < from) seen.delete(id);
      await sleep(every, undefined, { signal, ref: false });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function* eventsFrom(source: LogSource, from: number, signal: AbortSignal): AsyncGenerator<FilteredLogEvent> {
  const { client, kind, name } = source;
  const logGroupName = logGroupOf(kind, name);
  const streams = await streamsOf(source, signal);
  for (let first = 0; first < streams.length; first += STREAMS) {
    const logStreamNames = streams.slice(first, first + STREAMS);
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new FilterLogEventsCommand({ logGroupName, logStreamNames, startTime: from, nextToken }),
        { abortSignal: signal },
      );
      yield* page.events ?? [];
      ({ nextToken } = page);
    } while (nextToken !== undefined);
  }
}

/** Names of the streams; none while the group, or the first stream, isn’t there yet. */
async function streamsOf({ client, kind, name }: LogSource, signal: AbortSignal): Promise<readonly string[]> {
  const names: string[] = [];
  let nextToken: string | undefined;
  try {
    do {
      const page = await client.send(
        new DescribeLogStreamsCommand({
          logGroupName: logGroupOf(kind, name),
          logStreamNamePrefix: logStreamPrefixOf(kind, name),
          nextToken,
        }),
        { abortSignal: signal },
      );
      names.push(...(page.logStreams ?? []).flatMap(({ logStreamName }) => logStreamName ?? []));
      ({ nextToken } = page);
    } while (nextToken !== undefined);
  } catch (error) {
    if (!isNamed(error, 'ResourceNotFoundException')) throw error;
  }
  return names;
}
