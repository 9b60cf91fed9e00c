import type { CloudWatchLogsClient, StartLiveTailResponseStream } from '@aws-sdk/client-cloudwatch-logs';
import { StartLiveTailCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { LogEvent } from './told-lines';

/** The events of a second; `sampled`: there were more than a session tells. */
export interface LiveUpdate {
  readonly events: readonly LogEvent[];
  readonly sampled: boolean;
}

export interface LiveGroup {
  /** ARN without `:*` at its end. */
  readonly arn: string;
  readonly streamPrefix: string | undefined;
}

/**
 * A live tail of CloudWatch Logs, from now on; resolves once the session has begun. Ends with the signal, and after three
 * hours; AWS charges sessions by the minute. Errors are the SDK’s own.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html
 */
export async function openLiveTail(
  client: CloudWatchLogsClient,
  { arn, streamPrefix }: LiveGroup,
  signal: AbortSignal,
): Promise<AsyncGenerator<LiveUpdate>> {
  const command = new StartLiveTailCommand({
    logGroupIdentifiers: [arn],
    ...(streamPrefix === undefined ? {} : { logStreamNamePrefixes: [streamPrefix] }),
  });
  const { responseStream } = await client.send(command, { abortSignal: signal });
  if (responseStream === undefined) return none();
  const events = responseStream[Symbol.asyncIterator]();
  await events.next();
  return updates(events, signal);
}

async function* updates(
  events: AsyncIterator<StartLiveTailResponseStream>,
  signal: AbortSignal,
): AsyncGenerator<LiveUpdate> {
  try {
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      const { sessionUpdate, SessionTimeoutException, SessionStreamingException } = next.value;
      const problem = SessionTimeoutException ?? SessionStreamingException;
      if (problem !== undefined) throw problem;
      if (sessionUpdate === undefined) continue;
      const { sessionMetadata, sessionResults = [] } = sessionUpdate;
      yield { events: sessionResults, sampled: sessionMetadata?.sampled === true };
    }
  } catch (error) {
    // The SDK ends the connection.
    if (!signal.aborted) throw error;
  }
}

async function* none(): AsyncGenerator<LiveUpdate> {
  // A service that knows the operation and gives no stream tells nothing.
}
