import { expect, it } from 'vitest';
import { logGroupOf, logHostOf, logStreamPrefixOf } from '../../../contract/logs';
import type { LogKind } from '../../../contract/logs';

/** The table of https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html, as it stood in November 2026. */
it.each<[LogKind, string, string, string]>([
  ['training-job', '/aws/sagemaker/TrainingJobs', 'job/algo-2-1700000000', 'algo-2'],
  ['processing-job', '/aws/sagemaker/ProcessingJobs', 'job/algo-1-1700000000', 'algo-1'],
  ['processing-job', '/aws/sagemaker/ProcessingJobs', 'job/ip-10-0-1-2-1700000000', 'ip-10-0-1-2'],
  ['transform-job', '/aws/sagemaker/TransformJobs', 'job/i-0abc-1700000000', 'i-0abc'],
  ['transform-job', '/aws/sagemaker/TransformJobs', 'job/i-0abc-1700000000/data-log', 'i-0abc/data-log'],
  ['transform-job', '/aws/sagemaker/TransformJobs', 'job/i-0abc-1700000000/container-1', 'i-0abc/container-1'],
  ['endpoint', '/aws/sagemaker/Endpoints/job', 'AllTraffic/i-0abc', 'AllTraffic/i-0abc'],
  ['endpoint', '/aws/sagemaker/Endpoints/job', 'AllTraffic/i-0abc/data-log', 'AllTraffic/i-0abc/data-log'],
  ['endpoint', '/aws/sagemaker/Endpoints/job', 'AllTraffic/i-0abc/container-1', 'AllTraffic/i-0abc/container-1'],
])('the %s logs into the group %s, and %s is of %s', (kind, group, stream, host) => {
  expect(logGroupOf(kind, 'job')).toBe(group);
  expect(stream.startsWith(logStreamPrefixOf(kind, 'job') ?? '')).toBe(true);
  expect(logHostOf(kind, stream)).toBe(host);
});
