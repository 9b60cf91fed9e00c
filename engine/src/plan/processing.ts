import type {
  CreateProcessingJobCommandInput,
  ProcessingInput,
  ProcessingOutput,
  ProcessingS3Input,
} from '@aws-sdk/client-sagemaker';
import { OUTPUT_DIR, PROCESSING_CONFIG_DIR, PROCESSING_DIR } from '../../../contract/filesystem';
import { PROCESSING_USUAL_RUNTIME_SECONDS } from '../../../contract/instances';
import { TRAINING_STOP_GRACE_SECONDS } from '../../../contract/launch';
import type { Overlay } from '../requests/types';
import { foldersOf } from './channels';
import { processingFidelity } from './fidelity-processing';
import { planGpus } from './gpus';
import { hostsOf, sortedNames } from './hosts';
import type { Host } from './hosts';
import { folderOf, imageOf, jsonFile, localParts, localPorts, networkOf, withLocalMounts } from './local';
import type { Local, PlanContext } from './local';
import type { ArtefactPlan, ContainerPlan, MountPlan, RunPlan } from './types';

/** What a processing job does on this machine. */
export function planProcessing(
  request: CreateProcessingJobCommandInput,
  overlay: Overlay,
  context: PlanContext,
): RunPlan {
  const local: Local = { overlay, context };
  const name = request.ProcessingJobName ?? '';
  const hosts = hostsOf(request.ProcessingResources?.ClusterConfig);
  const app = request.AppSpecification;
  const image = imageOf(local, app?.ImageUri ?? '', hosts[0]?.instanceType);
  const gpus = planGpus(
    overlay.gpus,
    hosts.map((host) => host.instanceType),
  );
  return {
    kind: 'processing',
    name,
    images: [image],
    containers: hosts.map((host, index): ContainerPlan => ({
      host: host.name,
      image: image.local,
      entrypoint: app?.ContainerEntrypoint,
      // As with `docker run --entrypoint`: another entry point drops the image's CMD.
      command: app?.ContainerArguments ?? (app?.ContainerEntrypoint === undefined ? undefined : []),
      environment: { ...request.Environment, ...overlay.env },
      mounts: mountsOf(request, host, hosts, local),
      files: configFiles(request, host, hosts),
      directories: [PROCESSING_DIR, PROCESSING_CONFIG_DIR, OUTPUT_DIR, ...outputsOf(request).map(localPathOf)],
      aliases: [host.name],
      ...localParts(local),
      gpus: gpus[index] ?? { kind: 'none' },
      ports: localPorts(local, index === 0),
    })),
    network: networkOf(local, name, request.NetworkConfig?.EnableNetworkIsolation === true, hosts.length),
    maxRuntimeSeconds: request.StoppingCondition?.MaxRuntimeInSeconds ?? PROCESSING_USUAL_RUNTIME_SECONDS.value,
    stopGraceSeconds: TRAINING_STOP_GRACE_SECONDS.value,
    artefacts: outputsOf(request).map((output) => artefactOf(output, local)),
    metrics: [],
    serving: undefined,
    transform: undefined,
    fidelity: processingFidelity(request, local),
  };
}

/** Outputs that are uploaded: those with a path and an S3 prefix. */
function outputsOf(request: CreateProcessingJobCommandInput): readonly ProcessingOutput[] {
  return (request.ProcessingOutputConfig?.Outputs ?? []).filter(
    (output) => output.AppManaged !== true && output.S3Output?.LocalPath !== undefined,
  );
}

function localPathOf(output: ProcessingOutput): string {
  return trimmed(output.S3Output?.LocalPath ?? '');
}

function trimmed(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
}

function artefactOf(output: ProcessingOutput, local: Local): ArtefactPlan {
  const to = output.S3Output?.S3Uri ?? '';
  return {
    name: output.OutputName ?? '',
    from: localPathOf(output),
    to,
    folder: folderOf(local, to),
    compress: false,
    ...(output.S3Output?.S3UploadMode === 'Continuous' ? { continuous: true } : {}),
  };
}

