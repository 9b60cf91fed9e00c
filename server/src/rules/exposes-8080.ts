import { SERVING_PORT } from '../../../contract/serving';
import { defineRule } from './rule';
import { replace } from './support/edits';
import { settingRange } from './support/places';

export const exposes8080 = defineRule({
  id: 'exposes-8080',
  summary: 'EXPOSE names port 8080 when it names any',
  requirements: ['LAUNCH-18', 'HTTP-01'],
  roles: ['inference'],
  severity: 'info',
  fixable: true,
  why: 'EXPOSE is documentation: SageMaker calls port 8080 whatever it says. An EXPOSE of other ports alone usually means that the server was written for another platform.',
  remedy: 'Write `EXPOSE 8080`, and see that the server listens there.',
  bad: [
    {
      title: 'another port',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nEXPOSE 5000\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'two other ports, with protocol',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nEXPOSE 80/tcp 443/tcp\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
  ],
  good: [
    {
      title: '8080 among others',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nEXPOSE 8080/tcp 8081\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'a range that holds it',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nEXPOSE 8000-8100\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'a port that is not known',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nARG PORT\nCOPY serve /usr/local/bin/serve\nEXPOSE 5000 ${PORT}\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'the base exposes 80 by itself',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM nginx:1.27\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/bin/sh\nexec sleep 1\n',
      },
    },
  ],
  check(subject, report) {
    const { exposed } = subject.config;
    if (exposed.some((it) => !it.value.known || covers(it.value.value))) return;
    const own = exposed.filter((it) => it.origin.from === 'instruction');
    const first = own[0];
    if (!first?.value.known) return;
    const range = settingRange(subject, first);
    const edits =
      own.length === 1
        ? [replace(range, String(SERVING_PORT))]
        : [replace({ start: range.start, end: range.start }, `${SERVING_PORT} `)];
    report({
      range,
      message: `EXPOSE names \`${first.value.value}\` and not ${SERVING_PORT}, the port that SageMaker calls whatever EXPOSE says. Check where the server listens, and write \`EXPOSE ${SERVING_PORT}\`.`,
      fixes: [{ title: `${own.length === 1 ? 'Expose' : 'Also expose'} port ${SERVING_PORT}`, edits, safe: false }],
    });
  },
});

/** `8080`, `8080/tcp`, `8000-8100`; anything that is no port counts as unknown. */
function covers(text: string): boolean {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/\w{1,8})?$/.exec(text);
  if (!match) return true;
  const from = Number(match[1]);
  return from <= SERVING_PORT && SERVING_PORT <= Number(match[2] ?? from);
}
