import type { FoundServer } from '../start/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { isLoopback } from './support/loopback';
import { contractTargets, type ProxyTarget } from './support/nginx-targets';
import { settledNginx } from './support/nginx-settled';
import { startsUnseenProgram } from './support/other-programs';
import { settingsOf, type Settings } from './support/server-address';
import { placeOf } from './support/server-fixes';
import { applicationServers, isProxied } from './support/serving';

const DOCKERFILE =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn\nCOPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n';
const serve = (bind: string): string =>
  `#!/bin/sh\ngunicorn -b ${bind} -w 2 -t 60 app:app &\nexec nginx -c /opt/program/nginx.conf\n`;
const config = (address: string): string =>
  `daemon off;\nevents {}\nhttp {\n  client_max_body_size 0;\n  upstream app { server ${address}; }\n  server {\n    listen 8080;\n    location / { proxy_pass http://app; }\n  }\n}\n`;

export const socketsAgree = defineRule({
  id: 'sockets-agree',
  summary: 'The server binds where nginx passes requests to',
  requirements: ['WEB-10'],
  roles: ['inference'],
  severity: 'error',
  fixable: false,
  why: 'nginx answers 502 to every request when nothing listens at the socket or port it passes them to: `connect() to unix:/tmp/gunicorn.sock failed (2: No such file or directory)`. The health check then fails and the endpoint is never created.',
  remedy: 'Write the same socket path, or the same port, in nginx.conf and in the server’s start command.',
  bad: [
    {
      title: 'two names for the socket',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': serve('unix:/tmp/gunicorn.sock'),
        'nginx.conf': config('unix:/tmp/app.sock'),
      },
    },
    {
      title: 'two ports',
      files: { Dockerfile: DOCKERFILE, '+x serve': serve('127.0.0.1:8000'), 'nginx.conf': config('127.0.0.1:5000') },
    },
    {
      title: 'a port and a socket',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': serve('127.0.0.1:8000'),
        'nginx.conf': config('unix:/tmp/gunicorn.sock fail_timeout=0'),
      },
    },
  ],
  good: [
    {
      title: 'the same socket',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': serve('unix:/tmp/gunicorn.sock'),
        'nginx.conf': config('unix:/tmp/gunicorn.sock fail_timeout=0'),
      },
    },
    {
      title: 'the same port',
      files: { Dockerfile: DOCKERFILE, '+x serve': serve('0.0.0.0:8000'), 'nginx.conf': config('localhost:8000') },
    },
    {
      title: 'a socket that is not known',
      files: { Dockerfile: DOCKERFILE, '+x serve': serve('$BIND'), 'nginx.conf': config('unix:/tmp/gunicorn.sock') },
    },
    {
      title: 'one of two binds',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': serve('127.0.0.1:8000 -b 127.0.0.1:8001'),
        'nginx.conf': config('127.0.0.1:8001'),
      },
    },
    {
      title: 'an unknown program may listen there',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/bin/sh\n/opt/program/other &\n${serve('127.0.0.1:8000').slice(10)}`,
        'nginx.conf': config('127.0.0.1:5000'),
      },
    },
  ],
  check(subject, report) {
    if (!isProxied(subject) || startsUnseenProgram(subject)) return;
    const bound = bindsOf(subject);
    if (!bound || bound.length === 0) return;
    const own = settledNginx(subject).flatMap((it) => it.facts.listens.map((listen) => listen.value.port));
    const seen = new Set<string>();
    for (const targets of contractTargets(settledNginx(subject))) {
      const [target] = targets;
      const [first] = bound;
      if (!target || !first || seen.has(target.text)) continue;
      // nginx tries the servers of an upstream in turn: one that answers is enough.
      if (
        targets.some((it) => !isInside(it) || own.includes(it.port) || bound.some(({ settings }) => fits(it, settings)))
      )
        continue;
      seen.add(target.text);
      report({
        ...placeOf(subject, target.config.file, target.range, 'The address is named here.'),
        message: `nginx passes requests to \`${target.text}\`, and ${whereabouts(first)}: nginx answers 502 and the health check fails. Write the same address in both.`,
      });
    }
  },
});

/** Where the servers behind nginx bind; undefined when one of them can't be known. */
function bindsOf(
  subject: Subject,
): readonly { readonly found: FoundServer; readonly settings: Settings }[] | undefined {
  const all = applicationServers(subject).map((found) => ({ found, settings: settingsOf(subject, found) }));
  const isKnown = ({ found, settings }: (typeof all)[number]): boolean =>
    !found.server.dynamic &&
    (settings.socket !== undefined ||
      settings.port.state === 'given' ||
      (settings.port.state === 'default' && settings.port.sure));
  return all.every(isKnown) ? all : undefined;
}

function isInside(target: ProxyTarget): boolean {
  if (target.socket !== undefined) return target.socket.startsWith('/');
  return target.host !== undefined && isLoopback(target.host) && target.port !== undefined;
}

function fits(target: ProxyTarget, { socket, port, otherPorts }: Settings): boolean {
  if (target.socket !== undefined) return socket === target.socket;
  return (
    target.port !== undefined &&
    ((port.state !== 'unknown' && port.value === target.port && (socket === undefined || port.state === 'given')) ||
      otherPorts.includes(target.port))
  );
}

function whereabouts({ found, settings }: { readonly found: FoundServer; readonly settings: Settings }): string {
  const { socket, port } = settings;
  return `\`${found.server.program}\` listens on ${socket === undefined ? `port ${port.state === 'unknown' ? '' : port.value}` : `\`unix:${socket}\``}`;
}
