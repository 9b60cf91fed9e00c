import { UNBUFFERED_VARIABLE } from '../../../contract/environment';
import { defineRule } from './rule';
import { appendToStage } from './support/edits';
import { startsOf } from './support/failed-files';
import { baseName, fileRange } from './support/places';

const START = '# sagemaker: roles=training\nFROM python:3.12-slim\n';
const PROGRAM = '#!/usr/bin/env python\nprint("training")\n';

export const logsAreUnbuffered = defineRule({
  id: 'logs-are-unbuffered',
  summary: 'Python writes its logs at once',
  requirements: ['ENV-10'],
  roles: ['training', 'inference', 'processing'],
  severity: 'hint',
  fixable: true,
  why: 'CloudWatch gets what the container writes to stdout and stderr. Python keeps stdout in a buffer when it is not a terminal, so the last lines, those that explain a crash, may never arrive.',
  remedy: 'Set `ENV PYTHONUNBUFFERED=1`, or start Python with `-u`.',
  bad: [
    {
      title: 'a Python program without it',
      files: { Dockerfile: `${START}COPY train /usr/local/bin/train\n`, '+x train': PROGRAM },
    },
    {
      title: 'an ENTRYPOINT without it',
      files: {
        Dockerfile: `${START}COPY train.py /opt/program/train.py\nENTRYPOINT ["python", "/opt/program/train.py"]\n`,
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'an empty value',
      files: { Dockerfile: `${START}ENV PYTHONUNBUFFERED=\nCOPY train /usr/local/bin/train\n`, '+x train': PROGRAM },
    },
  ],
  good: [
    {
      title: 'set by ENV',
      files: { Dockerfile: `${START}ENV PYTHONUNBUFFERED=1\nCOPY train /usr/local/bin/train\n`, '+x train': PROGRAM },
    },
    {
      title: 'python -u',
      files: {
        Dockerfile: `${START}COPY train.py /opt/program/train.py\nENTRYPOINT ["python", "-u", "/opt/program/train.py"]\n`,
        'train.py': 'print(1)\n',
      },
    },
    {
      title: '-u in the first line',
      files: {
        Dockerfile: `${START}COPY train /usr/local/bin/train\n`,
        '+x train': '#!/usr/local/bin/python -u\nprint(1)\n',
      },
    },
    {
      title: 'no Python',
      files: { Dockerfile: `${START}COPY train /usr/local/bin/train\n`, '+x train': '#!/bin/sh\necho training\n' },
    },
  ],
  check(subject, report) {
    const setting = subject.config.env.get(UNBUFFERED_VARIABLE);
    if (setting ? !setting.value.known || setting.value.value !== '' : !subject.config.envComplete) return;
    for (const { start } of startsOf(subject)) {
      const link = start.chain.findLast((it) => it.file !== undefined && subject.python(it.file) !== undefined);
      if (!link?.file || start.outcome.kind !== 'runs') continue;
      const unbuffered = start.chain.some((it) =>
        it.argv.some(
          (word) => word === undefined || /^-[a-zA-Z]*u[a-zA-Z]*$/.test(word) || word.includes(UNBUFFERED_VARIABLE),
        ),
      );
      const texts = start.chain.map((it) => it.file?.text ?? '');
      if (
        unbuffered ||
        texts.some(
          (it) =>
            it.includes(UNBUFFERED_VARIABLE) ||
            /^#!.*python[\d.]*\s+-\w*u/.test(it) ||
            /\bpython[\d.]*["']?,?\s+["']?-\w*u|reconfigure\(|flush=True/.test(it),
        )
      )
        continue;
      report({
        range: fileRange(subject, link.file),
        message: `Python buffers what \`${baseName(link.file.path)}\` prints, so the last lines before a crash may never reach CloudWatch. Set \`ENV ${UNBUFFERED_VARIABLE}=1\`.`,
        fixes: [
          {
            title: `Add \`ENV ${UNBUFFERED_VARIABLE}=1\``,
            edits: [appendToStage(subject, `ENV ${UNBUFFERED_VARIABLE}=1`)],
            safe: true,
          },
        ],
      });
      return;
    }
  },
});
