import type {
  Channel,
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
  CreateTransformJobCommandInput,
  ProcessingInput,
  SplitType,
} from '@aws-sdk/client-sagemaker';
import { resolve } from 'node:path';
import { PROCESSING_DIR } from '../../contract/opt-ml';
import type { EndpointRequest, RequestDocument } from '../../engine/src/requests/types';
import type { OptionName, Options } from './read-options';
import { LOCAL_MODEL, LOCAL_S3 } from '../../engine/src/requests/local-s3';
import { UsageError } from './usage';

/** Options that change the request itself, by kind. */
export const REQUEST_OPTIONS = {
  'training-job': ['name', 'channel', 'hyperparameter', 'instance-count', 'instance-type', 'output'],
  'processing-job': ['name', 'input', 'instance-count', 'instance-type', 'output'],
  'transform-job': ['name', 'model', 'input', 'instance-type', 'output', 'content-type', 'accept', 'split'],
  endpoint: ['name', 'model', 'instance-type'],
} as const satisfies Record<RequestDocument['kind'], readonly OptionName[]>;

/** A request with what the options say, and the folders that stand for its S3 addresses. */
export interface Changed {
  readonly document: RequestDocument;
  readonly s3: Readonly<Record<string, string>>;
}

/** Puts options into a request. Paths are relative to `cwd`. */
export function changeRequest(document: RequestDocument, options: Options, cwd: string): Changed {
  const s3 = new Map<string, string>();
  const place = (uri: string, path: string): string => {
    s3.set(uri, resolve(cwd, path));
    return uri;
  };
  const changed = changeByKind(document, options, place);
  return { document: changed, s3: Object.fromEntries(s3) };
}

/** Says that a folder or file stands for an S3 address; answers the address. */
type Place = (uri: string, path: string) => string;

function changeByKind(document: RequestDocument, options: Options, place: Place): RequestDocument {
  switch (document.kind) {
    case 'training-job':
      return { kind: document.kind, request: changeTraining(document.request, options, place) };
    case 'processing-job':
      return { kind: document.kind, request: changeProcessing(document.request, options, place) };
    case 'transform-job': {
      const request = changeTransform(document.request, options, place);
      const { model } = document;
      if (model === undefined && options.text('model') !== undefined) {
        throw new UsageError('--model needs a request that holds its model: add "Model" to the document.');
      }
      return { kind: document.kind, request, ...(model && { model: changeModel(model, options, place) }) };
    }
    case 'endpoint':
      return { kind: document.kind, request: changeEndpoint(document.request, options, place) };
  }
}

function changeTraining(
  request: CreateTrainingJobCommandInput,
  options: Options,
  place: Place,
): CreateTrainingJobCommandInput {
  const channels = [...(request.InputDataConfig ?? [])];
  for (const [name, path] of options.pairs('channel')) {
    const given = channels.findIndex((it) => it.ChannelName === name);
    const uri = channels[given]?.DataSource?.S3DataSource?.S3Uri;
    if (uri !== undefined) place(uri, path);
    else channels.splice(given < 0 ? channels.length : given, given < 0 ? 0 : 1, channelFor(name, path, place));
  }
  const hyperparameters = { ...request.HyperParameters, ...Object.fromEntries(options.pairs('hyperparameter')) };
  const output = onlyOutput(options);
  if (output !== undefined) place(request.OutputDataConfig?.S3OutputPath ?? '', output);
  const size = sizeOf(options);
  if (size.InstanceCount !== undefined && request.ResourceConfig?.InstanceGroups !== undefined) {
    throw new UsageError('--instance-count does not fit a request with instance groups: change the request.');
  }
  return {
    ...request,
    TrainingJobName: options.text('name') ?? request.TrainingJobName,
    ...(channels.length === 0 ? {} : { InputDataConfig: channels }),
    ...(Object.keys(hyperparameters).length === 0 ? {} : { HyperParameters: hyperparameters }),
    ...(request.ResourceConfig === undefined ? {} : { ResourceConfig: { ...request.ResourceConfig, ...size } }),
  };
}

function channelFor(name: string, path: string, place: Place): Channel {
  const S3Uri = place(`${LOCAL_S3}/input/${name}`, path);
  return { ChannelName: name, DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri } } };
}

