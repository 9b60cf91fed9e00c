import { expandSource } from '../context/expand-sources';
import { dirName } from '../context/paths';
import type { Severity } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { climbsOut, contextSourcesOf } from './support/context-sources';

export const copyStaysInContext = defineRule({
  id: 'copy-stays-in-context',
  summary: 'COPY takes files from inside the build context',
  requirements: ['IMG-15'],
  roles: 'any',
  severity: 'error',
  fixable: false,
  why: 'Docker sees only the build context, the folder given to `docker build`. It cuts a leading `../` off: `COPY ../src` looks for `src` inside the context, and the build fails when it is not there (or takes another folder of that name).',
  remedy:
    'Build from the folder above, `docker build -f docker/Dockerfile .`, and write the path as seen from there. `docker buildx build --build-context` gives a second folder its own name.',
  bad: [
    {
      title: 'a file above the context',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY ../requirements.txt /tmp/requirements.txt\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'in a folder of the project, on the way out',
      path: 'docker/Dockerfile',
      files: {
        'docker/Dockerfile':
          '# sagemaker: roles=training\nFROM python:3.12-slim\nADD x/../../src /opt/program\nCOPY train /usr/local/bin/train\n',
        '+x docker/train': '#!/usr/bin/env python\nprint("training")\n',
        'src/model.py': 'print(1)\n',
      },
    },
  ],
  good: [
    {
      title: 'up and down inside the context',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY src/../train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
        'src/a.py': 'print(1)\n',
      },
    },
    {
      title: 'from another stage, where it is relative to its root',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12 AS builder\nRUN echo hello > /note\nFROM python:3.12-slim\nCOPY --from=builder ../note /note\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
  ],
  check(subject, report) {
    for (const { word, pattern } of contextSourcesOf(subject)) {
      if (!climbsOut(pattern)) continue;
      const inside = pattern
        .split('/')
        .filter((it) => it !== '..' && it !== '.')
        .join('/');
      const severity = severityOf(subject, pattern);
      report({
        range: word.range,
        severity,
        message:
          severity === 'hint'
            ? `Docker cuts \`../\` off and takes \`${inside}\` from inside the build context. Write it as it is meant.`
            : `\`${pattern}\` leads out of the build context. Docker looks for it inside the context instead, and the build fails. Build from the folder above and write the path as seen from there.`,
      });
    }
  },
});

/** The build works where the path without `../` lies in the context; a context that is only guessed may be another one. */
function severityOf(subject: Subject, pattern: string): Severity {
  const { root, how, fs } = subject.context;
  if (root === undefined) return 'warning';
  const there = expandSource(fs, root, pattern, 1).length > 0;
  if (!there) return 'error';
  return how === 'declared' || root === dirName(subject.path) ? 'hint' : 'warning';
}
