import type { Fix } from '../lint/finding';
import type { FoundServer } from '../start/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { isLastProgram } from './support/ends-container';
import { settledNginx } from './support/nginx-settled';
import { insertLineAtTop } from './support/nginx-edits';
import { addArguments, placeOf } from './support/server-fixes';
import { servingStart } from './support/serving';

const OFF = 'daemon off;';
const INSTALL =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn\n';
const DOCKERFILE = `${INSTALL}COPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n`;
const CONFIG =
  'events {}\nhttp {\n  client_max_body_size 0;\n  server {\n    listen 8080;\n    location / { proxy_pass http://unix:/tmp/gunicorn.sock; }\n  }\n}\n';
const GUNICORN = 'gunicorn -b unix:/tmp/gunicorn.sock -w 2 -t 60 app:app';

export const nginxStaysInForeground = defineRule({
  id: 'nginx-stays-in-foreground',
  summary: 'nginx as the main program of the container stays in the foreground',
  requirements: ['WEB-05'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: 'nginx goes into the background and its first process ends, unless `daemon off` is set. When it is the last program that the container starts, the container ends with it and the endpoint fails.',
  remedy: 'Write `daemon off;` into nginx.conf, or start `nginx -g "daemon off;"`.',
  bad: [
    {
      title: 'the last command of the start script',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/bin/sh\n${GUNICORN} &\nexec nginx -c /opt/program/nginx.conf\n`,
        'nginx.conf': CONFIG,
      },
    },
    {
      title: 'daemon on',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/bin/sh\n${GUNICORN} &\nnginx -c /opt/program/nginx.conf -g "daemon on;"\n`,
        'nginx.conf': CONFIG,
      },
    },
  ],
  good: [
    {
      title: 'off in the configuration',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/bin/sh\n${GUNICORN} &\nexec nginx -c /opt/program/nginx.conf\n`,
        'nginx.conf': `${OFF}\n${CONFIG}`,
      },
    },
    {
      title: 'off on the command line',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/bin/sh\n${GUNICORN} &\nexec nginx -c /opt/program/nginx.conf -g "daemon off;"\n`,
        'nginx.conf': CONFIG,
      },
    },
    {
      title: 'another program is the last',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/bin/sh\nnginx -c /opt/program/nginx.conf\nexec ${GUNICORN}\n`,
        'nginx.conf': CONFIG,
      },
    },
    {
      title: 'the script waits',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/bin/sh\n${GUNICORN} &\nnginx -c /opt/program/nginx.conf\nwait\n`,
        'nginx.conf': CONFIG,
      },
    },
    {
      title: 'started and watched by Python',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve':
          '#!/usr/bin/env python\nimport subprocess\nnginx = subprocess.Popen(["nginx", "-c", "/opt/program/nginx.conf"])\ngunicorn = subprocess.Popen(["gunicorn", "-b", "unix:/tmp/gunicorn.sock", "-w", "2", "-t", "60", "app:app"])\ngunicorn.wait()\n',
        'nginx.conf': CONFIG,
      },
    },
  ],
  check(subject, report) {
    const start = servingStart(subject);
    for (const found of start.servers) {
      const { server, file } = found;
      if (server.program !== 'nginx' || !goesToBackground(subject, found)) continue;
      if (!isLastProgram(start, { program: server.program, file, range: server.range })) continue;
      report({
        ...placeOf(subject, found.file, found.server.range, 'nginx is started here.'),
        message: `nginx is the last program of the container and goes into the background, so the container ends at once and the endpoint fails. Write \`${OFF}\` into its configuration, or start \`nginx -g "${OFF}"\`.`,
        fixes: found.server.background === true ? [] : fixes(subject, found),
      });
    }
  },
});

/** One of them, never both: nginx takes `daemon` only once. */
function fixes(subject: Subject, found: FoundServer): readonly Fix[] {
  const [config] = settledNginx(subject);
  const inConfig = config ? insertLineAtTop(config, OFF) : [];
  return inConfig.length > 0 ? inConfig : addArguments(subject, found, '-g', OFF);
}

function goesToBackground(subject: Subject, { server }: FoundServer): boolean {
  if (server.background !== undefined) return server.background;
  if (server.options.get('-g') === undefined && server.options.has('-g')) return false;
  const configs = settledNginx(subject);
  const isMain =
    configs.some((it) => it.file.path === '/etc/nginx/nginx.conf' || server.configFile !== undefined) ||
    subject.stage.base.row !== undefined;
  return isMain && configs.length > 0 && !configs.some((it) => it.facts.daemon?.value === false);
}
