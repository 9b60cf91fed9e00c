import { defineRule } from './rule';
import { removeInstruction } from './support/edits';

const TRAIN = '#!/usr/bin/env python\nprint("training")\n';

export const stopSignalIsSigterm = defineRule({
  id: 'stop-signal-is-sigterm',
  summary: 'The container is stopped by SIGTERM',
  requirements: ['EXIT-06'],
  roles: ['training', 'inference'],
  severity: 'info',
  fixable: true,
  why: 'SageMaker’s documentation promises SIGTERM, and SIGKILL some time later. Whether it heeds another STOPSIGNAL is not documented: a handler that waits for another signal may never run.',
  remedy: 'Remove STOPSIGNAL, and handle SIGTERM.',
  bad: [
    {
      title: 'SIGINT',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nSTOPSIGNAL SIGINT\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'by its number',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\nSTOPSIGNAL 9\n',
        '+x train': TRAIN,
      },
    },
  ],
  good: [
    {
      title: 'SIGTERM itself',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nSTOPSIGNAL 15\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'not known',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nARG SIGNAL\nSTOPSIGNAL ${SIGNAL:?}\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'overruled later',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nSTOPSIGNAL SIGINT\nCOPY train /usr/local/bin/train\nSTOPSIGNAL SIGTERM\n',
        '+x train': TRAIN,
      },
    },
  ],
  check(subject, report) {
    const { value, origin } = subject.config.stopSignal;
    if (origin.from !== 'instruction' || !value.known || value.value === undefined) return;
    if (/^(?:(?:SIG)?TERM|15|)$/i.test(value.value.trim())) return;
    report({
      range: origin.range,
      message: `SageMaker stops a container by SIGTERM; whether it heeds \`STOPSIGNAL ${value.value}\` is not documented. Remove it, and handle SIGTERM.`,
      fixes: [{ title: 'Remove STOPSIGNAL', edits: [removeInstruction(subject, origin.instruction)], safe: false }],
    });
  },
});
