import { guide } from './facts';
import { hostName } from './instances';

/** Kinds of what writes logs at AWS, as the directory of their names in ARNs has them. */
export type LogKind = 'training-job' | 'processing-job' | 'transform-job' | 'endpoint';

/** Where CloudWatch log groups and streams of SageMaker are listed. */
export const LOGS_SOURCE = guide('logging-cloudwatch');

const JOB_GROUPS = {
  'training-job': '/aws/sagemaker/TrainingJobs',
  'processing-job': '/aws/sagemaker/ProcessingJobs',
  'transform-job': '/aws/sagemaker/TransformJobs',
} as const;

const ENDPOINT_GROUPS = '/aws/sagemaker/Endpoints';

/** The CloudWatch log group: one of all jobs of a kind, one of each endpoint. Source: LOGS_SOURCE. */
export function logGroupOf(kind: LogKind, name: string): string {
  return kind === 'endpoint' ? `${ENDPOINT_GROUPS}/${name}` : JOB_GROUPS[kind];
}

/** What the streams of a job begin with; undefined: all streams of the group are the endpoint’s. */
export function logStreamPrefixOf(kind: LogKind, name: string): string | undefined {
  return kind === 'endpoint' ? undefined : `${name}/`;
}

/**
 * Who wrote a stream: `job/algo-1-1700000000` → `algo-1`, `AllTraffic/i-0abc` → `AllTraffic/i-0abc`,
 * `job/i-0abc-1700000000/data-log` → `i-0abc/data-log`. Source: LOGS_SOURCE.
 */
export function logHostOf(kind: LogKind, stream: string): string {
  if (kind === 'endpoint') return stream;
  const [host = '', ...rest] = stream.split('/').slice(1);
  const bare = host.replace(/-\d{6,}$/, '');
  return [bare === '' ? hostName(1) : bare, ...rest].join('/');
}
