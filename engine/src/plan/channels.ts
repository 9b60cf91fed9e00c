import type { Channel, TrainingInputMode } from '@aws-sdk/client-sagemaker';
import { INPUT_DATA_DIR } from '../../../contract/filesystem';
import type { Host } from './hosts';
import { folderOf } from './local';
import type { Local } from './local';
import type { MountPlan } from './types';

type Mode = TrainingInputMode | undefined;

/** The key of the overlay's `s3` map that stands for the channel's data: S3 URI, `fs-…/path` or an ARN. */
export function channelSource(channel: Channel): string | undefined {
  const source = channel.DataSource;
  const files = source?.FileSystemDataSource;
  if (files !== undefined) return fileSystemKey(files.FileSystemId, files.DirectoryPath);
  return source?.S3DataSource?.S3Uri ?? source?.DatasetSource?.DatasetArn;
}

/** How the overlay names a directory of a file system: `fs-0123/data`, or `fs-0123` for all of it. */
export function fileSystemKey(id: string | undefined, path: string | undefined): string {
  return `${id ?? ''}${path ?? ''}`;
}

/** File, FastFile or Pipe: the channel's own mode, else the job's. */
export function channelMode(channel: Channel | undefined, job: Mode): TrainingInputMode {
  return channel?.InputMode ?? job ?? 'File';
}

/** The hosts that get the channel: all, or those of the groups it names. */
export function channelHosts(channel: Channel | undefined, hosts: readonly Host[]): readonly Host[] {
  const groups = channel?.DataSource?.S3DataSource?.InstanceGroupNames ?? [];
  return groups.length === 0 ? hosts : hosts.filter((host) => groups.includes(host.group));
}

/** The channel's data on one host; undefined: this host doesn't get it, or there is no source that can be had here. */
export function channelMount(
  channel: Channel,
  host: Host,
  hosts: readonly Host[],
  job: Mode,
  local: Local,
): MountPlan | undefined {
  const receivers = channelHosts(channel, hosts);
  const source = channelSource(channel);
  if (!receivers.includes(host) || source === undefined) return undefined;
  const folder = folderOf(local, source);
  if (folder === undefined && channel.DataSource?.S3DataSource === undefined) return undefined;
  const shard = shardOf(channel, receivers.indexOf(host), receivers.length);
  const target = `${INPUT_DATA_DIR}/${channel.ChannelName ?? ''}`;
  const type = channel.DataSource?.S3DataSource?.S3DataType;
  const named = type === 'ManifestFile' || type === 'AugmentedManifestFile' ? foldersOf(local) : {};
  if (channelMode(channel, job) === 'Pipe') return { ...pipeMount(channel, folder ?? source, target, shard), ...named };
  const manifest = type === 'ManifestFile';
  if (folder === undefined) return { type: 's3', uri: source, target, readOnly: true, shard, manifest, ...named };
  return {
    type: 'bind',
    source: folder,
    target,
    readOnly: true,
    ...(shard === undefined ? {} : { shard }),
    ...(manifest ? { manifest } : {}),
    ...named,
  };
}

/** What a manifest needs beside itself: it names objects by S3 URIs, for which folders of the overlay may stand. */
export function foldersOf(local: Local): { readonly folders: Readonly<Record<string, string>> } {
  const uris = Object.keys(local.overlay.s3);
  return { folders: Object.fromEntries(uris.map((uri) => [uri, folderOf(local, uri) ?? ''])) };
}

function shardOf(channel: Channel, index: number, of: number): { index: number; of: number } | undefined {
  const sharded = channel.DataSource?.S3DataSource?.S3DataDistributionType === 'ShardedByS3Key';
  return sharded && of > 1 ? { index, of } : undefined;
}

function pipeMount(
  channel: Channel,
  source: string,
  target: string,
  shard: { index: number; of: number } | undefined,
): MountPlan {
  const s3 = channel.DataSource?.S3DataSource;
  const seed = channel.ShuffleConfig?.Seed;
  return {
    type: 'pipe',
    source,
    target,
    recordio: channel.RecordWrapperType === 'RecordIO',
    gzip: channel.CompressionType === 'Gzip',
    ...(shard === undefined ? {} : { shard }),
    ...(s3?.S3DataType === 'ManifestFile' ? { manifest: 'plain' as const } : {}),
    ...(s3?.S3DataType === 'AugmentedManifestFile'
      ? { manifest: 'augmented' as const, attributes: s3.AttributeNames ?? [] }
      : {}),
    ...(seed === undefined ? {} : { shuffleSeed: seed }),
  };
}

/**
 * `inputdataconfig.json` as one host sees it. FastFile stands there as `File`, as on SageMaker, and the content type only
 * when the job gives one.
 */
export function inputDataConfig(
  channels: readonly Channel[],
  host: Host,
  hosts: readonly Host[],
  job: Mode,
): Readonly<Record<string, unknown>> {
  const rows = channels
    .filter((channel) => channelHosts(channel, hosts).includes(host))
    .map((channel): [string, unknown] => [
      channel.ChannelName ?? '',
      {
        ...(channel.ContentType === undefined ? {} : { ContentType: channel.ContentType }),
        TrainingInputMode: channelMode(channel, job) === 'Pipe' ? 'Pipe' : 'File',
        S3DistributionType: channel.DataSource?.S3DataSource?.S3DataDistributionType ?? 'FullyReplicated',
        RecordWrapperType: channel.RecordWrapperType ?? 'None',
      },
    ]);
  return Object.fromEntries(rows);
}
