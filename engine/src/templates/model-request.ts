import { splitFor } from '../../../contract/images/algorithm-use';
import type { AlgorithmUse } from '../../../contract/images/algorithm-use';
import { requestFor } from '../requests/request-for';
import type { RequestPlace, WrittenRequest } from './request-place';

/** A model of this machine, and the image that serves it. */
export interface ServedModel {
  readonly name: string;
  readonly image: string;
  /** Folder or archive of the model, relative to the overlay. */
  readonly model: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A request of an endpoint for a model. `variant`: what its production variant has besides. */
export function endpointRequest(served: ServedModel, { root }: RequestPlace, variant: object = {}): WrittenRequest {
  const plain = requestFor('endpoint', served.name, served.image);
  if (!('EndpointConfig' in plain)) throw new Error('an endpoint has a configuration');
  const { EndpointConfig, ...rest } = plain;
  const variants = (EndpointConfig.ProductionVariants ?? []).map((it) => ({ ...it, ...variant }));
  return {
    request: {
      ...rest,
      Model: modelOf(plain.Model, served, root),
      EndpointConfig: { ...EndpointConfig, ProductionVariants: variants },
    },
    overlay: { s3: { [archiveOf(root)]: served.model } },
    folders: foldersOf(served),
  };
}

/** A request of a batch transform job with a model, whose input lies in `data/transform`. `resources`: as the variant above. */
export function transformRequest(
  served: ServedModel,
  { root }: RequestPlace,
  { contentType, accept, singleRecord }: AlgorithmUse['transform'],
  resources: object = {},
): WrittenRequest {
  const plain = requestFor('transform-job', served.name, served.image);
  if (!('TransformInput' in plain)) throw new Error('a transform job has an input');
  // At AWS the endpoint's model has the name of the endpoint.
  const ModelName = `${served.name}-batch`;
  const input = `${root}/transform/`;
  const split = splitFor(contentType);
  return {
    request: {
      ...plain,
      ModelName,
      Model: { ...modelOf(plain.Model, served, root), ModelName },
      ...(singleRecord === true ? { BatchStrategy: 'SingleRecord' } : {}),
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: input } },
        ContentType: contentType,
        SplitType: split,
      },
      TransformOutput: {
        S3OutputPath: `${root}/predictions`,
        ...(accept === undefined ? {} : { Accept: accept }),
        AssembleWith: split,
      },
      TransformResources: { ...plain.TransformResources, ...resources },
    },
    overlay: { s3: { [archiveOf(root)]: served.model, [input]: './data/transform' } },
    folders: [...foldersOf(served), './data/transform'],
  };
}

function archiveOf(root: string): string {
  return `${root}/model/model.tar.gz`;
}

/** An archive has to be there already. */
function foldersOf({ model }: ServedModel): readonly string[] {
  return /\.t(?:ar\.)?gz$/i.test(model) ? [] : [model];
}

function modelOf(plain: object, { image, environment }: ServedModel, root: string): object {
  return {
    ...plain,
    PrimaryContainer: {
      Image: image,
      ModelDataUrl: archiveOf(root),
      ...(environment === undefined ? {} : { Environment: environment }),
    },
  };
}
