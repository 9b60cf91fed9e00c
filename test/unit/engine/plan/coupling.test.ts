import type { CreateProcessingJobCommandInput, CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { planProcessing } from '../../../../engine/src/plan/processing';
import { planTraining } from '../../../../engine/src/plan/training';
import type { RunPlan } from '../../../../engine/src/plan/types';
import { entryOf, having, pathsOf, patternOf, untriedOf, untruths } from './coupled';
import type { Elsewhere } from './coupled';
import { CONTEXT, overlayOf, processingRequest, trainingRequest } from './fixtures';

/*
 * The report and the plan are one truth: what is honoured or approximated makes a difference to the plan, what is ignored
 * makes none. Every request below has values that are not the usual ones, so that each member can make its difference.
 */
const HOSTS = { InstanceType: 'ml.p3.2xlarge', InstanceCount: 2, VolumeSizeInGB: 10 } as const;
const OVERLAY = overlayOf({
  s3: { 's3://bucket/': 'data', 'fs-1/data': 'files', 'arn:set': 'set' },
  images: { algorithm: 'mine:1' },
  credentials: 'role',
});

const TRAINING: readonly CreateTrainingJobCommandInput[] = [
  trainingRequest({
    AlgorithmSpecification: {
      TrainingImage: 'image:1',
      TrainingInputMode: 'Pipe',
      ContainerEntrypoint: ['a'],
      ContainerArguments: ['b'],
      MetricDefinitions: [{ Name: 'loss', Regex: 'loss=(.*)' }],
      EnableSageMakerMetricsTimeSeries: true,
      TrainingImageConfig: { TrainingRepositoryAccessMode: 'Vpc' },
    },
    HyperParameters: { a: '1' },
    Environment: { A: '1' },
    EnableNetworkIsolation: true,
    InputDataConfig: [
      {
        ChannelName: 'train',
        ContentType: 'text/csv',
        CompressionType: 'Gzip',
        RecordWrapperType: 'RecordIO',
        ShuffleConfig: { Seed: 1 },
        DataSource: {
          S3DataSource: {
            S3DataType: 'AugmentedManifestFile',
            S3Uri: 's3://bucket/train/',
            S3DataDistributionType: 'ShardedByS3Key',
            AttributeNames: ['a'],
            InstanceGroupNames: ['one'],
          },
        },
      },
      {
        ChannelName: 'files',
        InputMode: 'File',
        CompressionType: 'Gzip',
        ShuffleConfig: { Seed: 1 },
        DataSource: { FileSystemDataSource: fileSystem() },
      },
      { ChannelName: 'set', DataSource: { DatasetSource: { DatasetArn: 'arn:set' } } },
      {
        ChannelName: 'manifest',
        InputMode: 'FastFile',
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/m', AttributeNames: ['a'] } },
      },
    ],
    ResourceConfig: {
      InstanceGroups: [
        { InstanceGroupName: 'one', InstanceType: 'ml.m5.xlarge', InstanceCount: 2 },
        { InstanceGroupName: 'two', InstanceType: 'ml.p3.2xlarge', InstanceCount: 2 },
      ],
      VolumeSizeInGB: 10,
      VolumeKmsKeyId: 'key',
      KeepAlivePeriodInSeconds: 60,
    },
    OutputDataConfig: { S3OutputPath: 's3://bucket/out', CompressionType: 'NONE', KmsKeyId: 'key' },
    CheckpointConfig: { S3Uri: 's3://bucket/saved', LocalPath: '/saved' },
    StoppingCondition: { MaxRuntimeInSeconds: 10, MaxWaitTimeInSeconds: 20, MaxPendingTimeInSeconds: 7200 },
    DebugHookConfig: { S3OutputPath: 's3://bucket/debug' },
    TensorBoardOutputConfig: { S3OutputPath: 's3://bucket/board' },
    ProfilerConfig: { S3OutputPath: 's3://bucket/profile' },
    Tags: [{ Key: 'a', Value: 'b' }],
    EnableManagedSpotTraining: true,
    RetryStrategy: { MaximumRetryAttempts: 1 },
    VpcConfig: { Subnets: ['a'], SecurityGroupIds: ['b'] },
  }),
  trainingRequest({
    AlgorithmSpecification: { AlgorithmName: 'algorithm', TrainingInputMode: 'Pipe' },
    ResourceConfig: HOSTS,
    InputDataConfig: [
      {
        ChannelName: 'train',
        DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: 's3://bucket/train/' } },
      },
      {
        ChannelName: 'files',
        InputMode: 'File',
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/files/' } },
      },
    ],
  }),
];

