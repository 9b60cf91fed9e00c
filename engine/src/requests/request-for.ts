import type {
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
  CreateTransformJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import { PROCESSING_DIR } from '../../../contract/opt-ml';
import type { EndpointRequest, RequestKind } from './types';
import { LOCAL_S3 } from './local-s3';

const LOCAL_ROLE = 'arn:aws:iam::000000000000:role/local';
const INSTANCE_TYPE = 'ml.m5.large';
const DAY_SECONDS = 86_400;

export type AnyRequest =
  | CreateTrainingJobCommandInput
  | CreateProcessingJobCommandInput
  | (CreateTransformJobCommandInput & { readonly Model: CreateModelCommandInput })
  | EndpointRequest;

/** The plainest request of its kind for an image; options add to it. */
export function requestFor(kind: RequestKind, name: string, image: string): AnyRequest {
  switch (kind) {
    case 'training-job':
      return {
        TrainingJobName: name,
        AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
        RoleArn: LOCAL_ROLE,
        OutputDataConfig: { S3OutputPath: `${LOCAL_S3}/output` },
        ResourceConfig: { InstanceType: INSTANCE_TYPE, InstanceCount: 1, VolumeSizeInGB: 30 },
        StoppingCondition: { MaxRuntimeInSeconds: DAY_SECONDS },
      };
    case 'processing-job':
      return {
        ProcessingJobName: name,
        AppSpecification: { ImageUri: image },
        RoleArn: LOCAL_ROLE,
        ProcessingResources: {
          ClusterConfig: { InstanceType: INSTANCE_TYPE, InstanceCount: 1, VolumeSizeInGB: 30 },
        },
        ProcessingOutputConfig: {
          Outputs: [
            {
              OutputName: 'output',
              S3Output: {
                S3Uri: `${LOCAL_S3}/output`,
                LocalPath: `${PROCESSING_DIR}/output`,
                S3UploadMode: 'EndOfJob',
              },
            },
          ],
        },
      };
    case 'transform-job':
      return {
        TransformJobName: name,
        ModelName: name,
        Model: modelFor(name, image),
        TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `${LOCAL_S3}/input` } } },
        TransformOutput: { S3OutputPath: `${LOCAL_S3}/output` },
        TransformResources: { InstanceType: INSTANCE_TYPE, InstanceCount: 1 },
      };
    case 'endpoint':
      return {
        Model: modelFor(name, image),
        EndpointConfig: {
          EndpointConfigName: name,
          ProductionVariants: [
            { VariantName: 'AllTraffic', ModelName: name, InitialInstanceCount: 1, InstanceType: INSTANCE_TYPE },
          ],
        },
        Endpoint: { EndpointName: name, EndpointConfigName: name },
      };
  }
}

function modelFor(name: string, image: string): CreateModelCommandInput {
  return { ModelName: name, PrimaryContainer: { Image: image }, ExecutionRoleArn: LOCAL_ROLE };
}
