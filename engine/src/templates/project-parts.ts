import { endpoint, overlay, trainedModel, trainingJob, transformJob } from './project-requests';
import type { Named, TrainingParts } from './project-requests';
import type { ReadmeParts } from './readme';
import { fileOf, jsonFile } from './render';
import type { NewFile, ReadTemplate } from './render';

/** What a kind of project brings; the rest is the same for all. */
export interface ProjectParts {
  readonly files: readonly NewFile[];
  /** What the image is for; undefined: there is none. */
  readonly roles: readonly string[] | undefined;
  readonly readme: ReadmeParts;
}

const PYTHON_SLIM = 'public.ecr.aws/docker/library/python:3.12-slim';
const MICROMAMBA = 'docker.io/mambaorg/micromamba:2.0.5';

/** The image to build on: Python with pip, or with micromamba. */
export function baseFor(packages: string): string {
  return packages === 'conda' ? MICROMAMBA : PYTHON_SLIM;
}

export const ACCURACY = [{ Name: 'train:accuracy', Regex: 'train:accuracy=([0-9.]+);' }] as const;

/** The request of a training job with its overlay, and the data in `data/training`. */
export function trainingFiles(
  named: Named,
  hyperparameters: TrainingParts['hyperparameters'],
  metrics: TrainingParts['metrics'],
  read: ReadTemplate,
): readonly NewFile[] {
  const parts = { channel: 'training', contentType: 'text/csv', hyperparameters, metrics };
  return [
    jsonFile('train.training-job.json', trainingJob(named, parts)),
    jsonFile('train.local.json', overlay(named, { training: './data/training', output: './output' }, true)),
    fileOf('data/training/flowers.csv', read('common/flowers.csv')),
  ];
}

/** The request of an endpoint for the trained model, one of a batch transform job, their overlays and data. */
export function servingFiles(named: Named, read: ReadTemplate): readonly NewFile[] {
  const model = trainedModel(named.name);
  const folders = { unlabelled: './data/unlabelled', output: './output', predictions: './output/predictions' };
  return [
    jsonFile('serve.endpoint.json', endpoint(named, model)),
    jsonFile('serve.local.json', overlay(named, { output: './output' }, true)),
    jsonFile('predict.transform-job.json', transformJob(named, model)),
    jsonFile('predict.local.json', overlay(named, folders, true)),
    fileOf('data/unlabelled/flowers.csv', read('common/unlabelled.csv')),
    payload(read),
  ];
}

const PAYLOAD = '.sagemaker/payloads/flowers.csv';

/** What the contract tests send to `/invocations`. */
export function payload(read: ReadTemplate): NewFile {
  return fileOf(PAYLOAD, read('common/unlabelled.csv'));
}

export const RUN_TRAINING = ['sagemaker-containers train train.training-job.json', 'leaves ./output'] as const;
/** An endpoint, and a request to it; `name`: the endpoint's. */
export function runEndpoint(name: string): ReadmeParts['here'] {
  return [
    ['sagemaker-containers serve serve.endpoint.json', 'until Ctrl-C; then, in another terminal:'],
    [`sagemaker-containers invoke ${name} --data ${PAYLOAD}`, 'a prediction for each line'],
  ];
}
export const RUN_TRANSFORM = ['sagemaker-containers transform predict.transform-job.json', 'batch transform'] as const;
export const RUN_TESTS = ['sagemaker-containers test Dockerfile', 'the contract tests'] as const;
