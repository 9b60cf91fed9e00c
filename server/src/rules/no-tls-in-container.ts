import { SERVING_PORT } from '../../../contract/serving';
import type { FoundServer } from '../start/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { startsUnseenProgram } from './support/other-programs';
import { settingsOf } from './support/server-address';
import { placeOf } from './support/server-fixes';
import { frontNginx, frontServers, isProxied } from './support/serving';

const HEAD = '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\n';

export const noTlsInContainer = defineRule({
  id: 'no-tls-in-container',
  summary: 'The server speaks plain HTTP',
  requirements: ['HTTP-14'],
  roles: ['inference'],
  severity: 'error',
  fixable: false,
  why: 'SageMaker ends TLS itself and speaks plain HTTP to the container. A server that wants TLS on port 8080 drops the health check, and the endpoint is never created.',
  remedy:
    'Remove the certificate and key from the server’s settings. Traffic between clients and the endpoint is encrypted without them.',
  bad: [
    {
      title: 'a certificate for gunicorn',
      files: {
        Dockerfile: `${HEAD}ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "-t", "60", "--certfile", "/certs/cert.pem", "--keyfile", "/certs/key.pem", "app:app"]\n`,
      },
    },
    {
      title: 'nginx listens with ssl',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn\nCOPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n',
        '+x serve':
          '#!/bin/sh\ngunicorn -b unix:/tmp/gunicorn.sock -w 2 -t 60 app:app &\nexec nginx -c /opt/program/nginx.conf\n',
        'nginx.conf':
          'daemon off;\nevents {}\nhttp {\n  client_max_body_size 0;\n  server {\n    listen 8080 ssl;\n    location / { proxy_pass http://unix:/tmp/gunicorn.sock; }\n  }\n}\n',
      },
    },
  ],
  good: [
    {
      title: 'plain HTTP',
      files: { Dockerfile: `${HEAD}ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "-t", "60", "app:app"]\n` },
    },
    {
      title: 'TLS on another port beside 8080',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn\nCOPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n',
        '+x serve':
          '#!/bin/sh\ngunicorn -b unix:/tmp/gunicorn.sock -w 2 -t 60 app:app &\nexec nginx -c /opt/program/nginx.conf\n',
        'nginx.conf':
          'daemon off;\nevents {}\nhttp {\n  client_max_body_size 0;\n  server {\n    listen 8080;\n    listen 8443 ssl;\n    location / { proxy_pass http://unix:/tmp/gunicorn.sock; }\n  }\n}\n',
      },
    },
    {
      title: 'a certificate only when one is given',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn\nCOPY serve.py /app/serve.py\nENTRYPOINT ["python", "/app/serve.py"]\n',
        'serve.py':
          'import os\nimport uvicorn\nuvicorn.run("app:app", host="0.0.0.0", port=8080, ssl_keyfile=os.environ.get("KEY"))\n',
      },
    },
  ],
  check(subject, report) {
    if (isProxied(subject)) {
      const listens = frontNginx(subject).flatMap(({ file, facts }) => facts.listens.map((it) => ({ file, ...it })));
      const right = listens.filter((it) => it.value.port === SERVING_PORT);
      const [first] = right;
      if (!first || right.some((it) => !it.value.ssl)) return;
      report({ ...placeOf(subject, first.file, first.range, '`ssl` is set here.'), message: message('nginx') });
      return;
    }
    const servers = frontServers(subject);
    if (servers.some((it) => !settingsOf(subject, it).tls)) return;
    for (const found of servers) {
      const sure = isSure(found);
      if (sure === undefined) continue;
      report({
        ...placeOf(subject, found.file, found.server.range, 'The server is started here.'),
        severity: sure && !startsUnseenProgram(subject) ? 'error' : 'warning',
        message: message(found.server.program),
      });
    }
  },
});

function message(program: Subject['serve']['servers'][number]['server']['program']): string {
  return `\`${program}\` wants TLS on the port that SageMaker calls with plain HTTP: the health check fails and the endpoint is never created. Remove the certificate; SageMaker encrypts the traffic to the endpoint itself.`;
}

/** Undefined: an argument that may be None, or come from the environment. False: said by a configuration file. */
function isSure({ server }: FoundServer): boolean | undefined {
  if (!server.tls) return false;
  const given = [...server.options].filter(([name]) => /ssl|cert|key/i.test(name));
  if (given.length === 0) return false;
  return given.some(([, value]) => value !== undefined && value !== '' && value !== 'None' && !value.includes('$'))
    ? true
    : undefined;
}
