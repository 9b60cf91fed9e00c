import { algorithmUse, trainingTypeOf } from '../../../contract/images/algorithm-use';
import type { AlgorithmSetting, AlgorithmUse } from '../../../contract/images/algorithm-use';
import { builtInAlgorithm } from '../../../contract/images/algorithms';
import type { BuiltInAlgorithm } from '../../../contract/images/algorithms';
import { resolveImage } from '../../../contract/images/resolve';
import { requestFor } from '../requests/request-for';
import { UserError } from '../user-error';
import { endpointRequest, transformRequest } from './model-request';
import { channelOf } from './request-place';
import type { RequestPlace, WrittenRequest } from './request-place';

/** What an algorithm is run for. */
export type AlgorithmRequestKind = 'training-job' | 'transform-job' | 'endpoint';

/** What is to be known of a request for a built-in algorithm. */
export interface AlgorithmOptions {
  /** As the catalogue has it: `xgboost`. */
  readonly id: string;
  /** Of the job or endpoint. */
  readonly name: string;
  readonly place: RequestPlace;
  /** Of a training job. */
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** Of others: folder or archive of the model, relative to the overlay. */
  readonly model: string;
}

/**
 * A request that trains a built-in algorithm, or serves a model of it: image of the region, channels, content types and
 * instance type as AWS’s page about the algorithm has them. Throws a UserError for a region that does not have it.
 */
export function algorithmRequest(kind: AlgorithmRequestKind, options: AlgorithmOptions): WrittenRequest {
  const { algorithm, use } = knownAlgorithm(options.id);
  const { name, place, model } = options;
  const found = resolveImage({ family: algorithm.family ?? algorithm.id, region: place.region });
  if ('error' in found) throw new UserError(found.error, 'Choose another region or algorithm.');
  const served = { name, image: found.uri, model };
  switch (kind) {
    case 'training-job':
      return trainingRequest(algorithm, use, found.uri, options);
    case 'endpoint':
      return endpointRequest(served, place);
    case 'transform-job':
      return transformRequest(served, place, use.transform);
  }
}

/** The settings of an algorithm that have to be asked for, with these answers so far. */
export function settingsOf(id: string, answers: Readonly<Record<string, string>>): readonly AlgorithmSetting[] {
  const { settings } = knownAlgorithm(id).use;
  return settings.filter(({ when }) => when === undefined || answers[when.name] === when.is);
}

function knownAlgorithm(id: string): { readonly algorithm: BuiltInAlgorithm; readonly use: AlgorithmUse } {
  const algorithm = builtInAlgorithm(id);
  const use = algorithmUse(id);
  if (algorithm !== undefined && use !== undefined) return { algorithm, use };
  throw new UserError(
    algorithm === undefined
      ? `There is no built-in algorithm “${id}”.`
      : `${algorithm.name} has no image of its own: SageMaker runs it as a model of JumpStart.`,
    'Choose an algorithm that has an image.',
  );
}

function trainingRequest(
  algorithm: BuiltInAlgorithm,
  use: AlgorithmUse,
  image: string,
  { name, place: { root }, hyperparameters }: AlgorithmOptions,
): WrittenRequest {
  const plain = requestFor('training-job', name, image);
  if (!('ResourceConfig' in plain)) throw new Error('a training job has resources');
  const channels = algorithm.channels.required;
  return {
    request: {
      ...plain,
      HyperParameters: hyperparameters,
      InputDataConfig: channels.map((channel) => {
        const distribution = channel === 'train' ? use.distribution : 'FullyReplicated';
        return channelOf(channel, `${root}/${channel}/`, use.channels[channel], distribution);
      }),
      OutputDataConfig: { S3OutputPath: `${root}/output` },
      ResourceConfig: { ...plain.ResourceConfig, InstanceType: trainingTypeOf(algorithm) },
    },
    overlay: { s3: Object.fromEntries(channels.map((it) => [`${root}/${it}/`, `./data/${it}`])) },
    folders: channels.map((it) => `./data/${it}`),
  };
}
