import type { Subject } from '../subject';
import { defineRule } from './rule';
import { isPython, relatedToPackage } from './support/toolkit-presence';

const START = '# sagemaker: roles=training\nFROM python:3.12-slim\n';
const END = 'COPY train /usr/local/bin/train\n';
const TRAIN = '#!/usr/bin/env python\nprint("training")\n';

export const sdkIsNotTheToolkit = defineRule({
  id: 'sdk-is-not-the-toolkit',
  summary: 'The SageMaker SDK is in the image only if the program uses it',
  requirements: ['TK-09'],
  roles: ['training', 'inference'],
  severity: 'info',
  fixable: false,
  why: 'The package `sagemaker` is the SDK that starts jobs from outside. It brings neither `train` nor `serve`, and with what it depends on makes the image some hundred MB larger. It is often taken for `sagemaker-training` or `sagemaker-inference`.',
  remedy: 'Remove it, or install the toolkit that was meant. `boto3` alone is enough for calls to AWS.',
  bad: [
    {
      title: 'installed, not used',
      files: { Dockerfile: `${START}RUN pip install pandas sagemaker\n${END}`, '+x train': TRAIN },
    },
    {
      title: 'in a requirements file',
      files: {
        Dockerfile: `${START}COPY requirements.txt .\nRUN pip install -r requirements.txt\n${END}`,
        '+x train': TRAIN,
        'requirements.txt': 'pandas\nsagemaker>=2\n',
      },
    },
  ],
  good: [
    {
      title: 'used by the program',
      files: {
        Dockerfile: `${START}RUN pip install sagemaker\n${END}`,
        '+x train': '#!/usr/bin/env python\nfrom sagemaker.session import Session\nprint(Session)\n',
      },
    },
    {
      title: 'another package',
      files: { Dockerfile: `${START}RUN pip install sagemaker-experiments boto3\n${END}`, '+x train': TRAIN },
    },
    {
      title: 'used by another program of the image',
      files: {
        Dockerfile: `${START}RUN pip install sagemaker\nCOPY tools.py /opt/tools.py\n${END}`,
        '+x train': TRAIN,
        'tools.py': 'import sagemaker\n',
      },
    },
  ],
  check(subject, report) {
    const found = subject.packages.find((it) => isPython(it) && it.name === 'sagemaker');
    if (!found || !isUnused(subject)) return;
    report({
      range: found.range,
      message:
        '`sagemaker` is the SDK that starts jobs from outside; no program of this image uses it, and it answers to neither `train` nor `serve`. Remove it, or install the toolkit that was meant: `sagemaker-training` or `sagemaker-inference`.',
      related: relatedToPackage(subject, found, '`sagemaker` is listed here.'),
    });
  },
});

/** Every Python program of the image is in sight, there is one, and none of them imports the SDK. */
function isUnused(subject: Subject): boolean {
  const starts = [
    ...(subject.has('training') ? [subject.train] : []),
    ...(subject.has('inference') ? [subject.serve] : []),
  ];
  if (
    subject.has('studio') ||
    subject.has('processing') ||
    !starts.every((it) => it.complete && it.outcome.kind === 'runs')
  )
    return false;
  const programs = [...subject.pythonOf('train'), ...subject.pythonOf('serve')];
  return (
    programs.length > 0 &&
    !subject.files.files.some(
      (it) => it.text !== undefined && /^[ \t]*(?:from|import)[ \t]+sagemaker\b|["']sagemaker["'.]/m.test(it.text),
    )
  );
}
