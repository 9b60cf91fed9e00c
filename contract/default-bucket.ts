import { fact, repository } from './facts';
import type { Fact } from './facts';

/** What an account’s bucket for SageMaker is called in a region. */
export const DEFAULT_BUCKET: Fact<string> = fact(
  'sagemaker-<region>-<account>',
  'Where no bucket is named, the SageMaker Python SDK takes `sagemaker-<region>-<account>`, creates it when it is not there, and refuses one that another account owns.',
  [],
  repository('aws/sagemaker-python-sdk', 'src/sagemaker/session.py'),
);

/** Name of the bucket that SageMaker’s own tools use in an account and region. */
export function defaultBucketName(region: string, account: string): string {
  return DEFAULT_BUCKET.value.replace('<region>', region).replace('<account>', account);
}
