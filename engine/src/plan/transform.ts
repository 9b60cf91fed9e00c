import type { CreateModelCommandInput, CreateTransformJobCommandInput } from '@aws-sdk/client-sagemaker';
import {
  BATCH_STRATEGY_VARIABLE,
  BATCH_VARIABLE,
  MAX_CONCURRENT_TRANSFORMS_VARIABLE,
  MAX_PAYLOAD_VARIABLE,
} from '../../../contract/environment';
import { HOSTING_STOP_GRACE_SECONDS } from '../../../contract/launch';
import {
  DEFAULT_BATCH_PAYLOAD_MB,
  DEFAULT_INVOCATION_TIMEOUT_SECONDS,
  STARTUP_TIMEOUT_SECONDS,
} from '../../../contract/serving';
import type { Overlay } from '../requests/types';
import { transformFidelity } from './fidelity-transform';
import { planGpus } from './gpus';
import { foldersOf } from './channels';
import { hostsOf } from './hosts';
import { folderOf, networkOf } from './local';
import type { Local, PlanContext } from './local';
import { modelContainers, modelImages, modelMode } from './model-containers';
import { MEGABYTE } from './transform-size';
import type { ContainerPlan, RunPlan, TransformPlan } from './types';

const DEFAULT_RETRIES = 3;

/** What a batch transform job does on this machine, with the model it names. */
export function planTransform(
  request: CreateTransformJobCommandInput,
  model: CreateModelCommandInput,
  overlay: Overlay,
  context: PlanContext,
): RunPlan {
  const local: Local = { overlay, context };
  const name = request.TransformJobName ?? '';
  const instanceType = request.TransformResources?.InstanceType;
  const hosts = hostContainers(request, model, local);
  const containers = hosts.flatMap((host) => host.containers);
  const transform = transformOf(request, local);
  return {
    kind: 'transform',
    name,
    images: modelImages(model, instanceType, local),
    containers,
    network: networkOf(local, name, model.EnableNetworkIsolation === true, containers.length),
    maxRuntimeSeconds: undefined,
    stopGraceSeconds: HOSTING_STOP_GRACE_SECONDS.value,
    artefacts: [],
    metrics: [],
    serving: {
      variants: hosts.map((host) => ({
        name: host.name,
        weight: 1,
        containers: host.containers.map((container) => container.host),
        startupSeconds: STARTUP_TIMEOUT_SECONDS.value,
      })),
      maxPayloadBytes: transform.maxPayloadBytes ?? DEFAULT_BATCH_PAYLOAD_MB.value * MEGABYTE,
      invocationSeconds: transform.timeoutSeconds,
      mode: modelMode(model),
      asynchronous: false,
      serverless: false,
    },
    transform,
    fidelity: transformFidelity(request, model, local),
  };
}

/** Every host serves the whole model. */
function hostContainers(
  request: CreateTransformJobCommandInput,
  model: CreateModelCommandInput,
  local: Local,
): readonly { readonly name: string; readonly containers: readonly ContainerPlan[] }[] {
  const hosts = hostsOf(request.TransformResources);
  const types = hosts.map(({ instanceType }) => instanceType);
  const gpus = planGpus(local.overlay.gpus, types);
  const environment = { ...request.Environment, ...batchVariables(request) };
  return hosts.map(({ name, instanceType }, index) => {
    const own = { name, instanceType, memory: undefined, first: index === 0, environment };
    return { name, containers: modelContainers(model, { ...own, gpus: gpus[index] ?? { kind: 'none' } }, local) };
  });
}

/** Set before the container can be asked, so what the job leaves open has SageMaker's default. */
function batchVariables(request: CreateTransformJobCommandInput): Readonly<Record<string, string>> {
  return {
    [BATCH_VARIABLE]: 'true',
    [BATCH_STRATEGY_VARIABLE]: request.BatchStrategy === 'SingleRecord' ? 'SINGLE_RECORD' : 'MULTI_RECORD',
    [MAX_PAYLOAD_VARIABLE]: String(request.MaxPayloadInMB ?? DEFAULT_BATCH_PAYLOAD_MB.value),
    [MAX_CONCURRENT_TRANSFORMS_VARIABLE]: String(request.MaxConcurrentTransforms || 1),
  };
}

function transformOf(request: CreateTransformJobCommandInput, local: Local): TransformPlan {
  const input = request.TransformInput;
  const output = request.TransformOutput;
  const source = input?.DataSource?.S3DataSource;
  const inputUri = source?.S3Uri ?? '';
  const outputUri = output?.S3OutputPath ?? '';
  const processing = request.DataProcessing;
  return {
    inputUri,
    inputFolder: folderOf(local, inputUri),
    ...(source?.S3DataType === 'ManifestFile' ? { manifest: true as const, ...foldersOf(local) } : {}),
    outputUri,
    outputFolder: folderOf(local, outputUri),
    contentType: input?.ContentType,
    accept: output?.Accept,
    split: input?.SplitType ?? 'None',
    assemble: output?.AssembleWith ?? 'None',
    strategy: request.BatchStrategy,
    gzip: input?.CompressionType === 'Gzip',
    maxConcurrent: request.MaxConcurrentTransforms ?? 0,
    maxPayloadBytes: request.MaxPayloadInMB === undefined ? undefined : request.MaxPayloadInMB * MEGABYTE,
    timeoutSeconds:
      request.ModelClientConfig?.InvocationsTimeoutInSeconds ?? DEFAULT_INVOCATION_TIMEOUT_SECONDS.batch.value,
    retries: request.ModelClientConfig?.InvocationsMaxRetries ?? DEFAULT_RETRIES,
    inputFilter: processing?.InputFilter,
    outputFilter: processing?.OutputFilter,
    join: processing?.JoinSource === 'Input',
  };
}
