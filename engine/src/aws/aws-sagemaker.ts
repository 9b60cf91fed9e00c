import type { Kind, LogLine, SageMaker } from '../sagemaker';
import { outcomeOf, unlessMissing } from '../session/by-kind';
import type { AwsConnection } from './connection';
import { Calls } from './sagemaker/calls';
import { hostedEndpoints } from './sagemaker/hosted-endpoints';
import { logsAt } from './sagemaker/logs-at';
import { models } from './sagemaker/models';
import { processingJobs } from './sagemaker/processing-jobs';
import { runtime } from './sagemaker/runtime';
import { trainingJobs } from './sagemaker/training-jobs';
import { transformJobs } from './sagemaker/transform-jobs';
import { Watch } from './watch';

export interface AwsSageMakerOptions {
  /** Time between two looks at what runs; 5 s when left out. */
  readonly pollMilliseconds?: number;
}

/** SageMaker at AWS. */
export interface AwsSageMaker extends SageMaker {
  /** What the containers wrote up to now; does not wait for more. */
  logHistory(kind: Kind, name: string, signal: AbortSignal): AsyncIterable<LogLine>;
}

const POLL_MS = 5_000;

/** SageMaker as a connection reaches it. Nothing is asked before the first call. */
export function awsSageMaker(connection: AwsConnection, options: AwsSageMakerOptions = {}): AwsSageMaker {
  const { pollMilliseconds: every = POLL_MS } = options;
  const seen: Watch = new Watch({
    every,
    ask: async (kind, name) => (await unlessMissing(outcomeOf(sagemaker, kind, name)))?.status,
  });
  const calls = new Calls(connection, seen);
  const sagemaker: AwsSageMaker = {
    ...trainingJobs(calls),
    ...processingJobs(calls),
    ...transformJobs(calls),
    ...models(calls),
    ...hostedEndpoints(calls),
    ...runtime(connection),
    watch: (signal) => seen.changes(signal),
    logs: (kind, name, signal = new AbortController().signal) =>
      logsAt(connection, sagemaker, every).follow(kind, name, signal),
    logHistory: (kind, name, signal) => logsAt(connection, sagemaker, every).history(kind, name, signal),
  };
  return sagemaker;
}