const PROCESSING: readonly CreateProcessingJobCommandInput[] = [
  processingRequest({
    AppSpecification: { ImageUri: 'image:1', ContainerEntrypoint: ['a'], ContainerArguments: ['b'] },
    ProcessingResources: { ClusterConfig: { ...HOSTS, VolumeKmsKeyId: 'key' } },
    Environment: { A: '1' },
    NetworkConfig: {
      EnableNetworkIsolation: true,
      EnableInterContainerTrafficEncryption: true,
      VpcConfig: { Subnets: ['a'], SecurityGroupIds: ['b'] },
    },
    StoppingCondition: { MaxRuntimeInSeconds: 10 },
    ProcessingInputs: [
      {
        InputName: 'pipe',
        S3Input: {
          S3Uri: 's3://bucket/in/',
          LocalPath: '/opt/ml/processing/in',
          S3DataType: 'ManifestFile',
          S3InputMode: 'Pipe',
          S3DataDistributionType: 'ShardedByS3Key',
          S3CompressionType: 'Gzip',
        },
      },
      {
        InputName: 'file',
        S3Input: { S3Uri: 's3://bucket/in/', LocalPath: '/b', S3DataType: 'S3Prefix', S3CompressionType: 'Gzip' },
      },
      {
        InputName: 'own',
        AppManaged: true,
        S3Input: { S3Uri: 's3://bucket/in/', LocalPath: '/c', S3DataType: 'S3Prefix', S3InputMode: 'File' },
      },
    ],
    ProcessingOutputConfig: {
      KmsKeyId: 'key',
      Outputs: [
        {
          OutputName: 'out',
          S3Output: { S3Uri: 's3://bucket/out', LocalPath: '/opt/ml/processing/out', S3UploadMode: 'Continuous' },
        },
        {
          OutputName: 'own',
          AppManaged: true,
          S3Output: { S3Uri: 's3://bucket/own', LocalPath: '/own', S3UploadMode: 'EndOfJob' },
        },
      ],
    },
    Tags: [{ Key: 'a', Value: 'b' }],
  }),
  processingRequest({
    ProcessingResources: { ClusterConfig: HOSTS },
    ProcessingInputs: [
      {
        InputName: 'query',
        DatasetDefinition: {
          LocalPath: '/q',
          InputMode: 'Pipe',
          DataDistributionType: 'ShardedByS3Key',
          AthenaDatasetDefinition: query('s3://bucket/athena/') as never,
        },
      },
    ],
  }),
];

/** Members whose difference is not in the plan, and why they are still reported as done. */
const ELSEWHERE: Elsewhere = [
  [/^\/RoleArn$/, 'credentials are given by whoever runs the plan'],
  [/\/FileSystemDataSource\/(FileSystemAccessMode|FileSystemType)$/, 'the directory as a whole is approximated'],
  [/\/AthenaDatasetDefinition\/(?!OutputS3Uri)/, 'the query as a whole is approximated by its answer'],
  [/^\/InputDataConfig\/3\/InputMode$/, 'FastFile: the files are there, as in File mode'],
  [/^\/InputDataConfig\/1\/InputMode$/, 'a directory in Pipe mode is refused by AWS; the channel says File for that'],
  [/S3DataType$/, 'S3Prefix is what is done without the member'],
  [/InputName$|OutputName$/, 'names are in the job’s own configuration file'],
  [/AppManaged$/, 'looked at below'],
  [/^\/ProcessingInputs\/2\/|^\/ProcessingOutputConfig\/Outputs\/1\//, 'the container manages them'],
];

describe.each([
  ['training', 'CreateTrainingJobRequest', TRAINING, planTraining] as const,
  ['processing', 'CreateProcessingJobRequest', PROCESSING, planProcessing] as const,
])('the report of a %s job', (_, shape, requests, plan) => {
  const planOf = (request: unknown) =>
    (plan as (...all: never[]) => RunPlan)(...([request, OVERLAY, CONTEXT] as never[]));

  it('refuses nothing of what these requests hold', () => {
    for (const request of requests)
      expect(planOf(request).fidelity.filter(({ level }) => level === 'refused')).toEqual([]);
  });

  it('calls honoured or approximated what the plan does, and ignored what it doesn’t', () => {
    expect(untruths(requests, planOf, executed, ELSEWHERE)).toEqual([]);
  });

  it('calls nothing honoured that these requests don’t try', () => {
    const tried = requests.flatMap((request) => pathsOf(request).map(patternOf));
    const untried = untriedOf(shape, tried);
    const honoured = untried.filter((path) => {
      const pointer = path.map((part) => `/${part}`).join('');
      return entryOf(planOf(having(path)).fidelity, pointer).level === 'honoured';
    });
    expect(honoured.map(patternOf)).toEqual([]);
  });
});

it('leaves to the container what it manages itself', () => {
  const [request] = PROCESSING;
  if (request === undefined) throw new Error('no request');
  const plan = planProcessing(request, OVERLAY, CONTEXT);
  expect(plan.containers[0]?.mounts.map(({ target }) => target)).not.toContain('/c');
  expect(plan.artefacts.map(({ name }) => name)).toEqual(['out']);
});

/** What is done, without the report itself, and without the files that only repeat the request. */
function executed({ fidelity: _, containers, ...plan }: RunPlan): string {
  const hosts = containers.map(({ files, ...container }) => ({
    ...container,
    files: Object.fromEntries(Object.entries(files).filter(([file]) => !file.endsWith('processingjobconfig.json'))),
  }));
  return JSON.stringify({ ...plan, containers: hosts });
}

function fileSystem() {
  return {
    FileSystemId: 'fs-1',
    FileSystemAccessMode: 'ro',
    FileSystemType: 'EFS',
    DirectoryPath: '/data',
  } as const;
}

function query(OutputS3Uri: string) {
  return { Catalog: 'a', Database: 'b', QueryString: 'c', OutputS3Uri, OutputFormat: 'PARQUET' };
}
