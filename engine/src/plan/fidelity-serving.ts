import type { EndpointRequest } from '../requests/types';
import { approximated, below, fidelityOf, HONOURED, ignored, refused } from './fidelity';
import type { FidelityTable, Judge } from './fidelity';
import { instanceType, isolation, KMS, PLACEMENT, role, TAGS, unless, VOLUME_SIZE, VPC } from './fidelity-common';
import { modelTable } from './fidelity-model';
import { folderOf } from './local';
import type { Local } from './local';
import { modelMode } from './model-containers';
import type { Fidelity } from './types';

const WARM = 'The container runs all the time, as uid 1000, so that it writes to /tmp and to what is open to others.';

/** Where asynchronous answers go. */
function answers(request: EndpointRequest, local: Local): Judge {
  return (uri) => {
    if ((request.Models ?? [request.Model]).some((model) => modelMode(model) !== 'single'))
      return refused('Asynchronous inference takes one container with one model (ASYNC-03), on SageMaker as well.');
    return typeof uri === 'string' && folderOf(local, uri) !== undefined
      ? HONOURED
      : approximated(
          'Answers are kept on this machine until the endpoint is deleted, and not uploaded. A folder in `s3` of the overlay gets them.',
        );
  };
}

/** How each member of an endpoint's three requests is treated here. */
export function endpointFidelity(request: EndpointRequest, local: Local): readonly Fidelity[] {
  const { Models: models, ...document } = request;
  // `Model` is the first of `Models`, where the document has those: it speaks once.
  const { Model: model, ...rest } = document;
  const shown = models === undefined ? { Model: model, ...rest } : rest;
  const several = (models ?? []).flatMap((one, index) =>
    fidelityOf(one, modelTable(one, local)).map((entry) => ({ ...entry, pointer: `/Models/${index}${entry.pointer}` })),
  );
  const table = {
    ...below('/Model', modelTable(model, local)),
    ...below('/EndpointConfig', configTable(request, local)),
    ...below('/Endpoint', endpointTable(request)),
  };
  return [...several, ...fidelityOf(shown, table)];
}

function configTable(request: EndpointRequest, local: Local): FidelityTable {
  return {
    '/EndpointConfigName': HONOURED,
    '/Tags': TAGS,
    '/KmsKeyId': KMS,
    '/ExecutionRoleArn': role(local),
    '/VpcConfig': VPC,
    '/EnableNetworkIsolation': isolation(local),
    '/MetricsConfig': ignored('Metrics of the endpoint are not published.'),
    '/DataCaptureConfig': ignored('Requests and answers are not captured.'),
    '/ExplainerConfig': ignored('Nothing is explained: the container’s own answer is given.'),
    '/ShadowProductionVariants': ignored('Shadow variants are not started: the production variants alone answer.'),
    '/AsyncInferenceConfig/ClientConfig/MaxConcurrentInvocationsPerInstance': HONOURED,
    '/AsyncInferenceConfig/OutputConfig/S3OutputPath': answers(request, local),
    '/AsyncInferenceConfig/OutputConfig/S3FailurePath': answers(request, local),
    '/AsyncInferenceConfig/OutputConfig/KmsKeyId': KMS,
    '/AsyncInferenceConfig/OutputConfig/NotificationConfig': ignored('No topic is told: watch the endpoint instead.'),
    ...variantRows('/ProductionVariants/*', request, local),
  };
}

function variantRows(at: string, request: EndpointRequest, local: Local): FidelityTable {
  const models = request.Models ?? [request.Model];
  return {
    [`${at}/VariantName`]: HONOURED,
    [`${at}/ModelName`]: (name) =>
      models.some((model) => model.ModelName === name)
        ? HONOURED
        : refused(`The document has no model ${String(name)}. Put it in, beside the others in \`Models\`.`),
    [`${at}/InitialInstanceCount`]: unless(
      1,
      approximated(
        'The instances of the variant are containers side by side on this machine, which are asked in turn.',
      ),
    ),
    [`${at}/InstanceType`]: instanceType(local),
    [`${at}/InstancePools`]: PLACEMENT,
    [`${at}/VariantInstanceProvisionTimeoutInSeconds`]: PLACEMENT,
    [`${at}/InitialVariantWeight`]: HONOURED,
    [`${at}/AcceleratorType`]: ignored('Elastic Inference is not there: the container computes by itself.'),
    [`${at}/CoreDumpConfig`]: ignored('Core dumps are not collected.'),
    [`${at}/ServerlessConfig/MemorySizeInMB`]: () =>
      local.overlay.memory === undefined
        ? approximated(WARM)
        : approximated(`The overlay gives the container ${local.overlay.memory} instead.`),
    [`${at}/ServerlessConfig/MaxConcurrency`]: approximated(
      'More invocations at a time are throttled, as far as one process here makes them; one container answers all.',
    ),
    [`${at}/ServerlessConfig/ProvisionedConcurrency`]: approximated('The container is always warm.'),
    [`${at}/VolumeSizeInGB`]: VOLUME_SIZE,
    [`${at}/ModelDataDownloadTimeoutInSeconds`]: ignored('The model may take its time to be fetched.'),
    [`${at}/ContainerStartupHealthCheckTimeoutInSeconds`]: HONOURED,
    [`${at}/EnableSSMAccess`]: unless(
      false,
      ignored('There is no Systems Manager session: open a shell in the container instead.'),
    ),
    [`${at}/ManagedInstanceScaling`]: ignored('Nothing is scaled: one instance of the variant runs.'),
    [`${at}/RoutingConfig`]: ignored('There is nothing to choose: one instance of the variant runs.'),
    [`${at}/InferenceAmiVersion`]: ignored('This machine’s own GPU driver is used.'),
    [`${at}/CapacityReservationConfig`]: PLACEMENT,
  };
}

function endpointTable(request: EndpointRequest): FidelityTable {
  return {
    '/EndpointName': HONOURED,
    '/EndpointConfigName': (name) =>
      name === request.EndpointConfig.EndpointConfigName
        ? HONOURED
        : refused('The document has another EndpointConfig: both must have the same name.'),
    '/DeploymentConfig': approximated(
      'An update starts the new containers, then moves all traffic at once; the old ones answer what they were asked.',
    ),
    '/Tags': TAGS,
  };
}
