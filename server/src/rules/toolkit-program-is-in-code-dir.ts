import { PROGRAM_VARIABLE, SUBMIT_DIRECTORY_VARIABLE } from '../../../contract/environment';
import { CODE_DIR } from '../../../contract/opt-ml';
import { editDistance } from '../../../contract/distance';
import { isWithin, normalPath } from '../../../contract/paths';
import type { ImageFile } from '../context/types';
import type { Instruction } from '../dockerfile/types';
import { knownOr } from '../known';
import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { replace } from './support/edits';
import { baseName } from './support/places';
import { hasTrainingToolkit } from './support/toolkit-presence';

const START = 'FROM python:3.12\nRUN pip install sagemaker-training\n';
const TRAIN = 'print("training")\n';

export const toolkitProgramIsInCodeDir = defineRule({
  id: 'toolkit-program-is-in-code-dir',
  summary: 'The script that `SAGEMAKER_PROGRAM` names lies where the toolkit looks for it',
  requirements: ['TK-02', 'ENV-06'],
  roles: ['training'],
  severity: 'error',
  fixable: true,
  why: 'The toolkit runs `$SAGEMAKER_PROGRAM` in /opt/ml/code (or in `$SAGEMAKER_SUBMIT_DIRECTORY`). A script that lies elsewhere, or under a slightly other name, is not found and the job fails at once, unless the job brings its own source code.',
  remedy: 'Copy the script to /opt/ml/code, or make the variable name the place where it is.',
  bad: [
    {
      title: 'copied elsewhere',
      files: {
        Dockerfile: `${START}COPY train.py /opt/program/train.py\nENV SAGEMAKER_PROGRAM=train.py\n`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'in a folder below',
      files: {
        Dockerfile: `${START}COPY src /opt/ml/code/src\nENV SAGEMAKER_PROGRAM train.py\n`,
        'src/train.py': TRAIN,
      },
    },
    {
      title: 'misspelt',
      files: {
        Dockerfile: `${START}COPY train.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM="trian.py"\n`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'another directory is set',
      files: {
        Dockerfile: `${START}COPY train.py /opt/ml/code/\nENV SAGEMAKER_SUBMIT_DIRECTORY=/opt/source SAGEMAKER_PROGRAM=train.py\n`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'over an image of AWS',
      files: {
        Dockerfile:
          'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker\nCOPY train.py /opt/program/train.py\nENV SAGEMAKER_PROGRAM=train.py\n',
        'train.py': TRAIN,
      },
    },
    { title: 'nowhere in the image', files: { Dockerfile: `${START}ENV SAGEMAKER_PROGRAM=train.py\n` } },
  ],
  good: [
    {
      title: 'in /opt/ml/code',
      files: { Dockerfile: `${START}COPY train.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM=train.py\n`, 'train.py': TRAIN },
    },
    {
      title: 'in a folder below, named so',
      files: {
        Dockerfile: `${START}COPY src /opt/ml/code/src\nENV SAGEMAKER_PROGRAM=src/train.py\n`,
        'src/train.py': TRAIN,
      },
    },
    {
      title: 'an absolute path',
      files: {
        Dockerfile: `${START}COPY train.py /opt/program/train.py\nENV SAGEMAKER_PROGRAM=/opt/program/train.py\n`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'a module',
      files: {
        Dockerfile: `${START}COPY train.py /opt/program/train.py\nENV SAGEMAKER_PROGRAM=package.train\n`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'another directory that holds it',
      files: {
        Dockerfile: `${START}COPY train.py /opt/source/\nENV SAGEMAKER_SUBMIT_DIRECTORY=/opt/source SAGEMAKER_PROGRAM=train.py\n`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'copied again by a command',
      files: {
        Dockerfile: `${START}COPY train.py /opt/program/train.py\nRUN mkdir -p /opt/ml/code && cp /opt/program/train.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM=train.py\n`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'a folder that can not be seen',
      files: { Dockerfile: `${START}COPY code /opt/ml/code\nENV SAGEMAKER_PROGRAM=train.py\n` },
    },
  ],
  check(subject, report) {
    const setting = subject.config.env.get(PROGRAM_VARIABLE);
    if (setting?.origin.from !== 'instruction' || !setting.value.known || hasTrainingToolkit(subject) !== 'yes') return;
    const program = setting.value.value;
    const directory = codeDirectory(subject);
    if (directory === undefined || !/^[\w./-]+\.(?:py|sh)$/.test(program)) return;
    const place = subject.files.lookup(directory);
    if (place.state === 'present' && place.file.type === 'file') return;
    const path = normalPath(program.startsWith('/') ? program : `${directory}/${program}`);
    if (path === undefined || !isMissing(subject, path, directory, program)) return;
    const { instruction, range } = setting.origin;
    const candidate = elsewhere(subject, program) ?? nearMiss(subject, path);
    if (candidate) {
      const name = isWithin(candidate.path, directory) ? candidate.path.slice(directory.length + 1) : candidate.path;
      report({
        range,
        severity: subject.files.lookup(path).state === 'absent' ? 'error' : 'warning',
        message: `The toolkit will look for \`${path}\`, which is not in the image; \`${candidate.path}\` is. Copy it to \`${directory}/\`, or set \`${PROGRAM_VARIABLE}\` to \`${name}\`.`,
        fixes: fixes(instruction, name),
      });
    } else if (subject.files.lookup(path).state === 'absent') {
      report({
        range,
        severity: 'info',
        message: `\`${path}\` is not in the image, so only jobs that bring their source code (\`source_dir\`) will run. Copy the script there to make the image complete.`,
      });
    }
  },
});

/** Undefined: not known, or the job downloads it. */
function codeDirectory(subject: Subject): string | undefined {
  const setting = subject.config.env.get(SUBMIT_DIRECTORY_VARIABLE);
  if (!setting) return CODE_DIR;
  const value = knownOr(setting.value, undefined);
  return value?.startsWith('/') ? normalPath(value) : undefined;
}

/** Surely not there; or not put there by anything in sight, over an image of AWS, which brings no code of yours. */
function isMissing(subject: Subject, path: string, directory: string, program: string): boolean {
  const { state } = subject.files.lookup(path);
  if (state !== 'unknown') return state === 'absent';
  if (subject.stage.base.row?.kind !== 'sagemaker') return false;
  const touches = subject.commands.some((it) =>
    it.words.some(
      (word) =>
        !word.value.known ||
        word.raw.includes(directory) ||
        word.raw.includes(baseName(program)) ||
        /\.sh\b/.test(word.raw),
    ),
  );
  const copies = subject.files.copies.some(
    (it) =>
      it.destination === undefined ||
      isWithin(it.destination.replace(/\/$/, '') || '/', directory) ||
      isWithin(directory, it.destination.replace(/\/$/, '') || '/'),
  );
  return !touches && !copies;
}

function elsewhere(subject: Subject, program: string): ImageFile | undefined {
  const name = baseName(program);
  return subject.files.files.find(
    (it) => it.type === 'file' && baseName(it.path) === name && it.instruction !== undefined,
  );
}

/** A file beside it whose name is nearly the same. */
function nearMiss(subject: Subject, path: string): ImageFile | undefined {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const name = baseName(path);
  const near = subject.files.files.filter((it) => {
    if (it.type !== 'file' || it.path.slice(0, it.path.lastIndexOf('/')) !== folder || !/\.(?:py|sh)$/.test(it.path))
      return false;
    const own = baseName(it.path);
    return (
      own.toLowerCase() === name.toLowerCase() ||
      own.replaceAll('-', '_') === name.replaceAll('-', '_') ||
      editDistance(own, name, 2) <= 2
    );
  });
  return near.length === 1 ? near[0] : undefined;
}

function fixes(instruction: Instruction, value: string): readonly Fix[] {
  const pair = instruction.pairs.find((it) => knownOr(it.name.value, '') === PROGRAM_VARIABLE);
  if (!pair?.value) return [];
  return [
    { title: `Set \`${PROGRAM_VARIABLE}\` to \`${value}\``, edits: [replace(pair.value.range, value)], safe: false },
  ];
}
