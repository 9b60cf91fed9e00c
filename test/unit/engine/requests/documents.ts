import type {
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
  CreateTransformJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import type { EndpointRequest } from '../../../../engine/src/requests/types';

/** Documents as people have them, of every kind; each passes. */
const ROLE = 'arn:aws:iam::111122223333:role/service-role/AmazonSageMaker-ExecutionRole';
const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1.4';

export const TRAINING_JOB = {
  TrainingJobName: 'churn-2026-11-24',
  RoleArn: ROLE,
  AlgorithmSpecification: {
    TrainingImage: IMAGE,
    TrainingInputMode: 'File',
    MetricDefinitions: [{ Name: 'validation:auc', Regex: 'auc=([0-9.]+)' }],
    ContainerArguments: ['--fast'],
  },
  HyperParameters: { epochs: '10', lr: '0.1' },
  InputDataConfig: [
    {
      ChannelName: 'train',
      ContentType: 'text/csv',
      DataSource: {
        S3DataSource: {
          S3DataType: 'S3Prefix',
          S3Uri: 's3://amzn-churn/train/',
          S3DataDistributionType: 'FullyReplicated',
        },
      },
    },
    {
      ChannelName: 'validation',
      InputMode: 'FastFile',
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://amzn-churn/validation/' } },
    },
  ],
  OutputDataConfig: { S3OutputPath: 's3://amzn-churn/models/' },
  ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 2, VolumeSizeInGB: 30 },
  StoppingCondition: { MaxRuntimeInSeconds: 3600 },
  Environment: { LOG_LEVEL: 'debug' },
  Tags: [{ Key: 'team', Value: 'größe / α' }],
} satisfies CreateTrainingJobCommandInput;

export const PROCESSING_JOB = {
  ProcessingJobName: 'clean',
  RoleArn: ROLE,
  AppSpecification: { ImageUri: IMAGE, ContainerEntrypoint: ['python3', '/opt/ml/processing/input/code/clean.py'] },
  ProcessingInputs: [
    {
      InputName: 'raw',
      S3Input: { S3Uri: 's3://amzn-churn/raw', LocalPath: '/opt/ml/processing/raw', S3DataType: 'S3Prefix' },
    },
  ],
  ProcessingOutputConfig: {
    Outputs: [
      {
        OutputName: 'clean',
        S3Output: { S3Uri: 's3://amzn-churn/clean', LocalPath: '/opt/ml/processing/clean', S3UploadMode: 'EndOfJob' },
      },
    ],
  },
  ProcessingResources: { ClusterConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 20 } },
  Environment: { STAGE: 'test' },
} satisfies CreateProcessingJobCommandInput;

export const MODEL = {
  ModelName: 'churn',
  ExecutionRoleArn: ROLE,
  PrimaryContainer: {
    Image: IMAGE,
    ModelDataUrl: 's3://amzn-churn/models/model.tar.gz',
    Environment: { WORKERS: '2' },
  },
} satisfies CreateModelCommandInput;

export const TRANSFORM_JOB = {
  TransformJobName: 'score',
  ModelName: 'churn',
  TransformInput: {
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://amzn-churn/new/' } },
    ContentType: 'text/csv',
    SplitType: 'Line',
  },
  TransformOutput: { S3OutputPath: 's3://amzn-churn/scores/', AssembleWith: 'Line' },
  TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
  BatchStrategy: 'MultiRecord',
  MaxPayloadInMB: 0,
} satisfies CreateTransformJobCommandInput;

export const ENDPOINT = {
  Model: MODEL,
  EndpointConfig: {
    EndpointConfigName: 'churn-config',
    ProductionVariants: [
      { VariantName: 'AllTraffic', ModelName: 'churn', InitialInstanceCount: 1, InstanceType: 'ml.m5.large' },
    ],
  },
  Endpoint: { EndpointName: 'churn', EndpointConfigName: 'churn-config' },
} satisfies EndpointRequest;

export const DOCUMENTS = {
  'training-job': TRAINING_JOB,
  'processing-job': PROCESSING_JOB,
  'transform-job': TRANSFORM_JOB,
  endpoint: ENDPOINT,
};

/** A copy with members set by path (`ResourceConfig.InstanceCount`, `InputDataConfig.0`), or removed with undefined. */
export function changed(document: object, changes: Readonly<Record<string, unknown>>): object {
  const copy: unknown = structuredClone(document);
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let owner: unknown = copy;
    for (const name of names) owner = Reflect.get(objectOf(owner), name);
    if (value === undefined) Reflect.deleteProperty(objectOf(owner), last);
    else Reflect.set(objectOf(owner), last, value);
  }
  return objectOf(copy);
}

function objectOf(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new Error('There is no object at this path.');
  return value;
}
