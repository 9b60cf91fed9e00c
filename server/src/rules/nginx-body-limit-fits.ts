import { NGINX_BODY_BYTES } from '../../../contract/servers';
import { DEFAULT_BATCH_PAYLOAD_MB, PAYLOAD_LIMIT_BYTES } from '../../../contract/serving';
import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { insertDirective } from './support/nginx-edits';
import { settledNginx } from './support/nginx-settled';
import { exchange, placeOf } from './support/server-fixes';
import { isProxied, type NginxConfig } from './support/serving';

const MEGABYTE = 1_000_000;
const UNLIMITED = 'client_max_body_size 0;';

const START = 'daemon off;\nevents {}\nhttp {\n';
const END = '  server {\n    listen 8080;\n    location / { proxy_pass http://unix:/tmp/gunicorn.sock; }\n  }\n}\n';
const FILES = {
  Dockerfile:
    '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn\nCOPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n',
  '+x serve':
    '#!/bin/sh\ngunicorn -b unix:/tmp/gunicorn.sock -w 2 -t 60 app:app &\nexec nginx -c /opt/program/nginx.conf\n',
};

export const nginxBodyLimitFits = defineRule({
  id: 'nginx-body-limit-fits',
  summary: 'nginx takes request bodies as large as SageMaker sends',
  requirements: ['WEB-02', 'HTTP-08'],
  roles: ['inference'],
  severity: 'warning',
  fixable: true,
  why: 'nginx answers 413 to bodies above 1 MB unless `client_max_body_size` says more. SageMaker sends up to 25 MB in real time, 6 MB by default and up to 100 MB in batch transform, and 1 GB to asynchronous endpoints.',
  remedy: 'Write `client_max_body_size 0;` (no limit) into the http block: SageMaker has limits of its own.',
  bad: [
    { title: 'nothing said', files: { ...FILES, 'nginx.conf': START + END } },
    {
      title: 'less than a batch transform sends',
      files: { ...FILES, 'nginx.conf': `${START}  client_max_body_size 5m;\n${END}` },
    },
    {
      title: 'less than a real-time request may have',
      files: { ...FILES, 'nginx.conf': `${START}  client_max_body_size 20m;\n${END}` },
    },
  ],
  good: [
    { title: 'no limit', files: { ...FILES, 'nginx.conf': `${START}  client_max_body_size 0;\n${END}` } },
    { title: 'enough', files: { ...FILES, 'nginx.conf': `${START}  client_max_body_size 100m;\n${END}` } },
    {
      title: 'filled in at start',
      files: { ...FILES, 'nginx.conf': `${START}  client_max_body_size %LIMIT%;\n${END}` },
    },
  ],
  check(subject, report) {
    if (!isProxied(subject)) return;
    const configs = settledNginx(subject);
    const limits = configs.flatMap((config) =>
      config.facts.clientMaxBodySize ? [{ config, ...config.facts.clientMaxBodySize }] : [],
    );
    const largest = limits.reduce<(typeof limits)[number] | undefined>(
      (best, it) => (!best || weight(it.value) > weight(best.value) ? it : best),
      undefined,
    );
    const config = largest?.config ?? configs.find((it) => it.facts.listens.length > 0) ?? configs[0];
    const range = largest?.range ?? config?.facts.listens[0]?.range ?? config?.facts.locations[0]?.range;
    if (!config || !range) return;
    const bytes = largest?.value ?? NGINX_BODY_BYTES.value;
    const realTime = PAYLOAD_LIMIT_BYTES['real-time'].value;
    if (weight(bytes) >= realTime) return;
    // AWS's own samples say 5m, from the time when requests had 5 MB: good to know, no cause for alarm.
    const small = bytes < PAYLOAD_LIMIT_BYTES['pipeline-hop'].value;
    const said = largest
      ? `nginx refuses bodies above ${inMegabytes(bytes)} MB with 413`
      : 'nginx refuses bodies above 1 MB with 413, since no `client_max_body_size` says otherwise';
    report({
      ...placeOf(
        subject,
        config.file,
        range,
        largest ? 'The limit is set here.' : 'This server has the default limit.',
      ),
      severity: small ? 'warning' : 'info',
      message: `${said}. SageMaker sends up to ${realTime / MEGABYTE} MB to an endpoint and ${DEFAULT_BATCH_PAYLOAD_MB.value} MB or more in batch transform: write \`${UNLIMITED}\`.`,
      fixes: largest ? raise(subject, config, range) : insertDirective(config, UNLIMITED),
    });
  },
});

function weight(bytes: number): number {
  return bytes === 0 ? Infinity : bytes;
}

function inMegabytes(bytes: number): number {
  return Math.round((bytes / 1024 ** 2) * 10) / 10;
}

function raise(
  subject: Subject,
  { file }: NginxConfig,
  range: Parameters<typeof exchange>[1]['range'],
): readonly Fix[] {
  return exchange(
    subject,
    { file, range },
    /client_max_body_size\s+[^\s;]+/,
    UNLIMITED.slice(0, -1),
    'Take bodies of any size',
  );
}
