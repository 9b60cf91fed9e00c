import { afterAll, beforeAll } from 'vitest';
import { awsSageMaker } from '../../engine/src/aws/aws-sagemaker';
import type { AwsConnection } from '../../engine/src/aws/connection';
import { describeSageMaker } from '../contract/sagemaker-behaviour';
import { connectTo } from './support/connect';
import type { HttpSageMaker } from './support/http-sagemaker';
import { startHttpSageMaker } from './support/http-sagemaker';

const ROLE = 'arn:aws:iam::123456789012:role/role';

const training = (name: string) => ({
  TrainingJobName: name,
  RoleArn: ROLE,
  AlgorithmSpecification: { TrainingImage: 'image', TrainingInputMode: 'File' as const },
  OutputDataConfig: { S3OutputPath: 's3://bucket/out' },
  ResourceConfig: { InstanceType: 'ml.m5.large' as const, InstanceCount: 1, VolumeSizeInGB: 1 },
  StoppingCondition: { MaxRuntimeInSeconds: 60 },
});

let server: HttpSageMaker;
let connection: AwsConnection;
let runs = 0;

beforeAll(async () => {
  server = await startHttpSageMaker({
    run: async ({ name, log, stopped }) => {
      log('hello');
      log('careful', 'stderr');
      if (name.startsWith('bad')) return 'AlgorithmError: broken, exit code: 3';
      if (name.startsWith('wait')) {
        await new Promise((resolve) => {
          stopped.addEventListener('abort', resolve);
        });
      }
      return undefined;
    },
  });
  connection = connectTo('us-west-2', server.url);
});
afterAll(async () => {
  connection.close();
  await server.stop();
});

describeSageMaker('AwsSageMaker, over the wire,', () => {
  const run = runs++;
  return Promise.resolve({
    sagemaker: awsSageMaker(connection, { pollMilliseconds: 10 }),
    name: (what) => `${what}-${run}`,
    // CloudWatch has one stream of a host, for what it writes to both.
    tellsStreamsApart: false,
    succeeding: training,
    failing: training,
    waiting: training,
    processing: (name) => ({
      ProcessingJobName: name,
      RoleArn: ROLE,
      AppSpecification: { ImageUri: 'image' },
      ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 1 } },
    }),
    model: (name) => ({ ModelName: name, PrimaryContainer: { Image: 'image' } }),
    config: (name, model) => ({
      EndpointConfigName: name,
      ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: model }],
    }),
    payload: new Uint8Array([1]),
  });
});
