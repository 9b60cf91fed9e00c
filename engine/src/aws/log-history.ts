import type { CloudWatchLogsClient, FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeLogStreamsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { logGroupOf, logStreamPrefixOf } from '../../../contract/logs';
import { isNamed } from '../named-errors';
import type { Kind } from '../sagemaker';

/** Whose log it is. */
export interface LogPlace {
  readonly client: CloudWatchLogsClient;
  readonly kind: Kind;
  readonly name: string;
}

/** FilterLogEvents takes so many streams: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const STREAMS = 100;

/** What CloudWatch has since a time (milliseconds since 1970), oldest first. Nothing, while there is no group or stream. */
export async function* eventsFrom(
  place: LogPlace,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<FilteredLogEvent> {
  const { client, kind, name } = place;
  const logGroupName = logGroupOf(kind, name);
  const streams = await streamsOf(place, signal);
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
async function streamsOf({ client, kind, name }: LogPlace, signal: AbortSignal): Promise<readonly string[]> {
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
