import { fact, guide } from './facts';
import type { Fact } from './facts';

const ROLES_PAGE = guide('sagemaker-roles');

/** Who has to be allowed to assume an execution role. The same in all partitions. */
export const SERVICE_PRINCIPAL: Fact<string> = fact(
  'sagemaker.amazonaws.com',
  'SageMaker assumes the execution role as `sagemaker.amazonaws.com`; the role’s trust policy has to allow it.',
  ['IMG-07'],
  ROLES_PAGE,
);

/** What a role needs to pull an image of ECR. */
export const IMAGE_PULL_ACTIONS: Fact<readonly string[]> = fact(
  ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  'An execution role pulls images with these actions on the repository, and `ecr:GetAuthorizationToken` on all.',
  ['IMG-07'],
  ROLES_PAGE,
);

/** What a role needs to write logs and metrics. */
export const LOG_ACTIONS: Fact<readonly string[]> = fact(
  [
    'cloudwatch:PutMetricData',
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
  ],
  'An execution role writes logs and metrics with these actions.',
  ['IMG-07'],
  ROLES_PAGE,
);
