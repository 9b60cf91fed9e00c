import { fact } from './facts';
import type { Fact } from './facts';

/** What an instance is used for, as prices and quotas tell it apart. */
export type InstanceUse = 'training' | 'spot-training' | 'processing' | 'transform' | 'endpoint';

/** SageMaker in the Price List. */
export const PRICING_SERVICE_CODE = 'AmazonSageMaker';

/** `platoinstancetype` of the Price List of SageMaker. */
export const PRICE_COMPONENTS: Fact<Readonly<Record<InstanceUse, string>>> = fact(
  {
    training: 'Training',
    'spot-training': 'SpotTraining',
    processing: 'Processing',
    transform: 'BatchTransform',
    endpoint: 'Hosting',
  },
  'The Price List tells the uses of an instance type apart by `platoinstancetype`.',
  [],
  'https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html',
);

/** SageMaker in Service Quotas. */
export const QUOTA_SERVICE_CODE = 'sagemaker';

/** What follows the instance type in the name of a quota: `ml.m5.large for training job usage`. */
export const QUOTA_NAMES: Fact<Readonly<Record<InstanceUse, string>>> = fact(
  {
    training: 'for training job usage',
    'spot-training': 'for spot training job usage',
    processing: 'for processing job usage',
    transform: 'for transform job usage',
    endpoint: 'for endpoint usage',
  },
  'The quotas of SageMaker are named after the instance type and its use.',
  [],
  'https://docs.aws.amazon.com/general/latest/gr/sagemaker.html',
);
