import { server as serverFacts } from '../../../contract/servers';
import { SERVING_HOST, SERVING_PORT } from '../../../contract/serving';
import type { Fix } from '../lint/finding';
import type { FoundServer } from '../start/types';
import type { Subject } from '../subject';
import { defineRule, type Report } from './rule';
import { isLoopback } from './support/loopback';
import { startsUnseenProgram } from './support/other-programs';
import { settingsOf, type Settings, type Told } from './support/server-address';
import { addArguments, exchange, placeOf } from './support/server-fixes';
import { serverName } from './support/server-name';
import { frontNginx, frontServers, isProxied } from './support/serving';

export const listensOnAllInterfaces = defineRule({
  id: 'listens-on-all-interfaces',
  summary: 'The server listens on all interfaces, not only on loopback',
  requirements: ['NET-06', 'WEB-08'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: 'SageMaker reaches the container over its network interface. A server on `127.0.0.1` or `localhost`, which is the default of uvicorn, gunicorn, Flask and many others, answers inside the container only: the health check never succeeds.',
  remedy:
    'Bind to `0.0.0.0`: `--host 0.0.0.0`, `--bind 0.0.0.0:8080`. Behind nginx in the same container loopback is right.',
  bad: [
    {
      title: 'loopback on the command line',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\nENTRYPOINT ["gunicorn", "--bind", "127.0.0.1:8080", "-w", "2", "-t", "60", "app:app"]\n',
      },
    },
    {
      title: 'the default of uvicorn',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/bin/sh\nexec uvicorn app:app --port 8080\n',
      },
    },
    {
      title: 'the default of uvicorn in CMD',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn\nCMD ["uvicorn", "app:app", "--port", "8080"]\n',
      },
    },
    {
      title: 'the default of plumber',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM rocker/r-ver:4.4\nCOPY serve.R /app/serve.R\nENTRYPOINT ["Rscript", "/app/serve.R"]\n',
        'serve.R': 'library(plumber)\napp <- plumb("/app/api.R")\napp$run(port = 8080)\n',
      },
    },
    {
      title: 'the default of Fastify',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM node:22-slim\nWORKDIR /app\nCOPY server.mjs .\nENTRYPOINT ["node", "server.mjs"]\n',
        'server.mjs':
          "import Fastify from 'fastify';\nconst app = Fastify();\napp.get('/ping', () => '');\nawait app.listen({ port: 8080 });\n",
      },
    },
    {
      title: 'localhost in Python',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install waitress\nCOPY app.py /app/app.py\nENTRYPOINT ["python", "/app/app.py"]\n',
        'app.py': 'from waitress import serve\nfrom web import app\nserve(app, host="localhost", port=8080)\n',
      },
    },
    {
      title: 'nginx listens on loopback',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn\nCOPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n',
        '+x serve':
          '#!/bin/sh\ngunicorn -b unix:/tmp/gunicorn.sock -w 2 -t 60 app:app &\nexec nginx -c /opt/program/nginx.conf\n',
        'nginx.conf':
          'daemon off;\nevents {}\nhttp {\n  client_max_body_size 0;\n  server {\n    listen 127.0.0.1:8080;\n    location / { proxy_pass http://unix:/tmp/gunicorn.sock; }\n  }\n}\n',
      },
    },
  ],
  good: [
    {
      title: 'all interfaces',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/bin/sh\nexec uvicorn app:app --host 0.0.0.0 --port 8080\n',
      },
    },
    {
      title: 'gunicorn on loopback behind nginx',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn\nCOPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n',
        '+x serve':
          '#!/bin/sh\ngunicorn -b 127.0.0.1:5000 -w 2 -t 60 app:app &\nexec nginx -c /opt/program/nginx.conf\n',
        'nginx.conf':
          'daemon off;\nevents {}\nhttp {\n  client_max_body_size 0;\n  server {\n    listen 8080;\n    location / { proxy_pass http://127.0.0.1:5000; }\n  }\n}\n',
      },
    },
    {
      title: 'a model server on loopback beside the one in front',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn vllm\nCOPY serve /usr/local/bin/serve\n',
        '+x serve':
          '#!/bin/sh\nvllm serve /opt/ml/model --host 127.0.0.1 --port 8000 &\nexec uvicorn app:app --host 0.0.0.0 --port 8080\n',
      },
    },
    {
      title: 'the default of waitress',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install waitress\nCOPY app.py /app/app.py\nENTRYPOINT ["python", "/app/app.py"]\n',
        'app.py': 'from waitress import serve\nfrom web import app\nserve(app, port=8080)\n',
      },
    },
  ],
  check(subject, report) {
    if (isProxied(subject)) {
      checkNginx(subject, report);
      return;
    }
    const all = frontServers(subject).map((found) => ({ found, settings: settingsOf(subject, found) }));
    if (all.some(({ settings }) => isOpen(settings))) return;
    for (const { found, settings } of all) reportServer(subject, found, settings, report);
  },
});

/** It answers, or may answer, from outside. */
function isOpen({ host, otherPorts }: Settings): boolean {
  return host.state === 'unknown' || !isLoopback(host.value) || otherPorts.length > 0;
}

function reportServer(subject: Subject, found: FoundServer, { host, port }: Settings, report: Report): void {
  if (host.state === 'unknown') return;
  const place =
    host.state === 'given'
      ? placeOf(subject, host.file, host.range, 'The address is set here.')
      : placeOf(subject, found.file, found.server.range, 'The server is started here.');
  const doubtful =
    startsUnseenProgram(subject) || (host.state === 'given' ? host.changeable && port.state === 'unknown' : !host.sure);
  const when = host.state === 'default' ? ' unless told otherwise' : '';
  report({
    ...place,
    severity: doubtful ? 'warning' : 'error',
    message: `${serverName(found.server)} listens on \`${host.value}\`${when}, which only the container itself can reach: SageMaker's health check fails and the endpoint is never created. Bind to \`${SERVING_HOST}\`.`,
    fixes: fixes(subject, found, host),
  });
}

function fixes(subject: Subject, found: FoundServer, host: Told<string>): readonly Fix[] {
  if (host.state === 'given') {
    const escaped = host.value.replace(/[.\\]/g, '\\$&');
    return exchange(
      subject,
      host,
      new RegExp(`(?<![\\w.])${escaped}(?![\\w.])`),
      SERVING_HOST,
      `Bind to \`${SERVING_HOST}\``,
    );
  }
  const facts = serverFacts(found.server.program);
  if (facts?.hostFlags.includes('--host') === true) return addArguments(subject, found, '--host', SERVING_HOST);
  // Where one option gives both, `listens-on-8080` offers it.
  return [];
}

function checkNginx(subject: Subject, report: Report): void {
  const listens = frontNginx(subject).flatMap(({ file, facts }) =>
    facts.listens.map((it) => ({ ...it, file, complete: facts.complete })),
  );
  const reachable = listens.filter((it) => it.value.address === undefined || !isLoopback(it.value.address));
  const [first] = listens;
  if (!first?.complete || reachable.length > 0 || first.value.address === undefined) return;
  const { address } = first.value;
  report({
    ...placeOf(subject, first.file, first.range, 'The address is set here.'),
    message: `nginx listens on \`${address}\`, which only the container itself can reach: SageMaker's health check fails and the endpoint is never created. Write \`listen ${SERVING_PORT};\`.`,
    fixes: exchange(
      subject,
      first,
      new RegExp(`${address.replace(/[.\\]/g, '\\$&')}:`),
      '',
      'Listen on all interfaces',
    ),
  });
}
