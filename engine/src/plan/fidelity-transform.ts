import type { CreateModelCommandInput, CreateTransformJobCommandInput } from '@aws-sdk/client-sagemaker';
import { PAYLOAD_LIMIT_BYTES } from '../../../contract/serving';
import { approximated, fidelityOf, HONOURED, ignored, refused } from './fidelity';
import type { FidelityTable, Judge, Verdict } from './fidelity';
import { environment, EXPERIMENT, inputData, instanceType, KMS, outputData, TAGS, unless } from './fidelity-common';
import { modelTable } from './fidelity-model';
import type { Local } from './local';
import { dataProcessing } from './transform-processing';
import { MEGABYTE } from './transform-size';
import type { Fidelity } from './types';

/** How each member of a transform job's request, and of its model's below `/Model`, is treated here. */
export function transformFidelity(
  request: CreateTransformJobCommandInput,
  model: CreateModelCommandInput,
  local: Local,
): readonly Fidelity[] {
  const ofModel = fidelityOf(model, { ...modelTable(model, local), ...MODEL_MODES }).map((entry) => ({
    ...entry,
    pointer: `/Model${entry.pointer}`,
  }));
  return [...fidelityOf(request, transformTable(request, model, local)), ...ofModel];
}

const multiModel: Judge = (mode) =>
  mode === 'MultiModel'
    ? refused('A transform job asks no model by its name, so a container of many models can’t answer it.')
    : HONOURED;

/** What an endpoint can do with a model, and a transform job can’t. */
const MODEL_MODES: FidelityTable = {
  '/InferenceExecutionConfig/Mode': (mode) =>
    mode === 'Direct'
      ? refused('A transform job names no container of the model: its containers can only be called in a row (Serial).')
      : HONOURED,
  '/PrimaryContainer/Mode': multiModel,
  '/Containers/*/Mode': multiModel,
};

const dataType: Judge = (type) => {
  if (type === 'S3Prefix') return HONOURED;
  if (type === 'ManifestFile') {
    return approximated('Outputs are named by the whole key of the object; AWS does not say how it names them.');
  }
  return refused('The input of a transform job is an S3Prefix or a ManifestFile, at AWS as well.');
};

function splitType(request: CreateTransformJobCommandInput): Judge {
  return (split) =>
    (split === 'RecordIO' || split === 'TFRecord') && request.BatchStrategy !== 'MultiRecord'
      ? approximated(
          'A record that is sent alone is sent without its frame (lengths, checksums, padding); AWS says no more than that the padding is removed.',
        )
      : HONOURED;
}

/** AWS takes no job whose requests that are under way could have more than 100 MB. */
function payload(request: CreateTransformJobCommandInput): Verdict {
  if (request.MaxPayloadInMB === 0) {
    return approximated('The input is streamed in chunks; each answer is held in memory before it is written.');
  }
  const most = PAYLOAD_LIMIT_BYTES.batch.value / MEGABYTE;
  return (request.MaxPayloadInMB ?? 0) * Math.max(1, request.MaxConcurrentTransforms ?? 1) > most
    ? refused(`MaxConcurrentTransforms × MaxPayloadInMB may be ${most} at most, at AWS as well (BATCH-03).`)
    : HONOURED;
}

function transformTable(
  request: CreateTransformJobCommandInput,
  model: CreateModelCommandInput,
  local: Local,
): FidelityTable {
  return {
    '/TransformJobName': HONOURED,
    '/ModelName': (name) =>
      model.ModelName === undefined || model.ModelName === name
        ? HONOURED
        : refused(`The model given here is ${model.ModelName}: both must have the same name.`),
    '/MaxConcurrentTransforms': HONOURED,
    '/ModelClientConfig/InvocationsTimeoutInSeconds': HONOURED,
    '/ModelClientConfig/InvocationsMaxRetries': HONOURED,
    '/MaxPayloadInMB': payload(request),
    '/BatchStrategy': HONOURED,
    '/Environment': environment(local),
    '/TransformInput/DataSource/S3DataSource/S3DataType': dataType,
    '/TransformInput/DataSource/S3DataSource/S3Uri': inputData(local),
    '/TransformInput/ContentType': HONOURED,
    '/TransformInput/CompressionType': HONOURED,
    '/TransformInput/SplitType': splitType(request),
    '/TransformOutput/S3OutputPath': outputData(local),
    '/TransformOutput/Accept': HONOURED,
    '/TransformOutput/AssembleWith': HONOURED,
    '/TransformOutput/KmsKeyId': KMS,
    '/DataCaptureConfig': ignored('Requests and answers are not captured.'),
    '/TransformResources/InstanceType': instanceType(local),
    '/TransformResources/InstanceCount': unless(
      1,
      approximated(
        'All hosts run on this machine, and the objects are dealt out in turn; which host gets which can differ from SageMaker.',
      ),
    ),
    '/TransformResources/VolumeKmsKeyId': KMS,
    '/TransformResources/TransformAmiVersion': ignored('This machine’s own GPU driver is used.'),
    '/DataProcessing/InputFilter': dataProcessing(request, 'InputFilter'),
    '/DataProcessing/OutputFilter': dataProcessing(request, 'OutputFilter'),
    '/DataProcessing/JoinSource': dataProcessing(request, 'JoinSource'),
    '/Tags': TAGS,
    '/ExperimentConfig': EXPERIMENT,
  };
}
