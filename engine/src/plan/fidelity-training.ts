import type { CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { channelHosts, channelMode, fileSystemKey } from './channels';
import { approximated, fidelityOf, HONOURED, ignored, refused } from './fidelity';
import type { FidelityTable, Judge } from './fidelity';
import {
  ENCRYPTED_TRAFFIC,
  environment,
  EXPERIMENT,
  FAST_FILE,
  image,
  imageOnlyAtAws,
  inputData,
  instanceCount,
  instanceType,
  isolation,
  KMS,
  outputData,
  PIPE,
  PLACEMENT,
  REGISTRY,
  role,
  SHARDED,
  TAGS,
  unless,
  VOLUME_SIZE,
  VPC,
} from './fidelity-common';
import { hostsOf } from './hosts';
import { folderOf } from './local';
import type { Local } from './local';
import { sourceVerdict } from './script-source';
import type { Fidelity } from './types';

const RULES = ignored('Rules are evaluated by processing jobs of AWS: none are started here.');
const PIPE_ONLY = ignored('Only Pipe mode does this, on SageMaker as well: the files come as they are.');

/** How each member of a training job's request is treated here. */
export function trainingFidelity(request: CreateTrainingJobCommandInput, local: Local): readonly Fidelity[] {
  return fidelityOf(request, trainingTable(request, local));
}

function trainingTable(request: CreateTrainingJobCommandInput, local: Local): FidelityTable {
  return {
    '/TrainingJobName': HONOURED,
    '/HyperParameters': sourceVerdict(request, local),
    '/RoleArn': role(local),
    '/Environment': environment(local),
    '/EnableNetworkIsolation': isolation(local),
    ...algorithmRows(request, local),
    ...channelRows(request, local),
    ...resourceRows(local),
    ...outputRows(local),
    ...serviceRows(),
  };
}

function algorithmRows(request: CreateTrainingJobCommandInput, local: Local): FidelityTable {
  const at = '/AlgorithmSpecification';
  return {
    [`${at}/TrainingImage`]: image(local),
    [`${at}/AlgorithmName`]:
      request.AlgorithmSpecification?.TrainingImage === undefined
        ? imageOnlyAtAws(local, 'An algorithm of SageMaker')
        : ignored('The training image is used.'),
    [`${at}/TrainingInputMode`]: inputMode,
    [`${at}/MetricDefinitions/*/Name`]: HONOURED,
    [`${at}/MetricDefinitions/*/Regex`]: HONOURED,
    [`${at}/EnableSageMakerMetricsTimeSeries`]: ignored('Metrics are kept with the job on this machine.'),
    [`${at}/ContainerEntrypoint`]: HONOURED,
    [`${at}/ContainerArguments`]: HONOURED,
    [`${at}/TrainingImageConfig`]: REGISTRY,
  };
}

const inputMode: Judge = (mode) => (mode === 'FastFile' ? FAST_FILE : mode === 'Pipe' ? PIPE : HONOURED);

function channelRows(request: CreateTrainingJobCommandInput, local: Local): FidelityTable {
  const at = '/InputDataConfig/*';
  const jobMode = request.AlgorithmSpecification?.TrainingInputMode;
  const channel = (index: number | undefined) => request.InputDataConfig?.[index ?? -1];
  const mode = (index: number | undefined) => channelMode(channel(index), jobMode);
  const none = (value: unknown) => value === 'None';
  const pipeOnly: Judge = (value, [index]) => (none(value) || mode(index) === 'Pipe' ? HONOURED : PIPE_ONLY);
  return {
    [`${at}/ChannelName`]: HONOURED,
    [`${at}/ContentType`]: HONOURED,
    [`${at}/CompressionType`]: pipeOnly,
    [`${at}/RecordWrapperType`]: pipeOnly,
    [`${at}/InputMode`]: inputMode,
    [`${at}/ShuffleConfig/Seed`]: (_, [index]) =>
      mode(index) === 'Pipe'
        ? approximated('Shuffled anew for every epoch, but not in the order AWS would choose.')
        : ignored('The order of files is only shuffled in Pipe mode.'),
    ...s3Rows(request, local, `${at}/DataSource/S3DataSource`, mode),
    [`${at}/DataSource/FileSystemDataSource`]: (_, [index]) => {
      const source = channel(index)?.DataSource?.FileSystemDataSource;
      const key = fileSystemKey(source?.FileSystemId, source?.DirectoryPath);
      return folderOf(local, key) === undefined
        ? refused(`File systems of AWS can’t be mounted here. Name a folder for \`${key}\` in \`s3\` of the overlay.`)
        : approximated('A folder of this machine stands for the file system, read-only.');
    },
    [`${at}/DataSource/DatasetSource/DatasetArn`]: (arn) =>
      typeof arn === 'string' && folderOf(local, arn) !== undefined
        ? approximated('A folder of this machine stands for the data set.')
        : refused(`The data set is kept by AWS. Name a folder for \`${String(arn)}\` in \`s3\` of the overlay.`),
  };
}

function s3Rows(
  request: CreateTrainingJobCommandInput,
  local: Local,
  at: string,
  mode: (index: number | undefined) => string,
): FidelityTable {
  const hosts = hostsOf(request.ResourceConfig);
  return {
    [`${at}/S3DataType`]: (type, [index]) =>
      type === 'AugmentedManifestFile' && mode(index) !== 'Pipe'
        ? refused('SageMaker takes augmented manifests in Pipe mode only: set InputMode to Pipe.')
        : type === 'ManifestFile' && mode(index) === 'FastFile'
          ? refused('SageMaker takes no manifests in FastFile mode: set InputMode to File.')
          : HONOURED,
    [`${at}/S3Uri`]: inputData(local),
    [`${at}/S3DataDistributionType`]: (type) => (type === 'ShardedByS3Key' ? SHARDED : HONOURED),
    [`${at}/AttributeNames`]: (_, [index]) =>
      request.InputDataConfig?.[index ?? -1]?.DataSource?.S3DataSource?.S3DataType === 'AugmentedManifestFile'
        ? HONOURED
        : ignored('Only augmented manifests have attributes.'),
    [`${at}/InstanceGroupNames`]: (_, [index]) =>
      channelHosts(request.InputDataConfig?.[index ?? -1], hosts).length > 0
        ? HONOURED
        : ignored('No group of ResourceConfig has such a name: no host gets the channel.'),
    [`${at}/ModelAccessConfig`]: ignored('Licences of hub models are accepted at AWS.'),
    [`${at}/HubAccessConfig`]: ignored('The hub is asked by AWS alone: the S3 URI is used as it is.'),
  };
}

function resourceRows(local: Local): FidelityTable {
  const at = '/ResourceConfig';
  return {
    [`${at}/InstanceType`]: instanceType(local),
    [`${at}/InstanceCount`]: instanceCount(local),
    [`${at}/InstanceGroups/*/InstanceType`]: instanceType(local),
    [`${at}/InstanceGroups/*/InstanceCount`]: instanceCount(local),
    [`${at}/InstanceGroups/*/InstanceGroupName`]: HONOURED,
    [`${at}/VolumeSizeInGB`]: VOLUME_SIZE,
    [`${at}/VolumeKmsKeyId`]: KMS,
    [`${at}/KeepAlivePeriodInSeconds`]: unless(0, ignored('There is no warm pool: containers end with the job.')),
    [`${at}/TrainingPlanArn`]: PLACEMENT,
    [`${at}/InstancePlacementConfig`]: PLACEMENT,
    [`${at}/InstancePreferences`]: PLACEMENT,
    [`${at}/SelectedInstanceType`]: PLACEMENT,
    [`${at}/SelectedInstanceCount`]: PLACEMENT,
  };
}

function outputRows(local: Local): FidelityTable {
  return {
    '/OutputDataConfig/S3OutputPath': outputData(local),
    '/OutputDataConfig/CompressionType': HONOURED,
    '/OutputDataConfig/KmsKeyId': KMS,
    '/CheckpointConfig/S3Uri': (uri) =>
      typeof uri === 'string' && folderOf(local, uri) !== undefined
        ? approximated(
            'A folder of this machine stands for it: its files are there at the start, new ones are copied to it.',
          )
        : approximated('Kept on this machine for the next job with the same URI, and not copied to S3.'),
    '/CheckpointConfig/LocalPath': HONOURED,
    '/StoppingCondition/MaxRuntimeInSeconds': HONOURED,
    '/StoppingCondition/MaxWaitTimeInSeconds': ignored('Nothing is waited for: there are no Spot instances here.'),
    '/StoppingCondition/MaxPendingTimeInSeconds': ignored('Nothing is waited for: the job starts at once.'),
  };
}

function serviceRows(): FidelityTable {
  const configOnly = approximated('The container finds its configuration file; nothing is uploaded.');
  return {
    '/VpcConfig': VPC,
    '/Tags': TAGS,
    '/EnableInterContainerTrafficEncryption': unless(false, ENCRYPTED_TRAFFIC),
    '/EnableManagedSpotTraining': unless(
      false,
      ignored('There are no Spot instances here: the job is not interrupted.'),
    ),
    '/DebugHookConfig': configOnly,
    '/DebugRuleConfigurations': RULES,
    '/TensorBoardOutputConfig': configOnly,
    '/ExperimentConfig': EXPERIMENT,
    '/ProfilerConfig': configOnly,
    '/ProfilerRuleConfigurations': RULES,
    '/RetryStrategy': ignored('A job is not started again after an internal error.'),
    '/RemoteDebugConfig/EnableRemoteDebug': unless(
      false,
      ignored('There is no Systems Manager session: open a shell in the container instead.'),
    ),
    '/InfraCheckConfig/EnableInfraCheck': unless(false, ignored('This machine is not checked before the start.')),
    '/SessionChainingConfig': ignored('Session tags only mean something at AWS.'),
    '/ServerlessJobConfig': refused('A serverless job has no container of yours: it can only run at AWS.'),
    '/MlflowConfig': ignored('Nothing is sent to MLflow but what the container itself sends.'),
    '/ModelPackageConfig': ignored('No model package is registered: the model stays on this machine.'),
  };
}