function mountsOf(
  request: CreateProcessingJobCommandInput,
  host: Host,
  hosts: readonly Host[],
  local: Local,
): readonly MountPlan[] {
  const inputs = (request.ProcessingInputs ?? []).map((input) => inputMount(input, host, hosts, local));
  const mounts = inputs.filter((mount) => mount !== undefined);
  const taken = new Set(mounts.map((mount) => mount.target));
  for (const output of outputsOf(request)) {
    const target = localPathOf(output);
    if (taken.has(target)) continue;
    taken.add(target);
    mounts.push({ type: 'volume', label: `${host.name}/${output.OutputName ?? target}`, target, readOnly: false });
  }
  return withLocalMounts(local, mounts);
}

function inputMount(input: ProcessingInput, host: Host, hosts: readonly Host[], local: Local): MountPlan | undefined {
  if (input.AppManaged === true) return undefined;
  const set = input.DatasetDefinition;
  if (set !== undefined) {
    const uri = set.AthenaDatasetDefinition?.OutputS3Uri ?? set.RedshiftDatasetDefinition?.OutputS3Uri;
    // The query can't run here; the answer it left at its output can be used, when the overlay has it.
    if (uri === undefined || set.LocalPath === undefined || folderOf(local, uri) === undefined) return undefined;
    const sharded = set.DataDistributionType === 'ShardedByS3Key';
    const pipe = set.InputMode === 'Pipe';
    return s3Mount(uri, trimmed(set.LocalPath), { pipe, gzip: false, manifest: false, sharded }, host, hosts, local);
  }
  const s3: ProcessingS3Input | undefined = input.S3Input;
  if (s3?.S3Uri === undefined || s3.LocalPath === undefined) return undefined;
  const how = {
    pipe: s3.S3InputMode === 'Pipe',
    gzip: s3.S3CompressionType === 'Gzip',
    manifest: s3.S3DataType === 'ManifestFile',
    sharded: s3.S3DataDistributionType === 'ShardedByS3Key',
  };
  return s3Mount(s3.S3Uri, trimmed(s3.LocalPath), how, host, hosts, local);
}

interface How {
  readonly pipe: boolean;
  readonly gzip: boolean;
  readonly manifest: boolean;
  readonly sharded: boolean;
}

function s3Mount(
  uri: string,
  target: string,
  how: How,
  host: Host,
  hosts: readonly Host[],
  local: Local,
): MountPlan | undefined {
  const folder = folderOf(local, uri);
  const shard = how.sharded && hosts.length > 1 ? { index: hosts.indexOf(host), of: hosts.length } : undefined;
  const sharding = shard === undefined ? {} : { shard };
  const named = how.manifest ? foldersOf(local) : {};
  if (how.pipe) {
    const manifest = how.manifest ? { manifest: 'plain' as const } : {};
    const source = folder ?? uri;
    return { type: 'pipe', source, target, recordio: false, gzip: how.gzip, ...sharding, ...manifest, ...named };
  }
  if (folder === undefined) return { type: 's3', uri, target, readOnly: true, shard, manifest: how.manifest, ...named };
  const manifest = how.manifest ? { manifest: true as const } : {};
  return { type: 'bind', source: folder, target, readOnly: true, ...sharding, ...manifest, ...named };
}

function configFiles(
  request: CreateProcessingJobCommandInput,
  host: Host,
  hosts: readonly Host[],
): Readonly<Record<string, string>> {
  return {
    [`${PROCESSING_CONFIG_DIR}/processingjobconfig.json`]: jsonFile(request),
    [`${PROCESSING_CONFIG_DIR}/resourceconfig.json`]: jsonFile({
      current_host: host.name,
      hosts: sortedNames(hosts),
    }),
  };
}
