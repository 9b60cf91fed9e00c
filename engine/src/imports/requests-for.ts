import { isRecord } from '../requests/json-value';
import { requestFor } from '../requests/request-for';
import { LOCAL_MODEL, LOCAL_S3 } from '../requests/local-s3';
import { plainName } from '../session/plain-name';
import { jsonFile } from '../templates/render';
import type { NewFile } from '../templates/render';
import { fromFolder } from './files';

/** What an image is made from: a Dockerfile and how it is built. Paths from the imported folder. */
export interface Build {
  readonly dockerfile: string;
  readonly context: string;
  readonly buildArguments: Readonly<Record<string, string>>;
}

export interface ImportedJob {
  /** Begins the names of the files: `train` gives `train.training-job.json`. */
  readonly stem: string;
  /** Folder the files go to, from the imported one. */
  readonly folder: string;
  readonly name: string;
  readonly image: string;
  /** Undefined: the image is there, or can be pulled. */
  readonly build: Build | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

export interface ImportedTraining extends ImportedJob {
  /** Channel → folder or file. */
  readonly channels: Readonly<Record<string, string>>;
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** Folder that model.tar.gz goes to. */
  readonly output: string;
}

/** A training job with its overlay. */
export function trainingFiles(job: ImportedTraining): readonly NewFile[] {
  const request = requestFor('training-job', plainName(job.name), job.image);
  const channels = Object.keys(job.channels);
  const body = {
    ...request,
    ...some('HyperParameters', job.hyperparameters),
    ...(channels.length === 0
      ? {}
      : {
          InputDataConfig: channels.map((ChannelName) => ({
            ChannelName,
            DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: channelUri(ChannelName) } },
          })),
        }),
    ...some('Environment', job.environment),
  };
  const s3 = Object.fromEntries([
    ...channels.map((channel) => [channelUri(channel), fromFolder(job.folder, job.channels[channel] ?? '')]),
    [`${LOCAL_S3}/output/`, fromFolder(job.folder, job.output)],
  ]) as Readonly<Record<string, string>>;
  return both(job, 'training-job', body, s3);
}

/** An endpoint with its overlay. `model`: folder or archive of the model, if there is one. */
export function endpointFiles(job: ImportedJob, model: string | undefined): readonly NewFile[] {
  const request = requestFor('endpoint', plainName(job.name), job.image);
  const { Model } = 'Model' in request ? request : { Model: undefined };
  const container = Model !== undefined && 'PrimaryContainer' in Model ? Model.PrimaryContainer : undefined;
  const PrimaryContainer = {
    ...container,
    ...(model === undefined ? {} : { ModelDataUrl: LOCAL_MODEL }),
    ...some('Environment', job.environment),
  };
  const body = { ...request, Model: { ...Model, PrimaryContainer } };
  return both(job, 'endpoint', body, model === undefined ? {} : { [LOCAL_MODEL]: fromFolder(job.folder, model) });
}

/** The text of a `hyperparameters.json`; values are strings, as SageMaker has them. Undefined: it is no JSON object. */
export function hyperparametersIn(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (text === undefined || text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return undefined;
    const asText = (one: unknown): string => (typeof one === 'string' ? one : JSON.stringify(one));
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asText(one)]));
  } catch {
    return undefined;
  }
}

function both(job: ImportedJob, kind: string, body: object, s3: Readonly<Record<string, string>>): readonly NewFile[] {
  const at = (name: string): string => (job.folder === '' ? name : `${job.folder}/${name}`);
  const overlay = {
    ...some('s3', s3),
    ...(job.build === undefined ? {} : { images: { [job.image]: buildOf(job.build, job.folder) } }),
  };
  return [jsonFile(at(`${job.stem}.${kind}.json`), body), jsonFile(at(`${job.stem}.local.json`), overlay)];
}

function buildOf({ dockerfile, context, buildArguments }: Build, folder: string): object {
  const own = dockerfile.slice(0, Math.max(0, dockerfile.lastIndexOf('/')));
  return {
    dockerfile: fromFolder(folder, dockerfile).replace(/^\.\//, ''),
    ...(context === own ? {} : { context: fromFolder(folder, context) }),
    ...some('buildArguments', buildArguments),
  };
}

function channelUri(channel: string): string {
  return `${LOCAL_S3}/input/${channel}/`;
}

function some(name: string, values: Readonly<Record<string, string>>): object {
  return Object.keys(values).length === 0 ? {} : { [name]: values };
}
