import { SERVING_PORT } from '../../../contract/serving';
import { GPU_NOTE, GPU_VARIABLES, usesGpus } from './gpu';
import { HYPERPARAMETERS } from './hyperparameters';
import { hasServer } from './options';
import type { ProjectOptions, What } from './options';
import { packageFiles } from './packages';
import {
  ACCURACY,
  baseFor,
  payload,
  RUN_TESTS,
  RUN_TRAINING,
  RUN_TRANSFORM,
  runEndpoint,
  servingFiles,
  trainingFiles,
} from './project-parts';
import type { ProjectParts } from './project-parts';
import { endpoint, namesIn, overlay } from './project-requests';
import type { Named } from './project-requests';
import { fileOf, jsonFile, render } from './render';
import type { NewFile, ReadTemplate } from './render';

const SUMMARIES: Readonly<Partial<Record<What, string>>> = {
  both: 'Your own algorithm: train and serve in one image.',
  train: 'Your own algorithm: an image that trains.',
  serve: 'Your own model: an image that answers requests.',
};

/** An image with programs called `train` and `serve`: one of them, or both. */
export function ownProject(options: ProjectOptions, read: ReadTemplate): ProjectParts {
  const { what, framework, packages, server, name } = options;
  const trains = what !== 'serve';
  const serves = hasServer(what);
  const named = namesIn(options.region, name);
  const summary = SUMMARIES[what] ?? '';
  const roles = [...(trains ? ['training'] : []), ...(serves ? ['inference'] : [])];
  const words = [...(trains ? ['train'] : []), ...(serves ? ['serve'] : [])];
  const base = options.base ?? baseFor(packages);
  const dockerfile = render(read('own/Dockerfile'), {
    summary,
    roles: roles.join(','),
    base,
    label: serves ? read('own/label.Dockerfile') : '',
    install: packages === 'none' ? '' : read(`packages/${packages}.Dockerfile`),
    gpu: usesGpus(framework) ? render(read('own/gpu.Dockerfile'), { variables: GPU_VARIABLES }) : '',
    words: words.map((word) => `\`${word}\``).join(' or '),
    programs: words.join(' '),
    sample: what === 'serve' ? read('own/sample.Dockerfile') : '',
    expose: serves ? EXPOSE : '',
  });
  const files: readonly NewFile[] = [
    fileOf('Dockerfile', dockerfile),
    ...packageFiles(packages, [framework, ...(serves ? [server] : [])], name),
    fileOf('program/model.py', read(`models/${framework}.py`)),
    ...(trains ? [fileOf('program/train', read('own/train'))] : []),
    ...(serves
      ? [fileOf('program/serve', read(`own/${server}-serve`)), fileOf('program/app.py', read(`own/${server}-app.py`))]
      : []),
    ...(trains ? trainingFiles(named, HYPERPARAMETERS[framework] ?? {}, ACCURACY, read) : []),
    ...(what === 'serve' ? sampleFiles(named, read) : []),
    ...(what === 'both' ? servingFiles(named, read) : []),
  ];
  return {
    files,
    roles,
    readme: {
      summary,
      here: [
        ...(trains ? [RUN_TRAINING] : []),
        ...(serves ? runEndpoint(name) : []),
        ...(what === 'both' ? [RUN_TRANSFORM] : []),
        RUN_TESTS,
      ],
      base,
      notes: [...(what === 'serve' ? [OWN_MODEL] : []), ...(usesGpus(framework) ? [GPU_NOTE] : [])],
    },
  };
}

const EXPOSE = `EXPOSE ${SERVING_PORT}`;

const OWN_MODEL =
  'The image brings a sample model. Yours comes with the endpoint: name its `model.tar.gz` as `ModelDataUrl` in ' +
  '`serve.endpoint.json`, map that URI to a folder or archive in `serve.local.json`, and change `load` in ' +
  '`program/model.py`.';

function sampleFiles(named: Named, read: ReadTemplate): readonly NewFile[] {
  return [
    fileOf('program/sample_model.py', read('own/sample_model.py')),
    jsonFile('serve.endpoint.json', endpoint(named, undefined)),
    jsonFile('serve.local.json', overlay(named, {}, true)),
    payload(read),
  ];
}
