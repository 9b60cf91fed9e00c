import type { CreateProcessingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { approximated, fidelityOf, HONOURED, ignored, refused } from './fidelity';
import type { FidelityTable, Judge, Verdict } from './fidelity';
import {
  ENCRYPTED_TRAFFIC,
  environment,
  EXPERIMENT,
  image,
  inputData,
  instanceCount,
  instanceType,
  isolation,
  KMS,
  outputData,
  PLACEMENT,
  role,
  TAGS,
  unless,
  VOLUME_SIZE,
  VPC,
} from './fidelity-common';
import { folderOf } from './local';
import type { Local } from './local';
import type { Fidelity } from './types';

const SHARDED = approximated(
  'The sorted files are dealt out in turn; which host gets which can differ from SageMaker.',
);

/** How each member of a processing job's request is treated here. */
export function processingFidelity(request: CreateProcessingJobCommandInput, local: Local): readonly Fidelity[] {
  return fidelityOf(request, {
    '/ProcessingJobName': HONOURED,
    '/RoleArn': role(local),
    '/Environment': environment(local),
    '/Tags': TAGS,
    '/ExperimentConfig': EXPERIMENT,
    '/StoppingCondition/MaxRuntimeInSeconds': HONOURED,
    '/AppSpecification/ImageUri': image(local),
    '/AppSpecification/ContainerEntrypoint': HONOURED,
    '/AppSpecification/ContainerArguments': HONOURED,
    '/NetworkConfig/EnableNetworkIsolation': isolation(local),
    '/NetworkConfig/EnableInterContainerTrafficEncryption': unless(false, ENCRYPTED_TRAFFIC),
    '/NetworkConfig/VpcConfig': VPC,
    ...clusterRows(local),
    ...inputRows(request, local),
    ...outputRows(request, local),
  });
}

function clusterRows(local: Local): FidelityTable {
  const at = '/ProcessingResources/ClusterConfig';
  return {
    [`${at}/InstanceCount`]: instanceCount(local),
    [`${at}/InstanceType`]: instanceType(local),
    [`${at}/VolumeSizeInGB`]: VOLUME_SIZE,
    [`${at}/VolumeKmsKeyId`]: KMS,
    [`${at}/InstancePreferences`]: PLACEMENT,
    [`${at}/SelectedInstanceType`]: PLACEMENT,
    [`${at}/SelectedInstanceCount`]: PLACEMENT,
  };
}

function inputRows(request: CreateProcessingJobCommandInput, local: Local): FidelityTable {
  const at = '/ProcessingInputs/*';
  const s3 = `${at}/S3Input`;
  const input = (index: number | undefined) => request.ProcessingInputs?.[index ?? -1];
  const data = inputData(local);
  return {
    [`${at}/InputName`]: HONOURED,
    [`${at}/AppManaged`]: HONOURED,
    [`${s3}/S3Uri`]: (uri, where) =>
      input(where[0])?.AppManaged === true ? approximated('The container fetches this itself.') : data(uri, where),
    [`${s3}/LocalPath`]: HONOURED,
    [`${s3}/S3DataType`]: HONOURED,
    [`${s3}/S3InputMode`]: HONOURED,
    [`${s3}/S3DataDistributionType`]: sharding,
    [`${s3}/S3CompressionType`]: (type, [index]) =>
      type !== 'Gzip' || input(index)?.S3Input?.S3InputMode === 'Pipe'
        ? HONOURED
        : ignored('Only Pipe mode unpacks, on SageMaker as well: the files come as they are.'),
    [`${at}/DatasetDefinition/LocalPath`]: HONOURED,
    [`${at}/DatasetDefinition/InputMode`]: HONOURED,
    [`${at}/DatasetDefinition/DataDistributionType`]: sharding,
    [`${at}/DatasetDefinition/AthenaDatasetDefinition`]: (_, [index]) =>
      query(local, 'Athena', input(index)?.DatasetDefinition?.AthenaDatasetDefinition?.OutputS3Uri),
    [`${at}/DatasetDefinition/RedshiftDatasetDefinition`]: (_, [index]) =>
      query(local, 'Redshift', input(index)?.DatasetDefinition?.RedshiftDatasetDefinition?.OutputS3Uri),
  };
}

const sharding: Judge = (type) => (type === 'ShardedByS3Key' ? SHARDED : HONOURED);

function query(local: Local, service: string, uri: string | undefined): Verdict {
  return uri !== undefined && folderOf(local, uri) !== undefined
    ? approximated('The query is not run: the folder that stands for OutputS3Uri has its answer.')
    : refused(
        `${service} can’t be asked from here. Put the query’s answer in a folder, and name it for ${uri ?? 'OutputS3Uri'} in \`s3\` of the overlay.`,
      );
}

function outputRows(request: CreateProcessingJobCommandInput, local: Local): FidelityTable {
  const at = '/ProcessingOutputConfig';
  const one = `${at}/Outputs/*`;
  const data = outputData(local);
  return {
    [`${at}/KmsKeyId`]: KMS,
    [`${one}/OutputName`]: HONOURED,
    [`${one}/AppManaged`]: HONOURED,
    [`${one}/S3Output/S3Uri`]: (uri, where) =>
      request.ProcessingOutputConfig?.Outputs?.[where[0] ?? -1]?.AppManaged === true
        ? approximated('The container uploads this itself.')
        : data(uri, where),
    [`${one}/S3Output/LocalPath`]: HONOURED,
    [`${one}/S3Output/S3UploadMode`]: (mode) =>
      mode === 'Continuous' ? approximated('Everything is taken out at the end of the job.') : HONOURED,
    [`${one}/FeatureStoreOutput`]: ignored('Nothing is written to a feature group.'),
  };
}
