import { PROGRAM_VARIABLE } from '../../../contract/environment';
import { TRAIN_WORD } from '../../../contract/launch';
import type { Instruction } from '../dockerfile/types';
import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { insertBefore } from './support/edits';
import { compilerLine, lacksCompiler } from './support/system-lines';
import { hasTrainingToolkit } from './support/toolkit-presence';

const CODE = 'COPY train.py /opt/ml/code/train.py\nENV SAGEMAKER_PROGRAM=train.py\n';
const TRAIN = 'print("training")\n';

export const programVariableNeedsToolkit = defineRule({
  id: 'program-variable-needs-toolkit',
  summary: 'An image that sets `SAGEMAKER_PROGRAM` has the toolkit that reads it',
  requirements: ['LAUNCH-10', 'ENV-06'],
  roles: ['training'],
  severity: 'error',
  fixable: true,
  why: '`SAGEMAKER_PROGRAM` is not read by SageMaker but by the `train` program of the package `sagemaker-training`. Without it nothing starts the script: the job fails with `exec: "train": executable file not found in $PATH`.',
  remedy: 'Install `sagemaker-training`, or drop the variable and start the script by an ENTRYPOINT.',
  bad: [
    { title: 'no toolkit', files: { Dockerfile: `FROM python:3.12\n${CODE}`, 'train.py': TRAIN } },
    {
      title: 'no toolkit and no compiler for it',
      files: { Dockerfile: `FROM python:3.12-slim\n${CODE}`, 'train.py': TRAIN },
    },
    {
      title: 'the SDK is not the toolkit',
      files: {
        Dockerfile: `FROM python:3.12\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n${CODE}`,
        'train.py': TRAIN,
        'requirements.txt': 'sagemaker\npandas\n',
      },
    },
    {
      title: 'an ENTRYPOINT that does not read it',
      files: {
        Dockerfile: `FROM python:3.12\n${CODE}ENTRYPOINT ["python", "/opt/ml/code/train.py"]\n`,
        'train.py': TRAIN,
      },
    },
  ],
  good: [
    {
      title: 'the toolkit is installed',
      files: { Dockerfile: `FROM python:3.12\nRUN pip install sagemaker-training\n${CODE}`, 'train.py': TRAIN },
    },
    {
      title: 'a requirements file that can not be read may list it',
      files: { Dockerfile: `FROM python:3.12\nARG LIST\nRUN pip install -r \${LIST}\n${CODE}`, 'train.py': TRAIN },
    },
    { title: 'the base is not known', files: { Dockerfile: `ARG BASE\nFROM \${BASE}\n${CODE}`, 'train.py': TRAIN } },
    {
      title: 'AWS’s image brings it',
      files: {
        Dockerfile: `FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker\n${CODE}`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'a train program of one’s own reads it',
      files: {
        Dockerfile: `FROM python:3.12\nCOPY train /usr/local/bin/train\n${CODE}`,
        'train.py': TRAIN,
        '+x train': '#!/bin/sh\nexec python "/opt/ml/code/$SAGEMAKER_PROGRAM"\n',
      },
    },
  ],
  check(subject, report) {
    const setting = subject.config.env.get(PROGRAM_VARIABLE);
    if (setting?.origin.from !== 'instruction' || hasTrainingToolkit(subject) !== 'no') return;
    if (!subject.roles.declared && subject.has('inference')) return;
    const { outcome } = subject.train;
    const { instruction, range } = setting.origin;
    if (outcome.kind === 'not-found') {
      report({
        range,
        message: `Nothing reads \`${PROGRAM_VARIABLE}\`: the package \`sagemaker-training\` is not in the image, so \`docker run IMAGE ${TRAIN_WORD}\` will fail. Install it, or start the script by an ENTRYPOINT.`,
        fixes: fixes(subject, instruction),
      });
    } else if (outcome.kind === 'runs' && subject.train.complete && !isReadByProgram(subject)) {
      report({
        range,
        severity: 'warning',
        message: `\`${PROGRAM_VARIABLE}\` has no effect: the package \`sagemaker-training\` that reads it is not in the image, and what runs on \`docker run IMAGE ${TRAIN_WORD}\` does not look at it. Remove it, or install the package and drop the own start program.`,
      });
    }
  },
});

function isReadByProgram(subject: Subject): boolean {
  const texts = [...subject.train.chain.map((it) => it.file), ...subject.pythonOf('train').map((it) => it.file)];
  const inline = subject.train.chain.some((it) => it.argv.some((word) => word?.includes(PROGRAM_VARIABLE)));
  return inline || texts.some((file) => file && (file.text === undefined || file.text.includes(PROGRAM_VARIABLE)));
}

function fixes(subject: Subject, instruction: Instruction): readonly Fix[] {
  const row = subject.stage.base.row;
  if (!row?.has.includes('pip') && !row?.has.includes('pip3')) return [];
  const pip = row.has.includes('pip') ? 'pip' : 'pip3';
  const compiler = lacksCompiler(subject) ? compilerLine(subject) : undefined;
  const lines = [...(compiler === undefined ? [] : [compiler]), `RUN ${pip} install --no-cache-dir sagemaker-training`];
  return [
    { title: 'Install `sagemaker-training`', edits: [insertBefore(subject, instruction, ...lines)], safe: false },
  ];
}
