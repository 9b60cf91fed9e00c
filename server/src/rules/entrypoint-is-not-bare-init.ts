import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import type { RequirementId } from '../../../contract/requirements';
import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { bareInit } from './support/answered';
import { appendToStage, execForm } from './support/edits';
import { baseRange, headline } from './support/places';

export const entrypointIsNotBareInit = defineRule({
  id: 'entrypoint-is-not-bare-init',
  summary: 'An init such as `tini` has a program to start',
  requirements: ['LAUNCH-06'],
  roles: ['training', 'inference'],
  severity: 'error',
  fixable: true,
  why: 'With `ENTRYPOINT ["tini", "--"]`, often inherited from conda and Jupyter images, SageMaker’s word becomes the program: `[FATAL tini (7)] exec train failed: No such file or directory`.',
  remedy:
    'Give the init a program, `["tini", "--", "python", "/opt/program/train.py"]`, put an executable `train` or `serve` on PATH, or reset it with `ENTRYPOINT []`.',
  bad: [
    {
      title: 'tini of a Jupyter image',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM quay.io/jupyter/scipy-notebook:2024-10-07\nUSER root\nCOPY train.py /opt/program/train.py\n',
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'tini alone',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y tini\nCOPY train.py /opt/program/train.py\nENTRYPOINT ["/usr/bin/tini", "--"]\nCMD ["python", "/opt/program/train.py"]\n',
        'train.py': 'print(1)\n',
      },
    },
  ],
  good: [
    {
      title: 'tini with a program',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y tini\nCOPY train.py /opt/program/train.py\nENTRYPOINT ["/usr/bin/tini", "--", "python", "/opt/program/train.py"]\n',
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'tini and a train on PATH',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y tini\nCOPY train /usr/local/bin/train\nENTRYPOINT ["/usr/bin/tini", "--"]\n',
        '+x train': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
  ],
  check(subject, report) {
    const failing = (
      [
        ['training', TRAIN_WORD, subject.train, 'LAUNCH-01'],
        ['inference', SERVE_WORD, subject.serve, 'LAUNCH-02'],
      ] as const
    ).filter(([role, , start]) => subject.has(role) && start.outcome.kind === 'not-found');
    const [first] = failing;
    const { entrypoint } = subject.config;
    if (!first) return;
    const inherited = entrypoint.origin.from === 'base';
    const init = bareInit(first[2]) ?? (inherited && isInit(subject.stage.base.row?.entrypoint) ? 'tini' : undefined);
    if (init === undefined) return;
    const word = first[1];
    const requirements: RequirementId[] = ['LAUNCH-06', ...failing.map((it): RequirementId => it[3])];
    report({
      requirements,
      range:
        entrypoint.origin.from === 'instruction'
          ? headline(subject, entrypoint.origin.instruction)
          : baseRange(subject),
      message: `\`docker run IMAGE ${word}\` will fail: \`${init}\` ${inherited ? 'of the base image ' : ''}takes the word for the program, and there is no \`${word}\` on PATH. Set an ENTRYPOINT that names your program.`,
      fixes: inherited ? ownEntrypoint(subject) : [],
    });
  },
});

function isInit(entrypoint: readonly string[] | 'unknown' | undefined): boolean {
  return Array.isArray(entrypoint) && entrypoint.some((it) => /(?:^|\/)tini$/.test(String(it)));
}

/** Another ENTRYPOINT, when the file brings a program that it can name. */
function ownEntrypoint(subject: Subject): readonly Fix[] {
  const script = subject.files.files.find(
    (it) => it.type === 'file' && it.instruction !== undefined && /\/(?:train|serve)\.py$/.test(it.path),
  );
  if (!script) return [];
  const line = `ENTRYPOINT ${execForm(['python', script.path])}`;
  return [{ title: `Add \`${line}\``, edits: [appendToStage(subject, line)], safe: false }];
}
