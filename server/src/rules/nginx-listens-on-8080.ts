import { BIND_TO_PORT_VARIABLE } from '../../../contract/environment';
import { SERVING_PORT } from '../../../contract/serving';
import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { isNginxInFront } from './support/bypass';
import { settledNginx } from './support/nginx-settled';
import { exchange, placeOf } from './support/server-fixes';
import type { NginxConfig } from './support/serving';

const START = 'daemon off;\nevents {}\nhttp {\n  client_max_body_size 0;\n  server {\n';
const END = '    location / { proxy_pass http://unix:/tmp/gunicorn.sock; }\n  }\n}\n';
const DOCKERFILE =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn\nCOPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n';
const SERVE =
  '#!/bin/sh\ngunicorn -b unix:/tmp/gunicorn.sock -w 2 -t 60 app:app &\nexec nginx -c /opt/program/nginx.conf\n';

export const nginxListensOn8080 = defineRule({
  id: 'nginx-listens-on-8080',
  summary: 'nginx in front of the server listens on port 8080',
  requirements: ['WEB-01', 'HTTP-01'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: 'With nginx in front, nginx is what SageMaker calls. Without `listen 8080` (nginx takes port 80 when nothing is said) the health check finds nobody, and the endpoint fails after the startup timeout.',
  remedy: 'Write `listen 8080;` into the server block, or fill the port in from `SAGEMAKER_BIND_TO_PORT` at start.',
  bad: [
    {
      title: 'listen 80',
      files: { Dockerfile: DOCKERFILE, '+x serve': SERVE, 'nginx.conf': `${START}    listen 80;\n${END}` },
    },
    { title: 'no listen at all', files: { Dockerfile: DOCKERFILE, '+x serve': SERVE, 'nginx.conf': START + END } },
    {
      title: 'both address families on 80, in nginx’s own folder',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn\nCOPY nginx.conf /etc/nginx/nginx.conf\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/bin/sh\ngunicorn -b unix:/tmp/gunicorn.sock -w 2 -t 60 app:app &\nexec nginx\n',
        'nginx.conf': `${START}    listen 80;\n    listen [::]:80;\n${END.replace(/\}\n$/, '  include /etc/nginx/conf.d/*.conf;\n}\n')}`,
      },
    },
  ],
  good: [
    {
      title: 'listen 8080',
      files: { Dockerfile: DOCKERFILE, '+x serve': SERVE, 'nginx.conf': `${START}    listen 8080 deferred;\n${END}` },
    },
    {
      title: 'filled in at start',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE.replace(
          'exec',
          'sed -i "s/%PORT%/${SAGEMAKER_BIND_TO_PORT:-8080}/" /opt/program/nginx.conf\nexec',
        ),
        'nginx.conf': `${START}    listen %PORT%;\n${END}`,
      },
    },
    {
      title: 'the start script changes the port',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE.replace('exec', 'sed -i "s/listen 80;/listen 8080;/" /opt/program/nginx.conf\nexec'),
        'nginx.conf': `${START}    listen 80;\n${END}`,
      },
    },
    {
      title: 'a second server block',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        'nginx.conf': `${START}    listen 80;\n  }\n  server {\n    listen 8080;\n${END}`,
      },
    },
    {
      title: 'the app answers on 8080 itself',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE.replace('unix:/tmp/gunicorn.sock', '0.0.0.0:8080'),
        'nginx.conf': `${START}    listen 80;\n${END.replace('unix:/tmp/gunicorn.sock', '127.0.0.1:8080')}`,
      },
    },
    {
      title: 'an included file may say it',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        'nginx.conf': `${START}    include listen.conf;\n    listen 80;\n${END}`,
      },
    },
  ],
  check(subject, report) {
    const configs = settledNginx(subject);
    const listens = configs.flatMap((it) => it.facts.listens);
    if (configs.length === 0 || listens.some(({ value }) => value.port === SERVING_PORT || mayBeAnything(value)))
      return;
    const front = isNginxInFront(subject);
    if (front === 'no') return;
    const config = configs.find((it) => it.facts.listens.length > 0 || it.facts.serversWithoutListen.length > 0);
    const first = config?.facts.listens[0];
    const range = first?.range ?? config?.facts.serversWithoutListen[0];
    if (!config || !range) return;
    const said = first ? `on \`${first.value.raw}\`` : 'on port 80, since no `listen` says otherwise,';
    report({
      ...placeOf(subject, config.file, range, first ? 'The port is set here.' : 'This server block has no `listen`.'),
      severity: front === 'yes' ? 'error' : 'warning',
      message: `nginx listens ${said} and SageMaker calls port ${SERVING_PORT}: the health check fails and the endpoint is never created. Write \`listen ${SERVING_PORT};\`, or fill in \`${BIND_TO_PORT_VARIABLE}\` at start.`,
      fixes: fixes(subject, config),
    });
  },
});

function mayBeAnything(listen: NginxConfig['facts']['listens'][number]['value']): boolean {
  return listen.port === undefined && listen.address?.startsWith('unix:') !== true;
}

/** All listens of the port at once: `listen 80;` and `listen [::]:80;` belong together. */
function fixes(subject: Subject, { file, facts }: NginxConfig): readonly Fix[] {
  const port = facts.listens[0]?.value.port;
  const same = facts.listens.filter((it) => it.value.port === port);
  if (port === undefined || same.length !== facts.listens.length) return [];
  const title = `Listen on port ${SERVING_PORT}`;
  const pattern = new RegExp(`(?<![\\d.])${port}(?![\\d.])`);
  const found = same.map((it) => exchange(subject, { file, range: it.range }, pattern, String(SERVING_PORT), title));
  if (found.some((it) => it.length === 0)) return [];
  return [{ title, edits: found.flatMap((it) => it.flatMap((fix) => fix.edits)), safe: true }];
}
