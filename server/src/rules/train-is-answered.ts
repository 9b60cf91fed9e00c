import { TRAIN_WORD } from '../../../contract/launch';
import type { Severity } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { answerFixes, bareInit, hasOnlyCmd, meansToolkit, nearMisses, startsBareInterpreter } from './support/answered';
import { baseName, startRange } from './support/places';

export const trainIsAnswered = defineRule({
  id: 'train-is-answered',
  summary: 'Something in the image answers to `docker run IMAGE train`',
  requirements: ['LAUNCH-01'],
  roles: ['training'],
  severity: 'error',
  fixable: true,
  why: 'SageMaker starts a training container as `docker run IMAGE train`, unless the job itself names a `ContainerEntrypoint`. With an ENTRYPOINT the word is its argument. Without one, Docker looks for an executable called `train` on PATH; when there is none the job fails with `exec: "train": executable file not found in $PATH`.',
  remedy:
    'Copy an executable called `train` into a directory on PATH, install a SageMaker training toolkit, or set an ENTRYPOINT in exec form. When every job gives a `ContainerEntrypoint` (as ModelTrainer does), ignore this rule with that reason.',
  bad: [
    {
      title: 'train lies outside PATH',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /app/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'nothing is called train',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/ml/code/train.py\n',
        'train.py': 'print("training")\n',
      },
    },
    {
      title: 'found by evidence, started by nothing',
      files: {
        Dockerfile: 'FROM python:3.12-slim\nRUN mkdir -p /opt/ml/output/data\nCOPY fit.py /opt/ml/code/fit.py\n',
        'fit.py': 'print("training")\n',
      },
    },
  ],
  good: [
    {
      title: 'train in a directory on PATH',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'the training toolkit brings it',
      files: {
        Dockerfile:
          'FROM python:3.12\nRUN pip install sagemaker-training\nCOPY train.py /opt/ml/code/train.py\nENV SAGEMAKER_PROGRAM=train.py\n',
        'train.py': 'print("training")\n',
      },
    },
    {
      title: 'an unknown base may bring it',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM registry.example.com/team/base:1\nCOPY fit.py /opt/ml/code/fit.py\n',
      },
    },
  ],
  check(subject, report) {
    const { outcome } = subject.train;
    if (outcome.kind !== 'not-found' || hasOnlyCmd(subject) || bareInit(subject.train)) return;
    if (meansToolkit(subject) || baseServes(subject)) return;
    const fixes = outcome.program === TRAIN_WORD ? answerFixes(subject, TRAIN_WORD) : [];
    report({
      range: startRange(subject),
      severity: severity(subject, outcome.program),
      message: message(subject, outcome.program),
      fixes,
    });
  },
});

/** Without a sign that the image was to start by itself, the job may name the program (ModelTrainer always does). */
function severity(subject: Subject, program: string): Severity {
  if (program !== TRAIN_WORD) return 'error';
  const entrypoint = subject.config.entrypoint.value;
  const own = entrypoint.known && entrypoint.value !== undefined && !startsBareInterpreter(subject);
  const misplaced = nearMisses(subject, TRAIN_WORD).some((it) => baseName(it.path) === TRAIN_WORD);
  return own || misplaced || subject.roles.declared ? 'error' : 'info';
}

function message(subject: Subject, program: string): string {
  if (startsBareInterpreter(subject)) {
    return `The ENTRYPOINT is an interpreter alone, so \`docker run IMAGE ${TRAIN_WORD}\` looks for a script called \`${program}\` in WORKDIR, and there is none. Only jobs with their own ContainerEntrypoint can use this image; name the script in the ENTRYPOINT.`;
  }
  const { value } = subject.config.entrypoint;
  if ((value.known && value.value) || program !== TRAIN_WORD) {
    return `\`docker run IMAGE ${TRAIN_WORD}\` will fail: it runs \`${program}\`, and there is no such program in the image. Run one that exists, by its absolute path, or install it.`;
  }
  const near = nearMisses(subject, TRAIN_WORD)[0];
  const hint = !near
    ? `Add an executable called \`${TRAIN_WORD}\` to a directory on PATH, or an ENTRYPOINT.`
    : baseName(near.path) === TRAIN_WORD
      ? `\`${near.path}\` is there, but its folder is not on PATH.`
      : `\`${near.path}\` is there, but nothing runs it.`;
  return `\`docker run IMAGE ${TRAIN_WORD}\` will fail: no \`${TRAIN_WORD}\` on PATH and no ENTRYPOINT, so only jobs with their own ContainerEntrypoint can use this image. ${hint}`;
}

/** A serving image of AWS: `base-plays-the-role` says that. */
function baseServes(subject: Subject): boolean {
  const row = subject.stage.base.row;
  return (
    row?.kind === 'sagemaker' && !row.roles.includes('training') && subject.config.entrypoint.origin.from === 'base'
  );
}
