import { INPUT_CONFIG_DIR, INPUT_DATA_DIR, INPUT_DIR } from '../../../contract/filesystem';
import { defineRule } from './rule';
import { baseName, fileRange, relatedInFile } from './support/places';
import { readsBelow } from './support/python-access';

const DOCKERFILE =
  '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/train.py\nENTRYPOINT ["python", "/opt/program/train.py"]\n';

export const inputHasConfigAndChannels = defineRule({
  id: 'input-has-config-and-channels',
  summary: `Training reads its data from a channel's folder in ${INPUT_DATA_DIR}`,
  requirements: ['CFG-04'],
  roles: ['training'],
  severity: 'warning',
  fixable: false,
  why: `SageMaker makes two folders in \`${INPUT_DIR}\`: \`config\` with the files of the job, and \`data\` with one folder for each channel of the request. A file anywhere else is not there, and opening it fails.`,
  remedy: `Read \`${INPUT_DATA_DIR}/<channel>/…\`, with the channel's name as the request has it.`,
  bad: [
    {
      title: 'beside the folders',
      files: { Dockerfile: DOCKERFILE, 'train.py': `print(open("${INPUT_DIR}/train.csv").read())\n` },
    },
    {
      title: 'a file where channels are',
      files: {
        Dockerfile: DOCKERFILE,
        'train.py': `import pandas as pd\nprint(pd.read_csv("${INPUT_DATA_DIR}/train.csv"))\n`,
      },
    },
  ],
  good: [
    {
      title: 'in the folder of a channel',
      files: { Dockerfile: DOCKERFILE, 'train.py': `print(open("${INPUT_DATA_DIR}/training/train.csv").read())\n` },
    },
    {
      title: 'a pipe',
      files: { Dockerfile: DOCKERFILE, 'train.py': `print(open("${INPUT_DATA_DIR}/training_0", "rb").read())\n` },
    },
  ],
  check(subject, report) {
    if (subject.has('processing')) return;
    for (const { file, facts } of subject.pythonOf('train')) {
      const read = readsBelow(file, facts, [INPUT_DIR]).find((it) => isNowhere(it.path));
      if (!read) continue;
      report({
        range: fileRange(subject, file),
        message: `\`${baseName(file.path)}\` reads \`${read.path}\` on line ${read.range.start.line + 1}, and SageMaker puts nothing there: each channel has a folder of its own in \`${INPUT_DATA_DIR}\`. Read it from there.`,
        related: relatedInFile(file, read.range, 'This file is not there.'),
      });
    }
  },
});

/** A file with an ending, neither in `config` nor in a channel's folder. */
function isNowhere(path: string): boolean {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const isFile = /\.(?:csv|tsv|parquet|json|jsonl|txt|pkl|npy|npz|h5|libsvm|tfrecords?|zip|pt)$/i.test(path);
  return isFile && folder !== INPUT_CONFIG_DIR && (folder === INPUT_DIR || folder === INPUT_DATA_DIR);
}
