import type { AsyncInferenceConfig, CreateModelCommandInput, ProductionVariant } from '@aws-sdk/client-sagemaker';
import { HOSTING_STOP_GRACE_SECONDS } from '../../../contract/launch';
import {
  DEFAULT_INVOCATION_TIMEOUT_SECONDS,
  INVOCATION_TIMEOUT_SECONDS,
  PAYLOAD_LIMIT_BYTES,
  STARTUP_TIMEOUT_SECONDS,
} from '../../../contract/serving';
import type { EndpointRequest, Overlay } from '../requests/types';
import { foldersOf } from './channels';
import { endpointFidelity } from './fidelity-serving';
import { planGpus } from './gpus';
import { folderOf, networkOf } from './local';
import type { Local, PlanContext } from './local';
import { modelContainers, modelImages, modelMode, modelsOf } from './model-containers';
import type { ContainerPlan, GpuPlan, RunPlan, ServingPlan } from './types';

const NO_GPUS: GpuPlan = { kind: 'none' };
const MEBIBYTE = 1024 ** 2;
/**
 * AWS says no more than that a serverless container behaves as if it were not root (SLS-05): it writes to /tmp, and to what
 * the Dockerfile has opened to others.
 */
const SERVERLESS_USER = '1000:1000';
/** AWS chooses a number itself when the configuration has none, and does not say which. */
const ASYNCHRONOUS_CONCURRENCY = 4;

/** What an endpoint does on this machine. */
export function planEndpoint(request: EndpointRequest, overlay: Overlay, context: PlanContext): RunPlan {
  const local: Local = { overlay, context };
  const config = request.EndpointConfig;
  const variants = config.ProductionVariants ?? [];
  const perVariant = variantContainers(request, variants, local);
  const containers = perVariant.flat();
  const name = request.Endpoint.EndpointName ?? '';
  const models = variants.map((variant) => variantModel(request, variant));
  const isolated = [config, ...models].some((one) => one.EnableNetworkIsolation === true);
  const images = variants.flatMap((variant, index) =>
    modelImages(models[index] ?? request.Model, variant.InstanceType, local),
  );
  return {
    kind: 'serving',
    name,
    images: [...new Map(images.map((image) => [`${image.requested} ${image.platform}`, image])).values()],
    containers,
    network: networkOf(local, name, isolated, containers.length),
    maxRuntimeSeconds: undefined,
    stopGraceSeconds: HOSTING_STOP_GRACE_SECONDS.value,
    artefacts: [],
    metrics: [],
    serving: {
      variants: variants.map((variant, index) => ({
        name: variantName(variant),
        weight: variant.InitialVariantWeight ?? 1,
        containers: (perVariant[index] ?? []).map((container) => container.host),
        ...(instancesOf(variant) === 1 ? {} : { instances: instancesOf(variant) }),
        startupSeconds: variant.ContainerStartupHealthCheckTimeoutInSeconds ?? STARTUP_TIMEOUT_SECONDS.value,
        ...(variant.ServerlessConfig?.MaxConcurrency === undefined
          ? {}
          : { maxConcurrency: variant.ServerlessConfig.MaxConcurrency }),
      })),
      ...limitsOf(variants, config.AsyncInferenceConfig),
      mode: modelMode(models[0] ?? request.Model),
      ...modelsOf(models[0] ?? request.Model, local),
      ...asynchronousParts(config.AsyncInferenceConfig, local),
    },
    transform: undefined,
    fidelity: endpointFidelity(request, local),
  };
}

function variantContainers(
  request: EndpointRequest,
  variants: readonly ProductionVariant[],
  local: Local,
): readonly (readonly ContainerPlan[])[] {
  // Serverless endpoints have no GPU, whatever the overlay of the other variants says.
  const gpus = planGpus(
    local.overlay.gpus,
    variants.flatMap((variant) => Array.from({ length: instancesOf(variant) }, () => variant.InstanceType)),
  );
  let next = 0;
  return variants.map((variant, index) => {
    const from = next;
    next += instancesOf(variant);
    return Array.from({ length: instancesOf(variant) }, (_, instance) =>
      instanceContainers(request, variant, { index, instance, gpus: gpus[from + instance] ?? NO_GPUS }, local),
    ).flat();
  });
}

interface InstancePlace {
  /** Of the variant. */
  readonly index: number;
  /** Of the instance within it. */
  readonly instance: number;
  readonly gpus: GpuPlan;
}

function instanceContainers(
  request: EndpointRequest,
  variant: ProductionVariant,
  { index, instance, gpus }: InstancePlace,
  local: Local,
): readonly ContainerPlan[] {
  const serverless = variant.ServerlessConfig;
  // No name of a variant has an underscore in it.
  const name = instance === 0 ? variantName(variant) : `${variantName(variant)}_${instance + 1}`;
  const host = {
    name,
    instanceType: variant.InstanceType,
    gpus: serverless === undefined ? gpus : NO_GPUS,
    memory: serverless?.MemorySizeInMB === undefined ? undefined : serverless.MemorySizeInMB * MEBIBYTE,
    first: index === 0 && instance === 0,
    user: serverless === undefined ? undefined : SERVERLESS_USER,
    environment: {},
  };
  return modelContainers(variantModel(request, variant), host, local);
}

/** A serverless variant has no count. */
function instancesOf({ InitialInstanceCount = 1, ServerlessConfig }: ProductionVariant): number {
  return ServerlessConfig === undefined ? Math.max(1, InitialInstanceCount) : 1;
}

/** The model a variant names; the first when the document has no other. */
function variantModel(request: EndpointRequest, variant: ProductionVariant): CreateModelCommandInput {
  return request.Models?.find((model) => model.ModelName === variant.ModelName) ?? request.Model;
}

function variantName(variant: ProductionVariant): string {
  return variant.VariantName ?? '';
}

function limitsOf(
  variants: readonly ProductionVariant[],
  asynchronous: AsyncInferenceConfig | undefined,
): Pick<ServingPlan, 'maxPayloadBytes' | 'invocationSeconds' | 'asynchronous' | 'serverless'> {
  const serverless = variants.some((variant) => variant.ServerlessConfig !== undefined);
  if (asynchronous !== undefined)
    return {
      maxPayloadBytes: PAYLOAD_LIMIT_BYTES.asynchronous.value,
      invocationSeconds: DEFAULT_INVOCATION_TIMEOUT_SECONDS.asynchronous.value,
      asynchronous: true,
      serverless,
    };
  const kind = serverless ? 'serverless' : 'real-time';
  return {
    maxPayloadBytes: PAYLOAD_LIMIT_BYTES[kind].value,
    invocationSeconds: INVOCATION_TIMEOUT_SECONDS[kind].value,
    asynchronous: false,
    serverless,
  };
}

function asynchronousParts(
  config: AsyncInferenceConfig | undefined,
  local: Local,
): Pick<ServingPlan, 'asynchronousOutput' | 'asynchronousConcurrency' | 'folders'> {
  const uri = config?.OutputConfig?.S3OutputPath;
  if (config === undefined || uri === undefined) return {};
  const failureUri = config.OutputConfig?.S3FailurePath;
  return {
    asynchronousOutput: {
      uri,
      folder: folderOf(local, uri),
      failureUri,
      failureFolder: failureUri === undefined ? undefined : folderOf(local, failureUri),
    },
    asynchronousConcurrency: config.ClientConfig?.MaxConcurrentInvocationsPerInstance ?? ASYNCHRONOUS_CONCURRENCY,
    ...foldersOf(local),
  };
}
