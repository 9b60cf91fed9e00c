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
  PIPE,
  PLACEMENT,
  role,
  SHARDED,
  TAGS,
  unless,
  VOLUME_SIZE,
  VPC,
} from './fidelity-common';
import { folderOf } from './local';
import type { Local } from './local';
import type { Fidelity } from './types';

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
  /** What the container fetches itself is not looked at. */
  const unlessOwn =
    (judge: Judge): Judge =>
    (value, where) =>
      input(where[0])?.AppManaged === true ? OWN_INPUT : judge(value, where);
  const mode = unlessOwn((value) => (value === 'Pipe' ? NAMED_PIPE : HONOURED));
  const honoured = unlessOwn(() => HONOURED);
  return {
    [`${at}/InputName`]: HONOURED,
    [`${at}/AppManaged`]: HONOURED,
    [`${s3}/S3Uri`]: unlessOwn((uri, where) =>
      input(where[0])?.S3Input?.LocalPath === undefined ? NO_INPUT_PATH : data(uri, where),
    ),
    [`${s3}/LocalPath`]: honoured,
    [`${s3}/S3DataType`]: honoured,
    [`${s3}/S3InputMode`]: mode,
    [`${s3}/S3DataDistributionType`]: unlessOwn(sharding),
    [`${s3}/S3CompressionType`]: unlessOwn((type, [index]) =>
      type !== 'Gzip' || input(index)?.S3Input?.S3InputMode === 'Pipe'
        ? HONOURED
        : ignored('Only Pipe mode unpacks, on SageMaker as well: the files come as they are.'),
    ),
    [`${at}/DatasetDefinition/LocalPath`]: honoured,
    [`${at}/DatasetDefinition/InputMode`]: mode,
    [`${at}/DatasetDefinition/DataDistributionType`]: unlessOwn(sharding),
    [`${at}/DatasetDefinition/AthenaDatasetDefinition`]: (_, [index]) =>
      query(local, 'Athena', input(index)?.DatasetDefinition?.AthenaDatasetDefinition?.OutputS3Uri),
    [`${at}/DatasetDefinition/RedshiftDatasetDefinition`]: (_, [index]) =>
      query(local, 'Redshift', input(index)?.DatasetDefinition?.RedshiftDatasetDefinition?.OutputS3Uri),
  };
}

const NAMED_PIPE = approximated(
  `${PIPE.note} They are \`<LocalPath>_0\`, \`_1\` …, as in training: AWS does not say what it calls them.`,
);
const OWN_INPUT = approximated('The container fetches this itself: nothing is put in for it.');
const OWN_OUTPUT = approximated('The container uploads this itself: nothing is taken out for it.');
const NO_INPUT_PATH = refused(
  'An input that SageMaker fetches needs a LocalPath, at AWS as well: say where it is in the container.',
);
const NO_OUTPUT_PATH = refused(
  'An output that SageMaker uploads needs a LocalPath, at AWS as well: say where it is in the container.',
);
const NO_FEATURE_STORE = refused(
  'A feature group is kept by AWS, and only the container itself can write to it (AppManaged: true). Leave this output out for the run on this machine.',
);

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
  const output = (index: number | undefined) => request.ProcessingOutputConfig?.Outputs?.[index ?? -1];
  const unlessOwn =
    (judge: Judge): Judge =>
    (value, where) =>
      output(where[0])?.AppManaged === true ? OWN_OUTPUT : judge(value, where);
  return {
    [`${at}/KmsKeyId`]: KMS,
    [`${one}/OutputName`]: HONOURED,
    [`${one}/AppManaged`]: HONOURED,
    [`${one}/S3Output/S3Uri`]: unlessOwn((uri, where) =>
      output(where[0])?.S3Output?.LocalPath === undefined ? NO_OUTPUT_PATH : data(uri, where),
    ),
    [`${one}/S3Output/LocalPath`]: unlessOwn(() => HONOURED),
    [`${one}/S3Output/S3UploadMode`]: unlessOwn((mode) =>
      mode === 'Continuous' ? approximated('Copied every few seconds, and once more at the end.') : HONOURED,
    ),
    // At AWS as well it is only for outputs that the container manages.
    [`${one}/FeatureStoreOutput`]: unlessOwn(() => NO_FEATURE_STORE),
  };
}
