import type { CreateModelCommandInput, CreateTransformJobCommandInput } from '@aws-sdk/client-sagemaker';
import { approximated, fidelityOf, HONOURED, ignored, refused } from './fidelity';
import type { FidelityTable } from './fidelity';
import { environment, EXPERIMENT, inputData, instanceType, KMS, outputData, TAGS, unless } from './fidelity-common';
import { modelTable } from './fidelity-model';
import type { Local } from './local';
import type { Fidelity } from './types';

/** How each member of a transform job's request, and of its model's below `/Model`, is treated here. */
export function transformFidelity(
  request: CreateTransformJobCommandInput,
  model: CreateModelCommandInput,
  local: Local,
): readonly Fidelity[] {
  const ofModel = fidelityOf(model, modelTable(model, local)).map((entry) => ({
    ...entry,
    pointer: `/Model${entry.pointer}`,
  }));
  return [...fidelityOf(request, transformTable(model, local)), ...ofModel];
}

function transformTable(model: CreateModelCommandInput, local: Local): FidelityTable {
  return {
    '/TransformJobName': HONOURED,
    '/ModelName': (name) =>
      model.ModelName === undefined || model.ModelName === name
        ? HONOURED
        : refused(`The model given here is ${model.ModelName}: both must have the same name.`),
    '/MaxConcurrentTransforms': HONOURED,
    '/ModelClientConfig/InvocationsTimeoutInSeconds': HONOURED,
    '/ModelClientConfig/InvocationsMaxRetries': HONOURED,
    '/MaxPayloadInMB': HONOURED,
    '/BatchStrategy': HONOURED,
    '/Environment': environment(local),
    '/TransformInput/DataSource/S3DataSource/S3DataType': HONOURED,
    '/TransformInput/DataSource/S3DataSource/S3Uri': inputData(local),
    '/TransformInput/ContentType': HONOURED,
    '/TransformInput/CompressionType': HONOURED,
    '/TransformInput/SplitType': HONOURED,
    '/TransformOutput/S3OutputPath': outputData(local),
    '/TransformOutput/Accept': HONOURED,
    '/TransformOutput/AssembleWith': HONOURED,
    '/TransformOutput/KmsKeyId': KMS,
    '/DataCaptureConfig': ignored('Requests and answers are not captured.'),
    '/TransformResources/InstanceType': instanceType(local),
    '/TransformResources/InstanceCount': unless(1, approximated('One container does the work of all instances.')),
    '/TransformResources/VolumeKmsKeyId': KMS,
    '/TransformResources/TransformAmiVersion': ignored('This machine’s own GPU driver is used.'),
    '/DataProcessing/InputFilter': HONOURED,
    '/DataProcessing/OutputFilter': HONOURED,
    '/DataProcessing/JoinSource': HONOURED,
    '/Tags': TAGS,
    '/ExperimentConfig': EXPERIMENT,
  };
}
