import { algorithmUse } from '../../../contract/images/algorithm-use';
import { resolveImage } from '../../../contract/images/resolve';
import { UserError } from '../user-error';
import { ALGORITHMS } from './algorithms';
import type { ProjectOptions } from './options';
import type { ProjectParts } from './project-parts';
import { endpoint, namesIn, overlay, trainedModel, trainingJob, transformJob } from './project-requests';
import { fileOf, jsonFile } from './render';
import type { ReadTemplate } from './render';

/** Request files for an algorithm of SageMaker; there is no image of one's own. */
export function builtInProject(options: ProjectOptions, read: ReadTemplate): ProjectParts {
  const { framework, name, region } = options;
  const algorithm = ALGORITHMS.find(({ id }) => id === framework);
  const use = algorithmUse(framework);
  if (algorithm === undefined || use === undefined) throw new Error(`${framework} is no algorithm`);
  const found = resolveImage({ family: algorithm.id, region });
  if ('error' in found) throw new UserError(found.error, 'Choose another region or algorithm.');
  const named = namesIn(region, name, found.uri);
  const model = trainedModel(name);
  const contentType = use.channels['train'] ?? '';
  const labelled = !contentType.includes('label_size=0');
  const training = trainingJob(named, {
    channel: 'train',
    contentType,
    hyperparameters: algorithm.hyperparameters,
    metrics: [],
    distribution: use.distribution,
  });
  const rows = read('common/flowers.csv');
  return {
    files: [
      jsonFile('train.training-job.json', training),
      jsonFile('train.local.json', overlay(named, { train: './data/train', output: './output' }, false)),
      jsonFile('serve.endpoint.json', endpoint(named, model)),
      jsonFile('serve.local.json', overlay(named, { output: './output' }, false)),
      jsonFile('predict.transform-job.json', transformJob(named, model)),
      jsonFile('predict.local.json', overlay(named, { unlabelled: './data/unlabelled', output: './output' }, false)),
      fileOf('data/train/flowers.csv', labelled ? withNumbers(rows) : withoutLabels(rows)),
      fileOf('data/unlabelled/flowers.csv', read('common/unlabelled.csv')),
    ],
    roles: undefined,
    readme: {
      summary: `The built-in algorithm ${algorithm.label}: request files to train and to serve it.`,
      here: [],
      notes: ['The first column of the training data is the label.'].filter(() => labelled),
    },
  };
}

/** The algorithms take numbers only: each class gets one, in the order of the names. */
function withNumbers(rows: string): string {
  const lines = linesOf(rows);
  const classes = [...new Set(lines.map(([label]) => label))].sort();
  return lines.map(([label, ...values]) => `${[classes.indexOf(label), ...values].join(',')}\n`).join('');
}

function withoutLabels(rows: string): string {
  return linesOf(rows)
    .map(([, ...values]) => `${values.join(',')}\n`)
    .join('');
}

function linesOf(rows: string): readonly (readonly string[])[] {
  return rows
    .trim()
    .split('\n')
    .map((line) => line.split(','));
}
