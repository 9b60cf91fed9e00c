import type {
  AdditionalModelDataSource,
  ContainerDefinition,
  CreateModelCommandInput,
  S3ModelDataSource,
} from '@aws-sdk/client-sagemaker';
import { BIND_TO_PORT_VARIABLE, MULTI_MODEL_VARIABLE, SAFE_PORT_RANGE_VARIABLE } from '../../../contract/environment';
import { ADDITIONAL_MODELS_DIR, MODEL_DIR, MODELS_DIR } from '../../../contract/filesystem';
import { SERVE_WORD } from '../../../contract/launch';
import { SERVING_PORT } from '../../../contract/serving';
import { folderOf, imageOf, localParts, localPorts, withLocalMounts } from './local';
import type { Local } from './local';
import type { ContainerPlan, GpuPlan, ImagePlan, MountPlan, ServingPlan } from './types';

/** First port of the range that a container of several may use besides; each has a hundred of its own. */
const SAFE_PORTS_FROM = 9000;
const SAFE_PORTS_EACH = 100;

/** The containers of a model: one, or those of a pipeline. */
export function containersOf(model: CreateModelCommandInput): readonly ContainerDefinition[] {
  const several = model.Containers ?? [];
  if (several.length > 0) return several;
  return model.PrimaryContainer === undefined ? [] : [model.PrimaryContainer];
}

/** How requests go through the containers of a model. */
export function modelMode(model: CreateModelCommandInput): ServingPlan['mode'] {
  const containers = containersOf(model);
  if (containers.some(isMultiModel)) return 'multi-model';
  if (containers.length < 2) return 'single';
  return model.InferenceExecutionConfig?.Mode === 'Direct' ? 'direct' : 'serial';
}

/** Whether one container loads many models. */
export function isMultiModel(container: ContainerDefinition): boolean {
  return container.Mode === 'MultiModel';
}

/** Where one machine of a model runs. */
export interface ModelHost {
  /** Variant, or `algo-1`. */
  readonly name: string;
  readonly instanceType: string | undefined;
  /** Shared by the containers of the model, as on one instance. */
  readonly gpus: GpuPlan;
  /** Bytes of a serverless endpoint. */
  readonly memory: number | undefined;
  /** As whom a serverless container runs, when the overlay doesn't say. */
  readonly user?: string | undefined;
  /** Gets the ports that the overlay asks for. */
  readonly first: boolean;
  /** Set over the model's own: `SAGEMAKER_BATCH` … and a transform job's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The images of a model's containers, each once. */
export function modelImages(
  model: CreateModelCommandInput,
  instanceType: string | undefined,
  local: Local,
): ImagePlan[] {
  const images = new Map<string, ImagePlan>();
  for (const container of containersOf(model)) {
    const requested = imageNameOf(container);
    images.set(requested, imageOf(local, requested, instanceType));
  }
  return [...images.values()];
}

/** A model package has no image in the request; the overlay can name one for it. */
function imageNameOf(container: ContainerDefinition): string {
  return container.Image ?? container.ModelPackageName ?? '';
}

/** One container for each of the model's, with the ports SageMaker gives them when they are several. */
export function modelContainers(
  model: CreateModelCommandInput,
  host: ModelHost,
  local: Local,
): readonly ContainerPlan[] {
  const containers = containersOf(model);
  const parts = localParts(local);
  return containers.map((container, index): ContainerPlan => {
    const name = containers.length === 1 ? host.name : `${host.name}.${containerName(container, index)}`;
    const port = containers.length === 1 ? undefined : SERVING_PORT + index;
    return {
      host: name,
      image: imageOf(local, imageNameOf(container), host.instanceType).local,
      entrypoint: undefined,
      command: [SERVE_WORD],
      environment: {
        ...container.Environment,
        ...host.environment,
        ...(isMultiModel(container) ? { [MULTI_MODEL_VARIABLE]: 'true' } : {}),
        ...portVariables(port, index),
        ...local.overlay.env,
      },
      mounts: withLocalMounts(local, modelMounts(container, name, local)),
      files: {},
      directories: [isMultiModel(container) ? MODELS_DIR : MODEL_DIR],
      aliases: [name],
      ...parts,
      user: parts.user ?? host.user,
      memory: parts.memory ?? host.memory,
      gpus: host.gpus,
      ports: { [port ?? SERVING_PORT]: 0, ...localPorts(local, host.first && index === 0) },
    };
  });
}

/** The name by which a container of several is called. */
export function containerName(container: ContainerDefinition, index: number): string {
  return container.ContainerHostname ?? `container-${index + 1}`;
}

function portVariables(port: number | undefined, index: number): Readonly<Record<string, string>> {
  if (port === undefined) return {};
  const from = SAFE_PORTS_FROM + SAFE_PORTS_EACH * index;
  return {
    [BIND_TO_PORT_VARIABLE]: String(port),
    [SAFE_PORT_RANGE_VARIABLE]: `${from}-${from + SAFE_PORTS_EACH - 1}`,
  };
}

function modelMounts(container: ContainerDefinition, host: string, local: Local): readonly MountPlan[] {
  const additional = (container.AdditionalModelDataSources ?? []).map((source) => additionalMount(source, local));
  const rest = additional.filter((mount) => mount !== undefined);
  if (isMultiModel(container))
    return [{ type: 'volume', label: `${host}/models`, target: MODELS_DIR, readOnly: true }, ...rest];
  const model =
    container.ModelDataUrl === undefined
      ? dataMount(container.ModelDataSource?.S3DataSource, MODEL_DIR, local)
      : mountOf(container.ModelDataUrl, MODEL_DIR, true, local);
  return model === undefined ? rest : [model, ...rest];
}

function additionalMount(source: AdditionalModelDataSource, local: Local): MountPlan | undefined {
  return dataMount(source.S3DataSource, `${ADDITIONAL_MODELS_DIR}/${source.ChannelName ?? ''}`, local);
}

function dataMount(data: S3ModelDataSource | undefined, target: string, local: Local): MountPlan | undefined {
  return data?.S3Uri === undefined ? undefined : mountOf(data.S3Uri, target, data.CompressionType === 'Gzip', local);
}

/** Always read-only, as when hosting on SageMaker. */
function mountOf(uri: string, target: string, archive: boolean, local: Local): MountPlan {
  const folder = folderOf(local, uri);
  const unpack = archive ? { unpack: true as const } : {};
  if (folder !== undefined) return { type: 'bind', source: folder, target, readOnly: true, ...unpack };
  return { type: 's3', uri, target, readOnly: true, shard: undefined, manifest: false, ...unpack };
}

/** Where the archives of a multi-model endpoint are. */
export function modelsOf(model: CreateModelCommandInput, local: Local): Pick<ServingPlan, 'models'> {
  const container = containersOf(model).find(isMultiModel);
  const uri = container?.ModelDataUrl ?? container?.ModelDataSource?.S3DataSource?.S3Uri;
  return uri === undefined
    ? {}
    : {
        models: {
          uri,
          folder: folderOf(local, uri),
          cached: container?.MultiModelConfig?.ModelCacheSetting !== 'Disabled',
        },
      };
}
