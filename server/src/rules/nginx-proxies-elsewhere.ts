import { defineRule } from './rule';
import { isLoopback } from './support/loopback';
import { contractTargets } from './support/nginx-targets';
import { settledNginx } from './support/nginx-settled';
import { placeOf } from './support/server-fixes';
import { isProxied } from './support/serving';

const DOCKERFILE =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn\nCOPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n';
const serve = (bind: string): string =>
  `#!/bin/sh\ngunicorn -b ${bind} -w 2 -t 60 app:app &\nexec nginx -c /opt/program/nginx.conf\n`;
const config = (http: string, server: string): string =>
  `daemon off;\nevents {}\nhttp {\n  client_max_body_size 0;\n${http}  server {\n    listen 8080;\n${server}  }\n}\n`;

export const nginxProxiesElsewhere = defineRule({
  id: 'nginx-proxies-elsewhere',
  summary: 'nginx passes requests to another port than its own',
  requirements: ['WEB-03'],
  roles: ['inference'],
  severity: 'error',
  fixable: false,
  why: 'When `proxy_pass` or an upstream names the port on which nginx itself listens, nginx calls itself until its connections run out, and the server behind it cannot bind to that port either. The health check never succeeds.',
  remedy:
    'Give the server behind nginx a unix socket (`unix:/tmp/gunicorn.sock`) or another port, and name that in nginx.conf.',
  bad: [
    {
      title: 'an upstream on nginx’s own port',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': serve('127.0.0.1:8080'),
        'nginx.conf': config(
          '  upstream app { server 127.0.0.1:8080; }\n',
          '    location / { proxy_pass http://app; }\n',
        ),
      },
    },
    {
      title: 'proxy_pass to itself',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': serve('127.0.0.1:8080'),
        'nginx.conf': config('', '    location / { proxy_pass http://localhost:8080; }\n'),
      },
    },
  ],
  good: [
    {
      title: 'a unix socket',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': serve('unix:/tmp/gunicorn.sock'),
        'nginx.conf': config(
          '  upstream app { server unix:/tmp/gunicorn.sock; }\n',
          '    location / { proxy_pass http://app; }\n',
        ),
      },
    },
    {
      title: 'another port',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': serve('127.0.0.1:8081'),
        'nginx.conf': config('', '    location / { proxy_pass http://127.0.0.1:8081; }\n'),
      },
    },
    {
      title: 'the same port on another machine',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': serve('127.0.0.1:8081'),
        'nginx.conf': config(
          '',
          '    location /other { proxy_pass http://10.1.2.3:8080; }\n    location / { proxy_pass http://127.0.0.1:8081; }\n',
        ),
      },
    },
    {
      title: 'one location leads to another one of the same nginx',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': serve('127.0.0.1:8081'),
        'nginx.conf': config(
          '',
          '    location /ping { proxy_pass http://127.0.0.1:8080/health; }\n    location / { proxy_pass http://127.0.0.1:8081; }\n',
        ),
      },
    },
  ],
  check(subject, report) {
    if (!isProxied(subject)) return;
    const configs = settledNginx(subject);
    const ports = new Set(configs.flatMap((it) => it.facts.listens.map((listen) => listen.value.port)));
    const [own] = ports;
    // Several server blocks may well call each other.
    if (ports.size !== 1 || own === undefined) return;
    const seen = new Set<string>();
    for (const target of contractTargets(configs).flat()) {
      if (target.port !== own || target.changesPath || target.host === undefined) continue;
      if (!(isLoopback(target.host) || target.host === '0.0.0.0') || seen.has(target.text)) continue;
      seen.add(target.text);
      report({
        ...placeOf(subject, target.config.file, target.range, 'The address is named here.'),
        message: `nginx passes requests to \`${target.text}\`, which is the port nginx itself listens on: it calls itself and the health check never succeeds. Let the server behind it use a unix socket or another port.`,
      });
    }
  },
});
