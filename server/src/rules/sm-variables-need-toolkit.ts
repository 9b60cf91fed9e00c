import { variable } from '../../../contract/environment';
import { INPUT_DATA_DIR, OPT_ML } from '../../../contract/opt-ml';
import type { PythonFile } from '../python-files';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { appendToStage } from './support/edits';
import { baseName, fileRange, relatedInFile } from './support/places';
import { hasTrainingToolkit, startsToolkit, trainingToolkits } from './support/toolkit-presence';

const START = '# sagemaker: roles=training\nFROM python:3.12-slim\n';
const END = 'COPY train /usr/local/bin/train\n';
const READS =
  '#!/usr/bin/env python\nimport os\nprint(os.environ["SM_MODEL_DIR"], os.environ["SM_CHANNEL_TRAINING"])\n';

export const smVariablesNeedToolkit = defineRule({
  id: 'sm-variables-need-toolkit',
  summary: 'A program that relies on `SM_*` variables runs where something sets them',
  requirements: ['ENV-03'],
  roles: ['training'],
  severity: 'warning',
  fixable: true,
  why: 'SageMaker itself sets no `SM_*` variables: the training toolkit does, and so does `ModelTrainer` of the SDK. In an image that starts its own program, `os.environ["SM_MODEL_DIR"]` raises `KeyError` and the job fails.',
  remedy:
    'Read them with a default (`os.environ.get("SM_MODEL_DIR", "/opt/ml/model")`), set them by ENV, or install `sagemaker-training` and let it start the program.',
  bad: [
    { title: 'required in the program', files: { Dockerfile: `${START}${END}`, '+x train': READS } },
    {
      title: 'as the default of an argument, in an imported module',
      files: {
        Dockerfile: `${START}COPY main.py settings.py /opt/program/\nENTRYPOINT ["python", "/opt/program/main.py"]\n`,
        'main.py': 'import settings\nprint(settings)\n',
        'settings.py': 'import os\nHOSTS = os.environ["SM_HOSTS"]\n',
      },
    },
    {
      title: 'the toolkit is there, and an own ENTRYPOINT runs instead',
      files: {
        Dockerfile:
          'FROM python:3.12\nRUN pip install sagemaker-training\nCOPY main.py /opt/ml/code/main.py\nENTRYPOINT ["python", "/opt/ml/code/main.py"]\n',
        'main.py': 'import os\nprint(os.environ["SM_MODEL_DIR"])\n',
      },
    },
  ],
  good: [
    {
      title: 'the toolkit starts the program',
      files: {
        Dockerfile:
          'FROM python:3.12\nRUN pip install sagemaker-training\nCOPY train.py /opt/ml/code/train.py\nENV SAGEMAKER_PROGRAM=train.py\n',
        'train.py': 'import os\nprint(os.environ["SM_MODEL_DIR"])\n',
      },
    },
    {
      title: 'with a default',
      files: {
        Dockerfile: `${START}${END}`,
        '+x train': '#!/usr/bin/env python\nimport os\nprint(os.environ.get("SM_MODEL_DIR", "/opt/ml/model"))\n',
      },
    },
    {
      title: 'set by ENV',
      files: {
        Dockerfile: `${START}ENV SM_MODEL_DIR=/opt/ml/model SM_CHANNEL_TRAINING=/opt/ml/input/data/training\n${END}`,
        '+x train': READS,
      },
    },
    {
      title: 'guarded',
      files: {
        Dockerfile: `${START}${END}`,
        '+x train':
          '#!/usr/bin/env python\nimport os\nif "SM_HOSTS" in os.environ:\n    print(os.environ["SM_HOSTS"])\n',
      },
    },
    {
      title: 'set by the start script',
      files: {
        Dockerfile: `${START}COPY main.py /opt/program/main.py\n${END}`,
        '+x train': '#!/bin/bash\nset -e\nexport SM_HOSTS="[]"\nexec python /opt/program/main.py\n',
        'main.py': 'import os\nprint(os.environ["SM_HOSTS"])\n',
      },
    },
    {
      title: 'the base is not known',
      files: { Dockerfile: `# sagemaker: roles=training\nARG BASE\nFROM \${BASE}\n${END}`, '+x train': READS },
    },
    {
      title: 'a variable of one’s own',
      files: {
        Dockerfile: `${START}${END}`,
        '+x train': '#!/usr/bin/env python\nimport os\nprint(os.environ["SM_TEAM_BUCKET"])\n',
      },
    },
  ],
  check(subject, report) {
    if (!subject.config.envComplete || subject.train.outcome.kind !== 'runs' || maySetThem(subject)) return;
    const programs = subject.pythonOf('train');
    const texts = [
      ...subject.train.chain.map((it) => it.file?.text ?? it.argv.join(' ')),
      ...programs.map((it) => it.file.text ?? ''),
    ];
    for (const program of programs) {
      const reads = missing(subject, program, texts);
      const [first] = reads;
      if (!first) continue;
      const names = [...new Set(reads.map((it) => it.value.name))];
      const listed =
        names
          .slice(0, 3)
          .map((it) => `\`${it}\``)
          .join(', ') + (names.length > 3 ? ' …' : '');
      const line = environmentLine(names);
      report({
        range: fileRange(subject, program.file),
        message: `\`${baseName(program.file.path)}\` requires ${listed}, which SageMaker does not set and nothing in this image does: the job ends with a \`KeyError\`. Give a default, set it by ENV, or install \`sagemaker-training\` and let it start the program.`,
        related: relatedInFile(program.file, first.range, `\`${first.value.name}\` is read here.`),
        fixes:
          line === undefined ? [] : [{ title: `Add \`${line}\``, edits: [appendToStage(subject, line)], safe: false }],
      });
    }
  },
});

/** The toolkit starts the program, or may do so. */
function maySetThem(subject: Subject): boolean {
  const has = hasTrainingToolkit(subject);
  if (has !== 'yes') return has === 'unknown';
  return trainingToolkits(subject).length === 0 || !subject.train.complete || startsToolkit(subject);
}

function missing(
  subject: Subject,
  { facts }: PythonFile,
  texts: readonly string[],
): PythonFile['facts']['environmentReads'] {
  return facts.environmentReads.filter(({ value: { name, required } }) => {
    const origin = name.startsWith('SM_') ? variable(name)?.origin : undefined;
    if (!required || (origin !== 'training-toolkit' && origin !== 'sdk-driver') || subject.config.env.has(name))
      return false;
    return !texts.some((it) => mayHandle(it, name));
  });
}

/** Something sets it, in a script or in Python. Guards in the same file are the reader's business. */
function mayHandle(text: string, name: string): boolean {
  const own = name.replaceAll(/\W/g, '');
  const sets = new RegExp(
    `\\b${own}=|["']${own}["']\\s{0,9}(?:\\]\\s{0,9}=(?!=)|:)|setdefault\\(\\s{0,9}["']${own}["']`,
  );
  return sets.test(text) || /\bload_dotenv\b|\benviron\.update\(/.test(text);
}

/** Possible only for variables that always hold the same path. */
function environmentLine(names: readonly string[]): string | undefined {
  const pairs = names.map((name) => {
    const channel = /^SM_CHANNEL_(\w+)$/.exec(name)?.[1];
    const value = channel === undefined ? variable(name)?.example : `${INPUT_DATA_DIR}/${channel.toLowerCase()}`;
    return value?.startsWith(`${OPT_ML}/`) ? `${name}=${value}` : undefined;
  });
  return pairs.every((it) => it !== undefined) ? `ENV ${pairs.join(' ')}` : undefined;
}
