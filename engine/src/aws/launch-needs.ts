import type {
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
  CreateTransformJobCommandInput,
  ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import { sourceArchiveOf } from '../../../contract/script-mode';
import type { EndpointRequest, RequestDocument } from '../requests/types';
import { modelsOf, nameOf } from '../shared-with-aws';
import { imageNeeds, modelNeeds, some } from './launch-needs-model';
import type { Creation, LaunchNeeds, NeededInput, NeededInstances } from './launch-needs-types';

type Parts = Omit<LaunchNeeds, 'kind' | 'name' | 'creates'>;

/** What a request needs. Pure. */
export function needsOf(document: RequestDocument): LaunchNeeds {
  const parts = partsOf(document);
  return {
    kind: document.kind,
    name: nameOf(document),
    creates: creationsOf(document),
    ...parts,
    roles: [...new Set(parts.roles)],
    outputs: [...new Set(parts.outputs)],
    inputs: parts.inputs.filter(({ uri }, at) => parts.inputs.findIndex((it) => it.uri === uri) === at),
  };
}

function partsOf(document: RequestDocument): Parts {
  switch (document.kind) {
    case 'training-job':
      return trainingNeeds(document.request);
    case 'processing-job':
      return processingNeeds(document.request);
    case 'transform-job':
      return transformNeeds(document.request, document.model);
    case 'endpoint':
      return endpointNeeds(document.request);
  }
}

/** What is created, in order. */
export function creationsOf(document: RequestDocument): readonly Creation[] {
  const models = modelsOf(document).map(({ ModelName = '' }): Creation => ({ what: 'model', name: ModelName }));
  const name = nameOf(document);
  switch (document.kind) {
    case 'training-job':
      return [{ what: 'training job', name }];
    case 'processing-job':
      return [{ what: 'processing job', name }];
    case 'transform-job':
      return [...models, { what: 'transform job', name }];
    case 'endpoint': {
      const config = document.request.EndpointConfig.EndpointConfigName ?? '';
      return [...models, { what: 'endpoint configuration', name: config }, { what: 'endpoint', name }];
    }
  }
}

function trainingNeeds(request: CreateTrainingJobCommandInput): Parts {
  const { AlgorithmSpecification, ResourceConfig, InputDataConfig = [], HyperParameters = {} } = request;
  const use = request.EnableManagedSpotTraining === true ? 'spot-training' : 'training';
  const groups = ResourceConfig?.InstanceGroups ?? [];
  const single = { InstanceType: ResourceConfig?.InstanceType, InstanceCount: ResourceConfig?.InstanceCount };
  const instances = (groups.length > 0 ? groups : [single]).flatMap(
    ({ InstanceType: type, InstanceCount: count = 1 }) => (type === undefined ? [] : [{ type, count, use } as const]),
  );
  const channels = InputDataConfig.flatMap(({ DataSource }): NeededInput[] => {
    const { S3Uri, S3DataType } = DataSource?.S3DataSource ?? {};
    return S3Uri === undefined ? [] : [{ uri: S3Uri, kind: S3DataType === 'S3Prefix' ? 'prefix' : 'manifest' }];
  });
  const access = AlgorithmSpecification?.TrainingImageConfig?.TrainingRepositoryAccessMode;
  return {
    roles: some(request.RoleArn),
    images: imageNeeds(AlgorithmSpecification?.TrainingImage, 'training', instances[0]?.type, { access }),
    inputs: [...channels, ...sourceArchive(HyperParameters)],
    outputs: [...some(request.OutputDataConfig?.S3OutputPath), ...some(request.CheckpointConfig?.S3Uri)],
    instances,
    model: undefined,
  };
}

/** The SDK's script mode hands the code over as an archive that a hyperparameter names. */
function sourceArchive(hyperparameters: Readonly<Record<string, string>>): readonly NeededInput[] {
  return some(sourceArchiveOf(hyperparameters)).map((uri) => ({ uri, kind: 'archive' }));
}

function processingNeeds(request: CreateProcessingJobCommandInput): Parts {
  const { InstanceType: type, InstanceCount: count = 1 } = request.ProcessingResources?.ClusterConfig ?? {};
  const inputs = (request.ProcessingInputs ?? []).flatMap(({ S3Input }): NeededInput[] => {
    if (S3Input?.S3Uri === undefined) return [];
    return [{ uri: S3Input.S3Uri, kind: S3Input.S3DataType === 'ManifestFile' ? 'manifest' : 'prefix' }];
  });
  return {
    roles: some(request.RoleArn),
    images: imageNeeds(request.AppSpecification?.ImageUri, 'processing', type),
    inputs,
    outputs: (request.ProcessingOutputConfig?.Outputs ?? []).flatMap(({ S3Output }) => some(S3Output?.S3Uri)),
    instances: type === undefined ? [] : [{ type, count, use: 'processing' }],
    model: undefined,
  };
}

function transformNeeds(request: CreateTransformJobCommandInput, model: CreateModelCommandInput | undefined): Parts {
  const { InstanceType: type, InstanceCount: count = 1, TransformAmiVersion } = request.TransformResources ?? {};
  const { S3Uri, S3DataType } = request.TransformInput?.DataSource?.S3DataSource ?? {};
  const own = model === undefined ? undefined : modelNeeds(model, 'transform', type, TransformAmiVersion === undefined);
  return {
    roles: own?.roles ?? [],
    images: own?.images ?? [],
    inputs: [
      ...(own?.inputs ?? []),
      ...some(S3Uri).map((uri): NeededInput => ({ uri, kind: S3DataType === 'S3Prefix' ? 'prefix' : 'manifest' })),
    ],
    outputs: some(request.TransformOutput?.S3OutputPath),
    instances: type === undefined ? [] : [{ type, count, use: 'transform' }],
    model: model === undefined ? request.ModelName : undefined,
  };
}

function endpointNeeds({ Model, Models = [Model], EndpointConfig }: EndpointRequest): Parts {
  const variants = [...(EndpointConfig.ProductionVariants ?? []), ...(EndpointConfig.ShadowProductionVariants ?? [])];
  const models = Models.map((model) => {
    const variant = variants.find((it) => it.ModelName === model.ModelName);
    const use = variant?.ServerlessConfig === undefined ? 'endpoint' : 'serverless';
    return modelNeeds(model, use, variant?.InstanceType, variant?.InferenceAmiVersion === undefined);
  });
  return {
    roles: models.flatMap((it) => it.roles),
    images: models.flatMap((it) => it.images),
    inputs: models.flatMap((it) => it.inputs),
    outputs: [
      ...some(EndpointConfig.DataCaptureConfig?.DestinationS3Uri),
      ...some(EndpointConfig.AsyncInferenceConfig?.OutputConfig?.S3OutputPath),
    ],
    instances: variants.flatMap(instancesOf),
    model: undefined,
  };
}

function instancesOf({ InstanceType, InitialInstanceCount, ServerlessConfig }: ProductionVariant): NeededInstances[] {
  if (InstanceType === undefined || ServerlessConfig !== undefined) return [];
  return [{ type: InstanceType, count: InitialInstanceCount ?? 1, use: 'endpoint' }];
}
