import { toolkit } from '../../../contract/toolkits';
import type { InstalledPackage } from '../shell/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { insertBefore } from './support/edits';
import { compilerLine, isRootAt, lacksCompiler } from './support/system-lines';
import { relatedToPackage } from './support/toolkit-presence';

const CODE = 'COPY train.py /opt/ml/code/train.py\nENV SAGEMAKER_PROGRAM=train.py\n';
const TRAIN = 'print("training")\n';

export const toolkitHasCompiler = defineRule({
  id: 'toolkit-has-compiler',
  summary: 'The training toolkit finds a C compiler when it is installed',
  requirements: ['TK-01'],
  roles: 'any',
  severity: 'error',
  fixable: true,
  why: "`sagemaker-training` is published as source with a small C extension, so `pip install` compiles it. Slim, Alpine and bare images have no compiler: the build ends with `error: command 'gcc' failed`.",
  remedy:
    'Install gcc (with the C library’s and Python’s headers) in a line before, or start from an image that has it.',
  bad: [
    {
      title: 'slim image',
      files: { Dockerfile: `FROM python:3.12-slim\nRUN pip install sagemaker-training\n${CODE}`, 'train.py': TRAIN },
    },
    {
      title: 'listed in a requirements file, on Alpine',
      files: {
        Dockerfile: `FROM python:3.12-alpine\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n${CODE}`,
        'requirements.txt': 'pandas\nsagemaker_training==4.8.0\n',
        'train.py': TRAIN,
      },
    },
    {
      title: 'the compiler comes too late',
      files: {
        Dockerfile: `FROM python:3.12-slim\nRUN pip install sagemaker-training\nRUN apt-get update && apt-get install -y gcc\n${CODE}`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'pip of Ubuntu without what it recommends',
      files: {
        Dockerfile: `FROM ubuntu:22.04\nRUN apt-get update && apt-get install -y --no-install-recommends python3 python3-pip\nRUN pip3 install sagemaker-training\n${CODE}`,
        'train.py': TRAIN,
      },
    },
  ],
  good: [
    {
      title: 'full image',
      files: { Dockerfile: `FROM python:3.12\nRUN pip install sagemaker-training\n${CODE}`, 'train.py': TRAIN },
    },
    {
      title: 'compiler installed before, in the same instruction',
      files: {
        Dockerfile: `FROM python:3.12-slim\nRUN apt-get update && apt-get install -y build-essential && pip install sagemaker-training\n${CODE}`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'pip of Ubuntu brings build-essential along',
      files: {
        Dockerfile: `FROM ubuntu:22.04\nRUN apt-get update && apt-get install -y python3-pip\nRUN pip3 install sagemaker-training\n${CODE}`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'wheels of one’s own',
      files: {
        Dockerfile: `FROM python:3.12-slim\nCOPY wheels /wheels\nRUN pip install --no-index --find-links /wheels sagemaker-training\n${CODE}`,
        'train.py': TRAIN,
        'wheels/readme.txt': '',
      },
    },
    {
      title: 'a script may install one',
      files: {
        Dockerfile: `FROM python:3.12-slim\nCOPY setup.sh .\nRUN bash setup.sh\nRUN pip install sagemaker-training\n${CODE}`,
        'train.py': TRAIN,
        'setup.sh': 'apt-get update && apt-get install -y gcc\n',
      },
    },
  ],
  check(subject, report) {
    const found = subject.packages.find((it) => it.manager === 'pip' && !it.local && isCompiled(it.name));
    if (!found || mayBeWheel(subject, found) || !lacksCompiler(subject, found)) return;
    const line = compilerLine(subject);
    report({
      range: found.range,
      message: `\`${found.name}\` compiles a C extension, and \`${baseName(subject)}\` has no compiler: the build ends with "command 'gcc' failed". Install gcc before this line.`,
      related: relatedToPackage(subject, found, `\`${found.name}\` is listed here.`),
      fixes:
        line === undefined
          ? []
          : [
              {
                title: 'Install gcc before it',
                edits: [insertBefore(subject, found.instruction, line)],
                safe: isRootAt(subject, found.instruction),
              },
            ],
    });
  },
});

/** The toolkit itself, and what depends on it or (the old one) has the same extension. */
function isCompiled(name: string): boolean {
  return toolkit(name)?.providesTrain === true;
}

/** Another index or folder may hold a wheel that is built already. */
function mayBeWheel(subject: Subject, found: InstalledPackage): boolean {
  const { argumentsText } = found.instruction;
  if (
    /(?:^|\s)(?:-f|-i)\s|--(?:find-links|no-index|only-binary|index-url|extra-index-url|default-index|index)\b|\bCC=/.test(
      argumentsText,
    )
  )
    return true;
  const { env } = subject.stage.configAt(found.instruction);
  return ['PIP_FIND_LINKS', 'PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'CC'].some((name) => env.has(name));
}

function baseName(subject: Subject): string {
  const { reference } = subject.stage.base;
  return reference.known ? reference.value : 'the base image';
}
