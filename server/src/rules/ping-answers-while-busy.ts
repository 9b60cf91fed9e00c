import { PING_PATH } from '../../../contract/serving';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { locationFor } from './support/nginx-match';
import { settingsOf } from './support/server-address';
import { addArguments, placeOf } from './support/server-fixes';
import { applicationServers, frontNginx } from './support/serving';

const HEAD = '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\n';

export const pingAnswersWhileBusy = defineRule({
  id: 'ping-answers-while-busy',
  summary: 'The server can answer `/ping` while it works on an invocation',
  requirements: ['HTTP-05', 'ASYNC-02'],
  roles: ['inference'],
  severity: 'warning',
  fixable: true,
  why: 'One synchronous worker does one thing at a time: while it works on an invocation, `/ping` waits. SageMaker expects its answer within two seconds, and takes an instance that misses it several times for unhealthy.',
  remedy: 'Give gunicorn threads (`--threads 4`, one copy of the model) or more workers (a copy of the model each).',
  bad: [
    {
      title: 'one worker',
      files: { Dockerfile: `${HEAD}ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "1", "-t", "60", "app:app"]\n` },
    },
    {
      title: 'the default',
      files: { Dockerfile: `${HEAD}ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-t", "60", "app:app"]\n` },
    },
    {
      title: 'one worker by variable',
      files: {
        Dockerfile: `${HEAD}ENV WEB_CONCURRENCY=1\nENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-t", "60", "app:app"]\n`,
      },
    },
  ],
  good: [
    {
      title: 'two workers',
      files: { Dockerfile: `${HEAD}ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "-t", "60", "app:app"]\n` },
    },
    {
      title: 'one worker with threads',
      files: {
        Dockerfile: `${HEAD}ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "1", "--threads", "4", "app:app"]\n`,
      },
    },
    {
      title: 'an asynchronous worker',
      files: {
        Dockerfile: `${HEAD}ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "1", "-k", "gevent", "app:app"]\n`,
      },
    },
    {
      title: 'workers by variable',
      files: {
        Dockerfile: `${HEAD}ENV WEB_CONCURRENCY=4\nENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-t", "60", "app:app"]\n`,
      },
    },
    {
      title: 'nginx answers the ping',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn\nCOPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n',
        '+x serve':
          '#!/bin/sh\ngunicorn -b unix:/tmp/gunicorn.sock -w 1 -t 60 app:app &\nexec nginx -c /opt/program/nginx.conf\n',
        'nginx.conf':
          'daemon off;\nevents {}\nhttp {\n  client_max_body_size 0;\n  server {\n    listen 8080;\n    location = /ping { return 200; }\n    location / { proxy_pass http://unix:/tmp/gunicorn.sock; }\n  }\n}\n',
      },
    },
  ],
  check(subject, report) {
    const servers = applicationServers(subject);
    const [found] = servers;
    if (servers.length !== 1 || found?.server.program !== 'gunicorn' || nginxAnswers(subject)) return;
    const { workers, threads, workerClass } = settingsOf(subject, found);
    if (workers.state === 'unknown' || threads.state === 'unknown' || threads.value > 1 || workers.value !== 1) return;
    if (!workerClass.known || (workerClass.value ?? 'sync') !== 'sync') return;
    const isGiven = workers.state === 'given';
    if (!isGiven && !workers.sure) return;
    const place = isGiven
      ? placeOf(subject, workers.file, workers.range, 'The number of workers is set here.')
      : placeOf(subject, found.file, found.server.range, 'gunicorn is started here.');
    report({
      ...place,
      severity: isGiven && !workers.changeable ? 'warning' : 'info',
      message: `gunicorn works with one synchronous worker${isGiven ? '' : ' unless told otherwise'}, so \`${PING_PATH}\` waits while an invocation runs and SageMaker takes the instance for unhealthy. Add \`--threads 4\`, or more workers.`,
      // The app may not be safe with threads.
      fixes:
        threads.state === 'default'
          ? addArguments(subject, found, '--threads', '4').map((it) => ({ ...it, safe: false }))
          : [],
    });
  },
});

function nginxAnswers(subject: Subject): boolean {
  const location = locationFor(
    frontNginx(subject).flatMap((it) => it.facts.locations),
    PING_PATH,
  );
  return location === 'unknown' || (location !== undefined && location.value.proxyPass === undefined);
}
