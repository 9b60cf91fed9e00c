import { expect, it } from 'vitest';
import { consoleLink } from '../../../../engine/src/aws/console-link';

it.each([
  ['us-east-1', 'https://us-east-1.console.aws.amazon.com/sagemaker/home?region=us-east-1#/jobs/churn'],
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/sagemaker/home?region=cn-north-1#/jobs/churn'],
  ['us-gov-west-1', 'https://console.amazonaws-us-gov.com/sagemaker/home?region=us-gov-west-1#/jobs/churn'],
  ['us-iso-east-1', undefined],
])('a training job in %s', (region, link) => {
  expect(consoleLink('training-job', 'churn', region)).toBe(link);
});

it.each([
  ['processing-job', '#/processing-jobs/one'],
  ['transform-job', '#/transform-jobs/one'],
  ['tuning-job', '#/hyper-tuning-jobs/one'],
  ['endpoint', '#/endpoints/one'],
] as const)('a %s has a page of its own', (kind, end) => {
  expect(consoleLink(kind, 'one', 'eu-west-1')?.endsWith(end)).toBe(true);
});
