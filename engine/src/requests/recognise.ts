import { isRecord } from './json-value';
import type { RequestKind } from './types';

export const REQUEST_KINDS: readonly RequestKind[] = ['training-job', 'processing-job', 'transform-job', 'endpoint'];

/** The kind of request that a document is: by its file name (`train.training-job.json`), or else by its members. */
export function recogniseRequest(fileName: string, value: unknown): RequestKind | undefined {
  return kindByName(fileName) ?? kindByShape(value);
}

/** By the end of the name: `train.training-job.json`, or `training-job.json` alone. */
export function kindByName(fileName: string): RequestKind | undefined {
  const name = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1).toLowerCase();
  return REQUEST_KINDS.find((kind) => name === `${kind}.json` || name.endsWith(`.${kind}.json`));
}

/** Members that only this kind has; one of the sets must be there in full. */
const SHAPES: Readonly<Record<RequestKind, readonly (readonly string[])[]>> = {
  'training-job': [['TrainingJobName'], ['AlgorithmSpecification', 'OutputDataConfig']],
  'processing-job': [['ProcessingJobName'], ['AppSpecification', 'ProcessingResources']],
  'transform-job': [['TransformJobName'], ['TransformInput', 'TransformOutput']],
  endpoint: [
    ['EndpointConfig', 'Endpoint'],
    ['Model', 'EndpointConfig'],
    ['Models', 'EndpointConfig'],
  ],
};

/** By its members; undefined when they fit no kind, or several. */
export function kindByShape(value: unknown): RequestKind | undefined {
  if (!isRecord(value)) return undefined;
  const fits = REQUEST_KINDS.filter((kind) =>
    SHAPES[kind].some((members) => members.every((member) => Object.hasOwn(value, member))),
  );
  return fits.length === 1 ? fits[0] : undefined;
}
