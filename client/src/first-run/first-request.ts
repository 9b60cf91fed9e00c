import { posix, relative, sep } from 'node:path';
import { LOCAL_MODEL, LOCAL_S3 } from '../../../engine/src/requests/local-s3';
import type { AnyRequest } from '../../../engine/src/requests/request-for';
import type { RequestKind } from '../../../engine/src/requests/types';
import type { ContainerSettings } from '../../../engine/src/session/container-settings';
import { PROCESSING_DIR } from '../../../contract/opt-ml';

/** The smallest type with one GPU that jobs and endpoints of all kinds can have. */
export const GPU_INSTANCE_TYPE = 'ml.g4dn.xlarge';

/** What the first run of an image has to know. */
export interface Answers {
  /** Folder or file with the data; undefined: none. */
  readonly data: string | undefined;
  /** Folder or archive of the model; undefined: none. */
  readonly model: string | undefined;
  readonly hyperparameters: Readonly<Record<string, string>>;
  readonly gpu: boolean;
}

/** What a run is made from; the path is absolute. */
export type RunSource =
  | { readonly kind: 'dockerfile'; readonly path: string; readonly settings: ContainerSettings }
  | { readonly kind: 'image'; readonly image: string };

/** The request with the answers in it. */
export function withAnswers(kind: RequestKind, request: AnyRequest, answers: Answers): object {
  const answered = withData(kind, request, answers);
  return answers.gpu ? withInstanceType(answered, GPU_INSTANCE_TYPE) : answered;
}

/** Every instance type of the request in favour of another. */
function withInstanceType(request: object, type: string): object {
  const text = JSON.stringify(request, (name, value: unknown) => (name === 'InstanceType' ? type : value));
  const changed: unknown = JSON.parse(text);
  return typeof changed === 'object' && changed !== null ? changed : request;
}

function withData(kind: RequestKind, request: AnyRequest, answers: Answers): object {
  switch (kind) {
    case 'training-job':
      return {
        ...request,
        ...(answers.data === undefined
          ? {}
          : { InputDataConfig: [{ ChannelName: 'training', DataSource: { S3DataSource: s3Source(inputOf(kind)) } }] }),
        ...(Object.keys(answers.hyperparameters).length === 0 ? {} : { HyperParameters: answers.hyperparameters }),
      };
    case 'processing-job': {
      const input = {
        InputName: 'input',
        S3Input: {
          S3Uri: inputOf(kind),
          LocalPath: `${PROCESSING_DIR}/input`,
          S3DataType: 'S3Prefix',
          S3InputMode: 'File',
        },
      };
      return { ...request, ...(answers.data === undefined ? {} : { ProcessingInputs: [input] }) };
    }
    case 'transform-job':
    case 'endpoint':
      return answers.model === undefined ? request : withModel(request);
  }
}

function withModel(request: AnyRequest): object {
  if (!('Model' in request)) return request;
  const { Model } = request;
  return {
    ...request,
    Model: { ...Model, PrimaryContainer: { ...Model.PrimaryContainer, ModelDataUrl: LOCAL_MODEL } },
  };
}

function s3Source(S3Uri: string): object {
  return { S3DataType: 'S3Prefix', S3Uri };
}

/** The URI that the request names in the place of the data. */
function inputOf(kind: RequestKind): string {
  return kind === 'training-job' ? `${LOCAL_S3}/input/training` : `${LOCAL_S3}/input`;
}

/** What of it is about this machine, with paths relative to `folder`, the overlay's. */
export function overlayFor(
  kind: RequestKind,
  image: string,
  source: RunSource,
  answers: Answers,
  folder: string,
): Readonly<Record<string, unknown>> {
  const s3 = {
    ...(answers.data === undefined ? {} : { [inputOf(kind)]: pathFrom(folder, answers.data) }),
    ...(answers.model === undefined ? {} : { [LOCAL_MODEL]: pathFrom(folder, answers.model) }),
  };
  return {
    ...(Object.keys(s3).length === 0 ? {} : { s3 }),
    ...(source.kind === 'image' ? {} : { images: { [image]: buildOf(source.path, source.settings, folder) } }),
    ...(answers.gpu ? { gpus: 'all' } : {}),
    ...(source.kind === 'image' || source.settings.platform === undefined
      ? {}
      : { platform: source.settings.platform }),
  };
}

function buildOf(dockerfile: string, { context, target, buildArguments }: ContainerSettings, folder: string): object {
  return {
    dockerfile: pathFrom(folder, dockerfile),
    ...(context === undefined ? {} : { context: pathFrom(folder, context) }),
    ...(target === undefined ? {} : { target }),
    ...(Object.keys(buildArguments).length === 0 ? {} : { buildArguments }),
  };
}

/** `./data`, `../shared`: as people write it, with forward slashes. */
export function pathFrom(folder: string, path: string): string {
  const way = relative(folder, path).split(sep).join(posix.sep);
  return way === '' ? '.' : way.startsWith('.') || way.startsWith('/') || way.includes(':') ? way : `./${way}`;
}

/** `lr=0.1 epochs=3`, with quotes around what has blanks; a string: what is wrong with it. */
export function readHyperparameters(text: string): Readonly<Record<string, string>> | string {
  const found: Record<string, string> = {};
  for (const word of text.match(/(?:[^\s"]+|"[^"]*")+/g) ?? []) {
    const at = word.indexOf('=');
    if (at < 1) return word;
    found[word.slice(0, at)] = word.slice(at + 1).replaceAll('"', '');
  }
  return found;
}

/** Whether an image is likely to want a GPU, from the text of its Dockerfile or its name. */
export function wantsGpu(text: string): boolean {
  return /\b(?:cuda|nvidia|cudnn)|[-_:.]gpu\b/i.test(text);
}
