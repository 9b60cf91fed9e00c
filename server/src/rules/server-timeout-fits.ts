import { INVOCATION_TIMEOUT_SECONDS } from '../../../contract/serving';
import type { FoundServer } from '../start/types';
import type { Subject } from '../subject';
import { defineRule, type Report } from './rule';
import { settingsOf } from './support/server-address';
import { addArguments, exchange, placeOf } from './support/server-fixes';
import { applicationServers, frontNginx, isProxied } from './support/serving';

const LIMIT = INVOCATION_TIMEOUT_SECONDS['real-time'].value;

const HEAD = '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\n';

export const serverTimeoutFits = defineRule({
  id: 'server-timeout-fits',
  summary: 'The server gives an invocation the 60 seconds that SageMaker gives it',
  requirements: ['WEB-04', 'HTTP-07'],
  roles: ['inference'],
  severity: 'warning',
  fixable: true,
  why: 'A real-time invocation may take 60 seconds, asynchronous and batch ones up to an hour. gunicorn kills a synchronous worker that is busy for longer than `--timeout` (30 seconds unless told), in the midst of the request (`WORKER TIMEOUT`), and nginx gives up after `proxy_read_timeout` with 504.',
  remedy:
    'Set gunicorn’s `--timeout` and nginx’s `proxy_read_timeout` to 60 or more; more for asynchronous endpoints and batch transform.',
  bad: [
    {
      title: 'a short timeout',
      files: {
        Dockerfile: `${HEAD}ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "--timeout", "20", "app:app"]\n`,
      },
    },
    {
      title: 'the default',
      files: { Dockerfile: `${HEAD}ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "app:app"]\n` },
    },
    {
      title: 'nginx gives up first',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn\nCOPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n',
        '+x serve':
          '#!/bin/sh\ngunicorn -b unix:/tmp/gunicorn.sock -w 2 -t 60 app:app &\nexec nginx -c /opt/program/nginx.conf\n',
        'nginx.conf':
          'daemon off;\nevents {}\nhttp {\n  client_max_body_size 0;\n  server {\n    listen 8080;\n    location / {\n      proxy_read_timeout 30s;\n      proxy_pass http://unix:/tmp/gunicorn.sock;\n    }\n  }\n}\n',
      },
    },
    {
      title: 'in a configuration file',
      files: {
        Dockerfile: `${HEAD}WORKDIR /app\nCOPY gunicorn.conf.py /app/\nENTRYPOINT ["gunicorn", "app:app"]\n`,
        'gunicorn.conf.py': 'bind = "0.0.0.0:8080"\nworkers = 2\ntimeout = 10\n',
      },
    },
  ],
  good: [
    {
      title: 'sixty seconds',
      files: {
        Dockerfile: `${HEAD}ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "--timeout", "60", "app:app"]\n`,
      },
    },
    {
      title: 'never',
      files: { Dockerfile: `${HEAD}ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "-t", "0", "app:app"]\n` },
    },
    {
      title: 'threads keep the heart beating',
      files: { Dockerfile: `${HEAD}ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "--threads", "8", "app:app"]\n` },
    },
    {
      title: 'so do asynchronous workers',
      files: {
        Dockerfile: `${HEAD}ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "-k", "gevent", "-t", "20", "app:app"]\n`,
      },
    },
    {
      title: 'said by a variable',
      files: {
        Dockerfile: `${HEAD}COPY serve /usr/local/bin/serve\n`,
        '+x serve': '#!/bin/sh\nexec gunicorn -b 0.0.0.0:8080 -w 2 --timeout "$MODEL_SERVER_TIMEOUT" app:app\n',
      },
    },
  ],
  check(subject, report) {
    for (const found of applicationServers(subject)) checkServer(subject, found, report);
    if (isProxied(subject)) checkNginx(subject, report);
  },
});

function checkServer(subject: Subject, found: FoundServer, report: Report): void {
  const { program } = found.server;
  const { timeout, threads, workerClass } = settingsOf(subject, found);
  const isGunicorn = program === 'gunicorn';
  if (!isGunicorn && program !== 'torchserve' && program !== 'multi-model-server') return;
  // Only a synchronous worker is silent while it works.
  const synchronous = workerClass.known && (workerClass.value ?? 'sync') === 'sync' && threads.state === 'default';
  if (isGunicorn && !synchronous) return;
  if (timeout.state === 'given') {
    if (timeout.value <= 0 || timeout.value >= LIMIT) return;
    const value = String(timeout.value).replace('.', '\\.');
    report({
      ...placeOf(subject, timeout.file, timeout.range, 'The timeout is set here.'),
      severity: timeout.changeable ? 'info' : 'warning',
      message: `\`${program}\` ends an invocation after ${timeout.value} seconds, and SageMaker waits ${LIMIT} (asynchronous endpoints and batch transform up to an hour). Set the timeout to ${LIMIT} or more.`,
      fixes: exchange(
        subject,
        timeout,
        new RegExp(`(?<![\\w.:])${value}(?![\\w.])`),
        String(LIMIT),
        `Set the timeout to ${LIMIT} seconds`,
      ),
    });
    return;
  }
  if (timeout.state !== 'default' || !timeout.sure) return;
  report({
    ...placeOf(subject, found.file, found.server.range, 'gunicorn is started here.'),
    severity: 'info',
    message: `gunicorn kills a worker that works on an invocation for longer than ${timeout.value} seconds, since no \`--timeout\` says otherwise; SageMaker waits ${LIMIT} seconds. Add \`--timeout ${LIMIT}\`.`,
    fixes: addArguments(subject, found, '--timeout', String(LIMIT)),
  });
}

function checkNginx(subject: Subject, report: Report): void {
  for (const { file, facts } of frontNginx(subject)) {
    const limit = facts.proxyReadTimeout;
    if (!limit || !facts.complete || limit.value <= 0 || limit.value >= LIMIT) continue;
    report({
      ...placeOf(subject, file, limit.range, 'The timeout is set here.'),
      message: `nginx gives up on an invocation after ${limit.value} seconds (504), and SageMaker waits ${LIMIT} (asynchronous endpoints and batch transform up to an hour). Set \`proxy_read_timeout\` to ${LIMIT}s or more.`,
      fixes: exchange(
        subject,
        { file, range: limit.range },
        /proxy_read_timeout\s+[^;]+/,
        `proxy_read_timeout ${LIMIT}s`,
        `Set it to ${LIMIT} seconds`,
      ),
    });
  }
}
