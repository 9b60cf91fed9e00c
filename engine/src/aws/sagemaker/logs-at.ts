import type { Kind, LogLine, SageMaker } from '../../sagemaker';
import { arnIn, describe, outcomeOf, unlessMissing } from '../../session/by-kind';
import { awsProblem } from '../aws-problem';
import type { AwsConnection } from '../connection';
import { cloudWatchHistory, cloudWatchLines } from '../logs';
import type { LogSource } from '../logs';

const OVER: ReadonlySet<string> = new Set(['Completed', 'Failed', 'Stopped']);

/** Logs of jobs and endpoints in CloudWatch. */
export interface LogsAt {
  /** Up to now and from now on; ends when the job does, or with the signal. */
  follow(kind: Kind, name: string, signal: AbortSignal): AsyncGenerator<LogLine>;
  /** Up to now. */
  history(kind: Kind, name: string, signal: AbortSignal): AsyncGenerator<LogLine>;
}

/** The logs that a connection reads. `every`: milliseconds between two looks, where nothing tells of news. */
export function logsAt(connection: AwsConnection, sagemaker: SageMaker, every: number): LogsAt {
  const source = async (kind: Kind, name: string): Promise<LogSource> => {
    const described = await describe(sagemaker, kind, name);
    const since: unknown = Reflect.get(described, 'CreationTime');
    return {
      client: connection.clients.logs(),
      kind,
      name,
      arn: arnIn(kind, described) ?? '',
      since: since instanceof Date ? since : undefined,
      isOver: async () => {
        const outcome = await unlessMissing(outcomeOf(sagemaker, kind, name));
        // What was deleted writes no more.
        return outcome === undefined || (kind !== 'endpoint' && OVER.has(outcome.status ?? ''));
      },
      every,
    };
  };
  const told = async function* (lines: AsyncIterable<LogLine>): AsyncGenerator<LogLine> {
    try {
      yield* lines;
    } catch (error) {
      throw awsProblem(error, connection.name);
    }
  };
  return {
    async *follow(kind, name, signal) {
      yield* told(cloudWatchLines(await source(kind, name), signal));
    },
    async *history(kind, name, signal) {
      yield* told(cloudWatchHistory(await source(kind, name), signal));
    },
  };
}
