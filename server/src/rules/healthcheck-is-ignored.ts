import { PING_PATH } from '../../../contract/serving';
import { defineRule } from './rule';
import { headline } from './support/places';

const SERVE = { '+x serve': '#!/usr/bin/env python\nprint(1)\n' };
const HEAD = '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n';

export const healthcheckIsIgnored = defineRule({
  id: 'healthcheck-is-ignored',
  summary: 'SageMaker does not look at HEALTHCHECK',
  requirements: ['LAUNCH-18'],
  roles: ['training', 'inference'],
  severity: 'hint',
  fixable: false,
  why: 'SageMaker never runs the command of HEALTHCHECK. An endpoint is healthy when `GET /ping` answers 200 within two seconds, a training job while its process runs.',
  remedy:
    'Put what the check tests into `/ping`. The instruction does no harm; keep it for running the image elsewhere.',
  bad: [
    {
      title: 'a check of the server',
      files: {
        Dockerfile: `${HEAD}HEALTHCHECK --interval=30s CMD curl -f http://localhost:8080/ping || exit 1\n`,
        ...SERVE,
      },
    },
    {
      title: 'in a training image',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\nHEALTHCHECK CMD true\n',
        '+x train': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
  ],
  good: [
    { title: 'none', files: { Dockerfile: HEAD, ...SERVE } },
    { title: 'switched off', files: { Dockerfile: `${HEAD}HEALTHCHECK NONE\n`, ...SERVE } },
  ],
  check(subject, report) {
    const { healthcheck } = subject.config;
    if (!healthcheck.value.known || healthcheck.origin.from !== 'instruction') return;
    const { instruction } = healthcheck.origin;
    if (healthcheck.value.value === undefined || /^\s*none\b/i.test(instruction.argumentsText)) return;
    const instead = subject.has('inference')
      ? `it asks \`GET ${PING_PATH}\` instead`
      : 'a training job is healthy while its process runs';
    report({ range: headline(subject, instruction), message: `SageMaker does not run HEALTHCHECK: ${instead}.` });
  },
});
