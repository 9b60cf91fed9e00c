import { INVOCATIONS_PATH, PING_PATH } from '../../../contract/serving';
import { defineRule } from './rule';
import { isNginxInFront } from './support/bypass';
import { locationFor } from './support/nginx-match';
import { settledNginx } from './support/nginx-settled';
import { placeOf } from './support/server-fixes';
import { isProxied } from './support/serving';

const START = 'daemon off;\nevents {}\nhttp {\n  client_max_body_size 0;\n  server {\n    listen 8080;\n';
const END = '  }\n}\n';
const PASS = '{ proxy_pass http://unix:/tmp/gunicorn.sock; }';
const DOCKERFILE =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn\nCOPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n';
const SERVE =
  '#!/bin/sh\ngunicorn -b unix:/tmp/gunicorn.sock -w 2 -t 60 app:app &\nexec nginx -c /opt/program/nginx.conf\n';

export const nginxRoutesContract = defineRule({
  id: 'nginx-routes-contract',
  summary: 'nginx hands `/ping` and `/invocations` to the server',
  requirements: ['WEB-01', 'HTTP-12'],
  roles: ['inference'],
  severity: 'error',
  fixable: false,
  why: 'SageMaker calls exactly `GET /ping` and `POST /invocations`. What no location of nginx matches is answered with 404: without `/ping` the endpoint is never created, without `/invocations` every request fails.',
  remedy: 'Have a location that matches both, such as `location ~ ^/(ping|invocations|execution-parameters) { … }`.',
  bad: [
    {
      title: 'another path',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        'nginx.conf': `${START}    location = /predict ${PASS}\n    location /ping ${PASS}\n${END}`,
      },
    },
    {
      title: 'a pattern without invocations',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        'nginx.conf': `${START}    location ~ ^/(ping|predict)$ ${PASS}\n${END}`,
      },
    },
    {
      title: 'everything else is refused',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        'nginx.conf': `${START}    location /invocations ${PASS}\n    location / { return 404 "{}"; }\n${END}`,
      },
    },
  ],
  good: [
    {
      title: 'the pattern of AWS’s sample',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        'nginx.conf': `${START}    location ~ ^/(ping|invocations) ${PASS}\n    location / { return 404 "{}"; }\n${END}`,
      },
    },
    {
      title: 'everything goes through',
      files: { Dockerfile: DOCKERFILE, '+x serve': SERVE, 'nginx.conf': `${START}    location / ${PASS}\n${END}` },
    },
    {
      title: 'one exact, one prefix, and nginx answers the ping itself',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        'nginx.conf': `${START}    location = /ping { return 200; }\n    location ^~ /invoc ${PASS}\n    location ~* nothing { return 404; }\n${END}`,
      },
    },
    {
      title: 'rewritten before it is matched',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': SERVE,
        'nginx.conf': `${START}    rewrite ^/(ping|invocations)$ /api/$1 last;\n    location /api ${PASS}\n${END}`,
      },
    },
  ],
  check(subject, report) {
    const front = isNginxInFront(subject);
    if (front === 'no' || !isProxied(subject)) return;
    const configs = settledNginx(subject);
    const locations = configs.flatMap((it) => it.facts.locations);
    const [config] = configs;
    const [first] = locations;
    if (!config || !first || configs.some((it) => answersOtherwise(it.file.text ?? ''))) return;
    const missing = [PING_PATH, INVOCATIONS_PATH].filter((path) => {
      const found = locationFor(locations, path);
      if (found === 'unknown') return false;
      return (
        !found ||
        (/^4\d\d\b/.test(found.value.returns ?? '') &&
          found.value.proxyPass === undefined &&
          found.value.handler === undefined)
      );
    });
    if (missing.length === 0) return;
    const owner = configs.find((it) => it.facts.locations.includes(first)) ?? config;
    const effect = missing.includes(PING_PATH)
      ? 'the health check fails and the endpoint is never created'
      : 'every request to the endpoint fails';
    report({
      ...placeOf(subject, owner.file, first.range, 'The locations begin here.'),
      severity: front === 'yes' ? 'error' : 'warning',
      message: `nginx answers 404 to ${missing.map((it) => `\`${it}\``).join(' and ')}, since no location hands ${missing.length > 1 ? 'them' : 'it'} on: ${effect}. Add \`location ~ ^/(ping|invocations)\` with the proxy_pass of the server.`,
    });
  },
});

/** Paths are changed before locations are chosen, or a 404 is answered by something else. */
function answersOtherwise(text: string): boolean {
  return /\b(?:rewrite|error_page|rewrite_by_lua\w*|access_by_lua\w*|js_content|internal_redirect|auth_request)\b/.test(
    text.replace(/#[^\n]*/g, ''),
  );
}
