import type { ContainerDefinition, CreateModelCommandInput } from '@aws-sdk/client-sagemaker';
import { approximated, HONOURED, ignored, refused } from './fidelity';
import type { FidelityTable, Judge } from './fidelity';
import {
  environment,
  image,
  imageOnlyAtAws,
  inputData,
  isolation,
  REGISTRY,
  role,
  TAGS,
  unless,
  VPC,
} from './fidelity-common';
import type { Local } from './local';
import { isMultiModel, modelMode } from './model-containers';

/** Rows for a CreateModel request. */
export function modelTable(model: CreateModelCommandInput, local: Local): FidelityTable {
  const several = model.Containers ?? [];
  const unused = several.length > 0 ? ignored('The model has `Containers`, which are used instead.') : undefined;
  return {
    '/ModelName': HONOURED,
    ...(unused === undefined
      ? containerRows('/PrimaryContainer', () => model.PrimaryContainer, model, local)
      : { '/PrimaryContainer': unused }),
    ...containerRows('/Containers/*', (index) => several[index ?? -1], model, local),
    '/InferenceExecutionConfig/Mode': HONOURED,
    '/ExecutionRoleArn': role(local),
    '/Tags': TAGS,
    '/VpcConfig': VPC,
    '/EnableNetworkIsolation': isolation(local),
  };
}

function containerRows(
  at: string,
  container: (index: number | undefined) => ContainerDefinition | undefined,
  model: CreateModelCommandInput,
  local: Local,
): FidelityTable {
  const hasImage: Judge = (name, where) =>
    container(where[0])?.Image === undefined
      ? imageOnlyAtAws(local, 'A model package')(name, where)
      : ignored('The image is used.');
  return {
    [`${at}/ContainerHostname`]: () =>
      modelMode(model) === 'single' ? ignored('It only has a meaning beside other containers.') : HONOURED,
    [`${at}/Image`]: image(local),
    [`${at}/ImageConfig`]: REGISTRY,
    [`${at}/Mode`]: HONOURED,
    [`${at}/ModelDataUrl`]: inputData(local),
    ...sourceRows(`${at}/ModelDataSource/S3DataSource`, local),
    [`${at}/AdditionalModelDataSources/*/ChannelName`]: HONOURED,
    ...sourceRows(`${at}/AdditionalModelDataSources/*/S3DataSource`, local),
    [`${at}/Environment`]: environment(local),
    [`${at}/ModelPackageName`]: hasImage,
    [`${at}/InferenceSpecificationName`]: ignored('It picks from a model package, which is kept by AWS.'),
    [`${at}/MultiModelConfig/ModelCacheSetting`]: (setting, where) => {
      const one = container(where[0]);
      if (one === undefined || !isMultiModel(one)) return ignored('The container has one model.');
      return setting === 'Disabled'
        ? HONOURED
        : approximated('A model is unloaded when the container answers 507; its memory is not measured here.');
    },
    [`${at}/ContainerMetricsConfig`]: ignored('Metrics of the container are not collected.'),
  };
}

function sourceRows(at: string, local: Local): FidelityTable {
  const fetched = ignored('The data is used as it is found, whatever its version.');
  return {
    [`${at}/S3Uri`]: inputData(local),
    [`${at}/S3DataType`]: HONOURED,
    [`${at}/CompressionType`]: HONOURED,
    [`${at}/ModelAccessConfig/AcceptEula`]: unless(true, refused('The model’s licence has to be accepted first.')),
    [`${at}/HubAccessConfig`]: ignored('The hub is asked by AWS alone: the S3 URI is used as it is.'),
    [`${at}/ManifestS3Uri`]: ignored('The manifest is not read: everything below the S3 URI is used.'),
    [`${at}/ETag`]: fetched,
    [`${at}/ManifestEtag`]: fetched,
  };
}
