import type {
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
  CreateTransformJobCommandInput,
  ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import type { InstanceUse } from '../../../contract/charges';
import { instanceHardware } from '../../../contract/images/instances';
import type { Role } from '../../../contract/roles';
import { containersOf, modelMode } from '../plan/model-containers';
import type { EndpointRequest, RequestDocument } from '../requests/types';
import { nameOf } from '../session/job';
import { modelsOf } from '../session/create';
import type { PushPurpose } from './push-checks';

/** An image that the request names. */
export interface NeededImage {
  readonly uri: string;
  readonly purpose: PushPurpose;
  /** Of the hosts; undefined: serverless. */
  readonly instanceType: string | undefined;
  /** Which of the host's drivers; undefined: the container brings what it needs, or the AMI is chosen by the request. */
  readonly driver: 'hosting' | 'batch' | undefined;
  /** It comes from a registry within the customer’s network. */
  readonly privateRegistry: boolean;
}

export interface NeededInstances {
  readonly type: string;
  readonly count: number;
  readonly use: InstanceUse;
}

/** Something that the request makes, in the order in which it is made. */
export interface Creation {
  readonly what: 'training job' | 'processing job' | 'transform job' | 'model' | 'endpoint configuration' | 'endpoint';
  readonly name: string;
}

/** Data that is read. `object`: one object; `prefix`: all whose keys begin with it; `manifest`: an object that names others. */
export interface NeededInput {
  readonly uri: string;
  readonly kind: 'object' | 'prefix' | 'manifest';
}

/** All that a request needs of AWS. */
export interface LaunchNeeds {
  readonly kind: RequestDocument['kind'];
  readonly name: string;
  /** Execution roles, each once. */
  readonly roles: readonly string[];
  readonly images: readonly NeededImage[];
  readonly inputs: readonly NeededInput[];
  /** Prefixes that are written. */
  readonly outputs: readonly string[];
  readonly instances: readonly NeededInstances[];
  /** A model that has to be there already. */
  readonly model: string | undefined;
  readonly creates: readonly Creation[];
}

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

/** The SDK's script mode hands the code over as an archive that a hyperparameter names, its value being JSON. */
function sourceArchive(hyperparameters: Readonly<Record<string, string>>): readonly NeededInput[] {
  const uri = hyperparameters['sagemaker_submit_directory']?.replaceAll('"', '');
  return uri?.startsWith('s3://') === true ? [{ uri, kind: 'object' }] : [];
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

function modelNeeds(
  model: CreateModelCommandInput,
  use: 'transform' | 'endpoint' | 'serverless',
  type: string | undefined,
  usualDriver: boolean,
): Pick<Parts, 'roles' | 'images' | 'inputs'> {
  const mode = modelMode(model);
  const roles: readonly Role[] = mode === 'multi-model' ? ['multi-model'] : mode === 'single' ? [] : ['pipeline'];
  const containers = containersOf(model);
  const images = containers.flatMap(({ Image, ImageConfig }) =>
    imageNeeds(Image, use, type, { roles, usualDriver, access: ImageConfig?.RepositoryAccessMode }),
  );
  const inputs = containers.flatMap(({ ModelDataUrl, ModelDataSource, AdditionalModelDataSources = [], Mode }) => {
    const sources = [ModelDataSource, ...AdditionalModelDataSources].map((it) => it?.S3DataSource);
    const many = Mode === 'MultiModel';
    return [
      ...some(ModelDataUrl).map((uri): NeededInput => ({ uri, kind: many ? 'prefix' : 'object' })),
      ...sources.flatMap((it): NeededInput[] =>
        it?.S3Uri === undefined ? [] : [{ uri: it.S3Uri, kind: it.S3DataType === 'S3Object' ? 'object' : 'prefix' }],
      ),
    ];
  });
  return { roles: some(model.ExecutionRoleArn), images, inputs };
}

function imageNeeds(
  uri: string | undefined,
  use: PushPurpose['uses'][number],
  instanceType: string | undefined,
  {
    roles = [],
    usualDriver = false,
    access,
  }: { readonly roles?: readonly Role[]; readonly usualDriver?: boolean; readonly access?: string | undefined } = {},
): readonly NeededImage[] {
  if (uri === undefined) return [];
  const architecture =
    (instanceType === undefined ? undefined : instanceHardware(instanceType)?.architecture) ?? 'amd64';
  const service = use === 'endpoint' ? 'hosting' : use === 'transform' ? 'batch' : undefined;
  const purpose = { uses: [use], architecture, roles };
  return [{ uri, purpose, instanceType, driver: usualDriver ? service : undefined, privateRegistry: access === 'Vpc' }];
}

function some(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : [text];
}