function changeProcessing(
  request: CreateProcessingJobCommandInput,
  options: Options,
  place: Place,
): CreateProcessingJobCommandInput {
  const inputs = [...(request.ProcessingInputs ?? [])];
  for (const [name, path] of options.pairs('input')) {
    const uri = inputs.find((it) => it.InputName === name)?.S3Input?.S3Uri;
    if (uri !== undefined) place(uri, path);
    else inputs.push(inputFor(name, path, place));
  }
  const outputs = request.ProcessingOutputConfig?.Outputs ?? [];
  for (const text of options.list('output')) {
    const [name, path] = outputs.length === 1 && !text.includes('=') ? [outputs[0]?.OutputName, text] : named(text);
    const uri = outputs.find((it) => it.OutputName === name)?.S3Output?.S3Uri;
    if (uri === undefined) throw new UsageError(`The request has no output ${name ?? ''}.`);
    place(uri, path);
  }
  const words = options.positionals.slice(1);
  const { ProcessingResources: resources, AppSpecification: app } = request;
  const cluster = resources?.ClusterConfig;
  return {
    ...request,
    ProcessingJobName: options.text('name') ?? request.ProcessingJobName,
    ...(inputs.length === 0 ? {} : { ProcessingInputs: inputs }),
    ...(app === undefined || words.length === 0 ? {} : { AppSpecification: { ...app, ContainerArguments: words } }),
    ...(cluster === undefined
      ? {}
      : {
          ProcessingResources: {
            ...resources,
            ClusterConfig: { ...cluster, ...sizeOf(options) },
          },
        }),
  };
}

function named(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--output takes name=folder here; not ${text}.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function inputFor(name: string, path: string, place: Place): ProcessingInput {
  return {
    InputName: name,
    S3Input: {
      S3Uri: place(`${LOCAL_S3}/input/${name}`, path),
      LocalPath: `${PROCESSING_DIR}/input/${name}`,
      S3DataType: 'S3Prefix',
      S3InputMode: 'File',
    },
  };
}

const SPLITS: readonly SplitType[] = ['None', 'Line', 'RecordIO', 'TFRecord'];

function changeTransform(
  request: CreateTransformJobCommandInput,
  options: Options,
  place: Place,
): CreateTransformJobCommandInput {
  const [input, ...others] = options.list('input');
  if (others.length > 0) throw new UsageError('A transform job has one --input.');
  if (input !== undefined) place(request.TransformInput?.DataSource?.S3DataSource?.S3Uri ?? '', input);
  const output = onlyOutput(options);
  if (output !== undefined) place(request.TransformOutput?.S3OutputPath ?? '', output);
  const split = options.text('split');
  const splitType = SPLITS.find((it) => it === split);
  if (split !== undefined && splitType === undefined) throw new UsageError(`--split takes ${SPLITS.join(', ')}.`);
  const contentType = options.text('content-type');
  const accept = options.text('accept');
  const { TransformInput, TransformOutput } = request;
  return {
    ...request,
    TransformJobName: options.text('name') ?? request.TransformJobName,
    TransformInput: TransformInput && {
      ...TransformInput,
      ...(contentType === undefined ? {} : { ContentType: contentType }),
      ...(splitType === undefined ? {} : { SplitType: splitType }),
    },
    TransformOutput: TransformOutput && { ...TransformOutput, ...(accept === undefined ? {} : { Accept: accept }) },
  };
}

function changeEndpoint(request: EndpointRequest, options: Options, place: Place): EndpointRequest {
  const name = options.text('name') ?? request.Endpoint.EndpointName;
  if (options.text('model') !== undefined && (request.Models?.length ?? 1) > 1) {
    throw new UsageError('--model does not say which of the models it is for: name folders in the overlay.');
  }
  const model = changeModel(request.Model, options, place);
  return {
    ...request,
    Model: model,
    ...(request.Models === undefined ? {} : { Models: [model, ...request.Models.slice(1)] }),
    Endpoint: { ...request.Endpoint, EndpointName: name },
  };
}

function changeModel(model: CreateModelCommandInput, options: Options, place: Place): CreateModelCommandInput {
  const path = options.text('model');
  if (path === undefined) return model;
  const container = model.PrimaryContainer;
  if (container === undefined) {
    throw new UsageError('--model is for models of one container: name folders in the overlay.');
  }
  const uri = container.ModelDataUrl ?? container.ModelDataSource?.S3DataSource?.S3Uri;
  if (uri !== undefined) {
    place(uri, path);
    return model;
  }
  return { ...model, PrimaryContainer: { ...container, ModelDataUrl: place(LOCAL_MODEL, path) } };
}

function onlyOutput(options: Options): string | undefined {
  const [output, ...others] = options.list('output');
  if (others.length > 0) throw new UsageError('The job has one --output.');
  return output;
}

function sizeOf(options: Options): { InstanceCount?: number } {
  const count = options.text('instance-count');
  if (count !== undefined && !/^[1-9]\d{0,3}$/.test(count)) {
    throw new UsageError(`--instance-count takes a number of hosts; not ${count}.`);
  }
  return count === undefined ? {} : { InstanceCount: Number(count) };
}
