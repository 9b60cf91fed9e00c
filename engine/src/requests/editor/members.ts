import { algorithmOfRepository } from '../../../../contract/images/algorithms';
import type { BuiltInAlgorithm } from '../../../../contract/images/algorithms';
import { recogniseImage } from '../../../../contract/images/recognise';
import {
  PROGRAM_HYPERPARAMETER,
  sourceArchiveOf,
  SUBMIT_DIRECTORY_HYPERPARAMETER,
} from '../../../../contract/script-mode';
import { at, isRecord, textAt } from '../json-value';

/** A text somewhere in a request. */
export interface PlacedText {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

const IMAGE_MEMBERS: ReadonlySet<string | number | undefined> = new Set(['TrainingImage', 'ImageUri', 'Image']);

/** Members that hold the URI of an image. */
export function isImageMember(path: readonly (string | number)[]): boolean {
  return IMAGE_MEMBERS.has(path.at(-1)) && !path.includes('Environment') && !path.includes('HyperParameters');
}

/** All texts of a request, but for the program's own: hyperparameters and variables. */
export function textsOf(request: unknown): readonly PlacedText[] {
  const found: PlacedText[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value === 'string') found.push({ path, text: value });
    else if (Array.isArray(value))
      value.forEach((it: unknown, index) => {
        visit(it, [...path, index]);
      });
    else if (isRecord(value)) {
      for (const [name, member] of Object.entries(value))
        if (name !== 'HyperParameters' && name !== 'Environment') visit(member, [...path, name]);
    }
  };
  visit(request, []);
  return found;
}

/** The images that a request names. */
export function imagesOf(request: unknown): readonly PlacedText[] {
  return textsOf(request).filter(({ path }) => isImageMember(path));
}

/** The S3 URIs that a request names, that of the code of a script among them. */
export function s3UrisOf(request: unknown): readonly PlacedText[] {
  const hyperparameters = at(request, 'HyperParameters');
  const source = isRecord(hyperparameters) ? sourceArchiveOf(hyperparameters) : undefined;
  return [
    ...textsOf(request).filter(({ text }) => /^s3:\/\/[^/]/.test(text)),
    ...(source === undefined ? [] : [{ path: ['HyperParameters', SUBMIT_DIRECTORY_HYPERPARAMETER], text: source }]),
  ];
}

/** The built-in algorithm that a training job runs; undefined: its image is another one, or runs a script. */
export function algorithmOf(request: unknown): BuiltInAlgorithm | undefined {
  if (at(request, 'HyperParameters', PROGRAM_HYPERPARAMETER) !== undefined) return undefined;
  const image = recogniseImage(textAt(request, 'AlgorithmSpecification', 'TrainingImage') ?? '');
  return image === undefined ? undefined : algorithmOfRepository(image.repository);
}
