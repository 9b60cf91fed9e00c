import type {
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
  CreateTransformJobCommandInput,
} from '@aws-sdk/client-sagemaker';
import type { PlanContext } from '../../../../engine/src/plan/local';
import type { ContainerPlan, Fidelity, RunPlan } from '../../../../engine/src/plan/types';
import { DEFAULT_OVERLAY } from '../../../../engine/src/requests/overlay';
import type { EndpointRequest, Overlay } from '../../../../engine/src/requests/types';

export const CONTEXT: PlanContext = { folder: '/work/job', account: '111122223333', region: 'eu-west-1' };

export const ROLE = 'arn:aws:iam::111122223333:role/sagemaker';

export function overlayOf(members: Partial<Overlay> = {}): Overlay {
  return { ...DEFAULT_OVERLAY, ...members };
}

export function trainingRequest(members: Partial<CreateTrainingJobCommandInput> = {}): CreateTrainingJobCommandInput {
  return {
    TrainingJobName: 'job',
    RoleArn: ROLE,
    AlgorithmSpecification: { TrainingImage: 'image:1', TrainingInputMode: 'File' },
    OutputDataConfig: { S3OutputPath: 's3://bucket/out/' },
    ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 600 },
    ...members,
  };
}

export function processingRequest(
  members: Partial<CreateProcessingJobCommandInput> = {},
): CreateProcessingJobCommandInput {
  return {
    ProcessingJobName: 'job',
    RoleArn: ROLE,
    AppSpecification: { ImageUri: 'image:1' },
    ProcessingResources: {
      ClusterConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 10 },
    },
    ...members,
  };
}

export function modelRequest(members: Partial<CreateModelCommandInput> = {}): CreateModelCommandInput {
  return {
    ModelName: 'model',
    ExecutionRoleArn: ROLE,
    PrimaryContainer: { Image: 'image:1', ModelDataUrl: 's3://bucket/model.tar.gz', Environment: { A: '1' } },
    ...members,
  };
}

export function endpointRequest(
  model: CreateModelCommandInput = modelRequest(),
  config: Partial<EndpointRequest['EndpointConfig']> = {},
): EndpointRequest {
  return {
    Model: model,
    EndpointConfig: {
      EndpointConfigName: 'config',
      ProductionVariants: [
        { VariantName: 'AllTraffic', ModelName: 'model', InstanceType: 'ml.m5.xlarge', InitialInstanceCount: 1 },
      ],
      ...config,
    },
    Endpoint: { EndpointName: 'endpoint', EndpointConfigName: 'config' },
  };
}

export function transformRequest(
  members: Partial<CreateTransformJobCommandInput> = {},
): CreateTransformJobCommandInput {
  return {
    TransformJobName: 'job',
    ModelName: 'model',
    TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/in/' } } },
    TransformOutput: { S3OutputPath: 's3://bucket/out/' },
    TransformResources: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1 },
    ...members,
  };
}

export function container(plan: RunPlan, index = 0): ContainerPlan {
  const found = plan.containers[index];
  if (found === undefined) throw new Error(`The plan has ${plan.containers.length} containers only.`);
  return found;
}

/** The content of a JSON file that is written before the start. */
export function file(plan: RunPlan, path: string, index = 0): unknown {
  const text = container(plan, index).files[path];
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}

export function fidelity(plan: RunPlan, pointer: string): Omit<Fidelity, 'pointer'> | undefined {
  const found = plan.fidelity.filter((entry) => entry.pointer === pointer);
  if (found.length > 1) throw new Error(`${pointer} has ${found.length} entries.`);
  return found[0] === undefined ? undefined : { level: found[0].level, note: found[0].note };
}
