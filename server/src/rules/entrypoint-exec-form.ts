import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import type { RequirementId } from '../../../contract/requirements';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { replace } from './support/edits';
import { headline } from './support/places';
import { entrypointFor, plainWords } from './support/start-commands';

export const entrypointExecForm = defineRule({
  id: 'entrypoint-exec-form',
  summary: 'ENTRYPOINT uses the exec form',
  requirements: ['LAUNCH-04', 'LAUNCH-08'],
  roles: ['training', 'inference', 'processing'],
  severity: 'error',
  fixable: true,
  why: 'The shell form runs `/bin/sh -c …`. It drops the `train` or `serve` that SageMaker appends, and SIGTERM reaches the shell instead of your program, so the job can’t save its model when it is stopped (120 s later it is killed).',
  remedy: 'Write the command as a JSON array: `ENTRYPOINT ["python", "/opt/program/train.py"]`.',
  bad: [
    {
      title: 'shell form',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/train.py\nENTRYPOINT python /opt/program/train.py\n',
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'the script would look at the word',
      files: {
        Dockerfile:
          '# sagemaker: roles=training,inference\nFROM python:3.12-slim\nCOPY start.sh /opt/program/start.sh\nENTRYPOINT /opt/program/start.sh\n',
        '+x start.sh':
          '#!/bin/bash\ncase "$1" in\n  train) exec python train.py ;;\n  serve) exec python serve.py ;;\nesac\n',
      },
    },
  ],
  good: [
    {
      title: 'a shell that hands over at once',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/train.py\nENTRYPOINT exec python /opt/program/train.py\n',
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'exec form',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/train.py\nENTRYPOINT ["python", "/opt/program/train.py"]\n',
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'no ENTRYPOINT at all',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY --chmod=755 train /usr/local/bin/train\n',
        train: '#!/usr/bin/env python\nprint(1)\n',
      },
    },
  ],
  check(subject, report) {
    const { entrypoint } = subject.config;
    if (entrypoint.origin.from !== 'instruction' || !entrypoint.value.known) return;
    const command = entrypoint.value.value;
    if (command?.form !== 'shell' || command.looksLikeJson) return;
    const range = headline(subject, entrypoint.origin.instruction);
    const processing = !subject.has('training') && !subject.has('inference');
    const dispatches = !processing && looksAtWord(subject);
    const requirements: RequirementId[] = [processing ? 'LAUNCH-08' : 'LAUNCH-04'];
    const line = entrypointFor(command, false);
    // The shell gives way to the program, which gets the signals; only the word is lost.
    if (!dispatches && /^exec\s/.test(command.text.trim())) return;
    report({
      range,
      requirements,
      severity: dispatches ? 'error' : 'warning',
      message: dispatches
        ? `The shell form drops the word \`${TRAIN_WORD}\` or \`${SERVE_WORD}\`, and without it the script starts nothing. Write \`${line}\`.`
        : `The shell form runs \`/bin/sh -c\`: SIGTERM does not reach the program, so a stopped job is killed without saving${processing ? '' : ', and the word SageMaker appends is lost'}. Write \`${line}\`.`,
      fixes: [
        {
          title: `Write \`${line}\``,
          edits: [replace(range, line)],
          safe: plainWords(command.text) !== undefined && !dispatches,
        },
      ],
    });
  },
});

/** A script decides by the word, and starts nothing without one. */
function looksAtWord(subject: Subject): boolean {
  const starts = [
    ...(subject.has('training') ? [subject.train] : []),
    ...(subject.has('inference') ? [subject.serve] : []),
  ];
  return starts.some(({ chain, servers }) => {
    const file = chain.at(-1)?.file;
    const words = file && subject.script(file)?.dispatchesOn;
    return servers.length === 0 && (words?.some((it) => it === TRAIN_WORD || it === SERVE_WORD) ?? false);
  });
}
