import { expect, it } from 'vitest';
import { consoleLink, ecrConsoleLink } from '../../../../engine/src/aws/console-link';

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

it('a repository of ECR has a page, and each of its images', () => {
  const place = { account: '123456789012', repository: 'team/churn' };
  const page = 'https://eu-west-1.console.aws.amazon.com/ecr/repositories/private/123456789012/team/churn';
  expect(ecrConsoleLink(place, 'eu-west-1')).toBe(`${page}?region=eu-west-1`);
  expect(ecrConsoleLink({ ...place, digest: 'sha256:ab' }, 'eu-west-1')).toBe(
    `${page}/_/image/sha256:ab/details?region=eu-west-1`,
  );
  expect(ecrConsoleLink(place, 'us-iso-east-1')).toBeUndefined();
});
