import { resolveImage } from '../../../contract/images/resolve';
import { UserError } from '../user-error';
import type { ProjectOptions } from './options';
import { HYPERPARAMETERS } from './hyperparameters';
import { packageFiles } from './packages';
import { ACCURACY, baseFor, payload, runEndpoint, RUN_TESTS, RUN_TRAINING, trainingFiles } from './project-parts';
import type { ProjectParts } from './project-parts';
import { endpoint, namesIn, overlay, prefixOf } from './project-requests';
import { fileOf, jsonFile, render } from './render';
import type { NewFile, ReadTemplate } from './render';

/** With a compiler: the training toolkit has a part in C. */
const PYTHON = 'public.ecr.aws/docker/library/python:3.12';

/** An image with the SageMaker training toolkit, which runs a script. */
export function trainingToolkitProject(options: ProjectOptions, read: ReadTemplate): ProjectParts {
  const summary = 'An image of your own, adapted with the SageMaker training toolkit.';
  const install = read('packages/pip.Dockerfile');
  const base = options.base ?? PYTHON;
  const values = { summary, base, install };
  const packages = packageFiles('pip', ['sagemaker-training', options.framework], options.name);
  return scriptProject(options, { summary, base }, [...packages, dockerfile('training-toolkit', values, read)], read);
}

/** AWS's training image of a framework with a script and packages in it. */
export function extendProject(options: ProjectOptions, read: ReadTemplate): ProjectParts {
  const summary = 'AWS’s image of a framework, extended with your script and packages.';
  const values = { summary, base: options.base ?? frameworkImage(options) };
  const packages = fileOf('requirements.txt', read('extend/requirements.txt'));
  return scriptProject(options, values, [packages, dockerfile('extend', values, read)], read);
}

/** The SageMaker inference toolkit behind the multi-model server. */
export function inferenceToolkitProject(options: ProjectOptions, read: ReadTemplate): ProjectParts {
  const { name, region } = options;
  const summary = 'An image of your own, adapted with the SageMaker inference toolkit.';
  const named = namesIn(region, name);
  const values = { summary, base: options.base ?? baseFor('pip') };
  const model = `${prefixOf(name, 'model')}model.tar.gz`;
  return {
    files: [
      dockerfile('inference-toolkit', values, read),
      ...['requirements.txt', 'entrypoint.py', 'handler.py', 'handler_service.py'].map((path) =>
        fileOf(path, read(`inference-toolkit/${path}`)),
      ),
      fileOf('model/centres.json', read('inference-toolkit/centres.json')),
      jsonFile('serve.endpoint.json', endpoint(named, model)),
      jsonFile('serve.local.json', { ...overlay(named, {}, true), s3: { [model]: './model' } }),
      payload(read),
    ],
    roles: ['inference', 'multi-model'],
    readme: { ...values, here: [...runEndpoint(name), RUN_TESTS], notes: [] },
  };
}

function dockerfile(folder: string, values: Readonly<Record<string, string>>, read: ReadTemplate): NewFile {
  return fileOf('Dockerfile', render(read(`${folder}/Dockerfile`), values));
}

function scriptProject(
  { framework, name, region }: ProjectOptions,
  about: { readonly summary: string; readonly base: string },
  image: readonly NewFile[],
  read: ReadTemplate,
): ProjectParts {
  const named = namesIn(region, name);
  return {
    files: [
      ...image,
      fileOf('train.py', read('training-toolkit/train.py')),
      fileOf('model.py', read(`models/${framework}.py`)),
      ...trainingFiles(named, HYPERPARAMETERS[framework] ?? {}, ACCURACY, read),
    ],
    roles: ['training'],
    readme: { ...about, here: [RUN_TRAINING, RUN_TESTS], notes: [] },
  };
}

function frameworkImage({ framework, region }: ProjectOptions): string {
  const found = resolveImage({ family: framework, kind: 'training', processor: 'cpu', region });
  if ('uri' in found) return found.uri;
  throw new UserError(found.error, 'Choose another region, or name the image to build on.');
}
