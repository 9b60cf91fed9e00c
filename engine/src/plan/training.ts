import type { CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { TRAINING_JOB_ARN_VARIABLE, TRAINING_JOB_NAME_VARIABLE } from '../../../contract/environment';
import {
  CHECKPOINTS_DIR,
  INPUT_CONFIG_DIR,
  INPUT_DATA_DIR,
  MODEL_DIR,
  OUTPUT_DATA_DIR,
  OUTPUT_DIR,
} from '../../../contract/filesystem';
import { TRAIN_WORD, TRAINING_STOP_GRACE_SECONDS } from '../../../contract/launch';
import { TRAINING_RUNTIME_SECONDS } from '../../../contract/limits';
import type { Overlay } from '../requests/types';
import { channelMount, inputDataConfig } from './channels';
import { trainingFidelity } from './fidelity-training';
import { planGpus } from './gpus';
import { hostsOf, trainingResourceConfig } from './hosts';
import type { Host } from './hosts';
import {
  arnOf,
  folderOf,
  imageOf,
  joinUri,
  jsonFile,
  localParts,
  localPorts,
  networkOf,
  withLocalMounts,
} from './local';
import type { Local, PlanContext } from './local';
import { sourceMount, withSource } from './script-source';
import type { ArtefactPlan, ContainerPlan, MountPlan, RunPlan } from './types';

/** What a training job does on this machine. */
export function planTraining(request: CreateTrainingJobCommandInput, overlay: Overlay, context: PlanContext): RunPlan {
  const local: Local = { overlay, context };
  const name = request.TrainingJobName ?? '';
  const hosts = hostsOf(request.ResourceConfig);
  const algorithm = request.AlgorithmSpecification;
  const image = imageOf(local, algorithm?.TrainingImage ?? algorithm?.AlgorithmName ?? '', hosts[0]?.instanceType);
  const gpus = planGpus(
    overlay.gpus,
    hosts.map((host) => host.instanceType),
  );
  return {
    kind: 'training',
    name,
    images: [image],
    containers: hosts.map((host, index): ContainerPlan => ({
      host: host.name,
      image: image.local,
      ...launchOf(algorithm?.ContainerEntrypoint, algorithm?.ContainerArguments),
      environment: {
        ...request.Environment,
        [TRAINING_JOB_NAME_VARIABLE]: name,
        [TRAINING_JOB_ARN_VARIABLE]: arnOf(context, 'training-job', name),
        ...overlay.env,
      },
      mounts: mountsOf(request, host, hosts, local),
      files: configFiles(request, host, hosts, local),
      directories: directoriesOf(request),
      aliases: [host.name],
      ...localParts(local),
      gpus: gpus[index] ?? { kind: 'none' },
      ports: localPorts(local, index === 0),
    })),
    network: networkOf(local, name, request.EnableNetworkIsolation === true, hosts.length),
    maxRuntimeSeconds: request.StoppingCondition?.MaxRuntimeInSeconds ?? TRAINING_RUNTIME_SECONDS.value.usual,
    stopGraceSeconds: TRAINING_STOP_GRACE_SECONDS.value,
    artefacts: artefactsOf(request, local),
    metrics: (algorithm?.MetricDefinitions ?? []).map((one) => ({ name: one.Name ?? '', regex: one.Regex ?? '' })),
    serving: undefined,
    transform: undefined,
    fidelity: trainingFidelity(request, local),
  };
}

/** `train`, or what the job brings instead of it. An entry point of the job's drops the image's CMD as well. */
function launchOf(
  entrypoint: readonly string[] | undefined,
  given: readonly string[] | undefined,
): Pick<ContainerPlan, 'entrypoint' | 'command'> {
  if (entrypoint !== undefined) return { entrypoint, command: given ?? [] };
  return { entrypoint: undefined, command: given ?? [TRAIN_WORD] };
}

function mountsOf(
  request: CreateTrainingJobCommandInput,
  host: Host,
  hosts: readonly Host[],
  local: Local,
): readonly MountPlan[] {
  const mode = request.AlgorithmSpecification?.TrainingInputMode;
  const channels = (request.InputDataConfig ?? []).map((channel) => channelMount(channel, host, hosts, mode, local));
  const checkpoints = checkpointMount(request, local);
  const source = sourceMount(request, host.name, local);
  return withLocalMounts(local, [
    ...channels.filter((mount) => mount !== undefined),
    { type: 'volume', label: `${host.name}/model`, target: MODEL_DIR, readOnly: false },
    { type: 'volume', label: `${host.name}/output`, target: OUTPUT_DIR, readOnly: false },
    ...(checkpoints === undefined ? [] : [checkpoints]),
    ...(source === undefined ? [] : [source]),
  ]);
}

/** One place for all hosts, as they share one S3 prefix on SageMaker. In a volume, for files of root's stay in it. */
function checkpointMount(request: CreateTrainingJobCommandInput, local: Local): MountPlan | undefined {
  const uri = request.CheckpointConfig?.S3Uri;
  if (uri === undefined) return undefined;
  const target = checkpointDir(request);
  const seed = folderOf(local, uri);
  if (seed !== undefined) return { type: 'volume', label: 'checkpoints', target, readOnly: false, seed };
  return { type: 'volume', label: `checkpoints ${uri}`, target, readOnly: false, kept: true };
}

/** Copied to their folder while the job runs, as SageMaker copies them to S3. */
function checkpointArtefact(request: CreateTrainingJobCommandInput, local: Local): ArtefactPlan | undefined {
  const to = request.CheckpointConfig?.S3Uri;
  const folder = to === undefined ? undefined : folderOf(local, to);
  if (to === undefined || folder === undefined) return undefined;
  const from = checkpointDir(request);
  return { name: 'checkpoints', from, to, folder, compress: false, inPlace: true, continuous: true };
}

function checkpointDir(request: CreateTrainingJobCommandInput): string {
  return (request.CheckpointConfig?.LocalPath ?? CHECKPOINTS_DIR).replace(/(?<=.)\/+$/, '');
}

function directoriesOf(request: CreateTrainingJobCommandInput): readonly string[] {
  return [
    INPUT_CONFIG_DIR,
    INPUT_DATA_DIR,
    MODEL_DIR,
    OUTPUT_DIR,
    OUTPUT_DATA_DIR,
    ...(request.CheckpointConfig === undefined ? [] : [checkpointDir(request)]),
  ];
}

function configFiles(
  request: CreateTrainingJobCommandInput,
  host: Host,
  hosts: readonly Host[],
  local: Local,
): Readonly<Record<string, string>> {
  const checkpoints = request.CheckpointConfig;
  const contents: readonly (readonly [name: string, content: unknown])[] = [
    ['hyperparameters.json', strings(withSource(request, local))],
    [
      'inputdataconfig.json',
      inputDataConfig(request.InputDataConfig ?? [], host, hosts, request.AlgorithmSpecification?.TrainingInputMode),
    ],
    ['resourceconfig.json', trainingResourceConfig(host, hosts)],
    ['checkpointconfig.json', checkpoints && { ...checkpoints, LocalPath: checkpoints.LocalPath ?? CHECKPOINTS_DIR }],
    ['debughookconfig.json', request.DebugHookConfig],
    ['profilerconfig.json', request.ProfilerConfig],
    ['tensorboardoutputconfig.json', request.TensorBoardOutputConfig],
  ];
  const given = contents.filter(([, content]) => content !== undefined);
  return Object.fromEntries(given.map(([name, content]) => [`${INPUT_CONFIG_DIR}/${name}`, jsonFile(content)]));
}

/** Every value as text: documents written by hand have numbers, SageMaker's file never has. */
function strings(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

function artefactsOf(request: CreateTrainingJobCommandInput, local: Local): readonly ArtefactPlan[] {
  const output = request.OutputDataConfig;
  const compress = output?.CompressionType !== 'NONE';
  const to = joinUri(output?.S3OutputPath ?? '', request.TrainingJobName ?? '', 'output', '');
  const folder = output?.S3OutputPath === undefined ? undefined : folderOf(local, to);
  const checkpoints = checkpointArtefact(request, local);
  return [
    { name: compress ? 'model.tar.gz' : 'model', from: MODEL_DIR, to, folder, compress },
    { name: compress ? 'output.tar.gz' : 'output', from: OUTPUT_DATA_DIR, to, folder, compress },
    ...(checkpoints === undefined ? [] : [checkpoints]),
  ];
}
