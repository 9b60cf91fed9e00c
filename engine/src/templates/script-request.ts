import { hostDriver, INFERENCE_AMI_VERSIONS, TRANSFORM_AMI_VERSIONS } from '../../../contract/gpu';
import { cudaOf } from '../../../contract/images/offered-versions';
import { resolveImage } from '../../../contract/images/resolve';
import { PROCESSING_DIR, PROCESSING_INPUT_CODE_DIR } from '../../../contract/opt-ml';
import { scriptEnvironment, scriptHyperparameters, SOURCE_ARCHIVE } from '../../../contract/script-mode';
import { requestFor } from '../requests/request-for';
import type { RequestKind } from '../requests/types';
import { UserError } from '../user-error';
import { endpointRequest, transformRequest } from './model-request';
import { channelOf } from './request-place';
import type { RequestPlace, WrittenRequest } from './request-place';

/** What is to be known of a request for a script in an image of AWS. */
export interface ScriptOptions {
  /** Id of a family of the catalogue: `pytorch`. */
  readonly framework: string;
  readonly version: string;
  readonly processor: 'cpu' | 'gpu';
  /** Of the job or endpoint. */
  readonly name: string;
  readonly place: RequestPlace;
  /** Folder with the code, relative to the overlay. Of a model: the folder of the model, which has the code in `code/`. */
  readonly source: string;
  /** The program, relative to the folder with the code. */
  readonly program: string;
  /** Of a training job. */
  readonly hyperparameters: Readonly<Record<string, string>>;
}

/** On which images for GPUs run: their drivers are new enough for the CUDA of each. */
const GPU_TYPE = 'ml.g5.xlarge';

/**
 * A request that runs a script in AWS’s image of a framework, as the SageMaker Python SDK writes it. The source folder is
 * packed when the request is launched. Throws a UserError where the region has no such image.
 */
export function scriptRequest(kind: RequestKind, options: ScriptOptions): WrittenRequest {
  const image = imageFor(kind, options);
  const { name, place, source, program, processor } = options;
  const served = { name, image, model: source, environment: scriptEnvironment(program, place.region) };
  const machine = processor === 'gpu' ? { InstanceType: GPU_TYPE } : {};
  switch (kind) {
    case 'training-job':
      return trainingRequest(image, machine, options);
    case 'processing-job':
      return processingRequest(image, machine, options);
    case 'endpoint':
      return endpointRequest(served, place, { ...machine, ...newerDriver('hosting', options) });
    case 'transform-job':
      return transformRequest(
        served,
        place,
        { contentType: 'text/csv', accept: 'text/csv' },
        { ...machine, ...newerDriver('batch', options) },
      );
  }
}

/** There are no images for processing scripts: the SDK takes those for training. */
function imageFor(kind: RequestKind, { framework, version, processor, place: { region } }: ScriptOptions): string {
  const serves = kind === 'endpoint' || kind === 'transform-job';
  const wanted = { family: framework, version, processor, region };
  const found = resolveImage({ ...wanted, kind: serves ? 'inference' : 'training' });
  if ('uri' in found) return found.uri;
  throw new UserError(found.error, 'Choose another version or region.');
}

/** Where the driver that an instance has by itself is too old for the image. */
function newerDriver(service: 'hosting' | 'batch', { framework, version, processor }: ScriptOptions): object {
  const cuda = cudaOf(framework, version, 'inference');
  const host = hostDriver(GPU_TYPE, service);
  if (processor === 'cpu' || cuda === undefined || host === undefined || Number(cuda) <= Number(host.cuda)) return {};
  const newest = (versions: readonly string[]) => versions.filter((it) => it.includes('-gpu-')).at(-1);
  return service === 'batch'
    ? { TransformAmiVersion: newest(TRANSFORM_AMI_VERSIONS.value) }
    : { InferenceAmiVersion: newest(INFERENCE_AMI_VERSIONS.value) };
}

function trainingRequest(image: string, machine: object, options: ScriptOptions): WrittenRequest {
  const { name, place, source, program, hyperparameters } = options;
  const { root, region } = place;
  const plain = requestFor('training-job', name, image);
  if (!('ResourceConfig' in plain)) throw new Error('a training job has resources');
  const archive = `${root}/source/${SOURCE_ARCHIVE}`;
  return {
    request: {
      ...plain,
      HyperParameters: scriptHyperparameters({ program, archive, region, jobName: name }, hyperparameters),
      InputDataConfig: [channelOf('training', `${root}/training/`, undefined)],
      OutputDataConfig: { S3OutputPath: `${root}/output` },
      ResourceConfig: { ...plain.ResourceConfig, ...machine },
    },
    overlay: { s3: { [archive]: source, [`${root}/training/`]: './data/training' } },
    folders: [source, './data/training'],
  };
}

/** As the SDK’s ScriptProcessor: the code is an input, and Python runs it. */
function processingRequest(image: string, machine: object, options: ScriptOptions): WrittenRequest {
  const { name, place, source, program } = options;
  const { root } = place;
  const plain = requestFor('processing-job', name, image);
  if (!('ProcessingResources' in plain)) throw new Error('a processing job has resources');
  const { ClusterConfig } = plain.ProcessingResources ?? {};
  const input = (InputName: string, LocalPath: string): object => ({
    InputName,
    S3Input: { S3Uri: `${root}/${InputName}/`, LocalPath, S3DataType: 'S3Prefix', S3InputMode: 'File' },
  });
  return {
    request: {
      ...plain,
      AppSpecification: {
        ImageUri: image,
        ContainerEntrypoint: ['python3', `${PROCESSING_INPUT_CODE_DIR}/${program}`],
      },
      ProcessingInputs: [input('code', PROCESSING_INPUT_CODE_DIR), input('input', `${PROCESSING_DIR}/input/data`)],
      ProcessingOutputConfig: {
        Outputs: [
          {
            OutputName: 'output',
            S3Output: {
              S3Uri: `${root}/output`,
              LocalPath: `${PROCESSING_DIR}/output`,
              S3UploadMode: 'EndOfJob',
            },
          },
        ],
      },
      ProcessingResources: { ClusterConfig: { ...ClusterConfig, ...machine } },
    },
    overlay: { s3: { [`${root}/code/`]: source, [`${root}/input/`]: './data/input' } },
    folders: [source, './data/input'],
  };
}
