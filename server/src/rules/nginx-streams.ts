import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { insertDirective } from './support/nginx-edits';
import { settledNginx } from './support/nginx-settled';
import { exchange, placeOf } from './support/server-fixes';
import { isProxied, type NginxConfig } from './support/serving';

const OFF = 'proxy_buffering off;';
const STREAMS =
  /\b(?:StreamingResponse|stream_with_context|EventSourceResponse|StreamResponse|StreamingHttpResponse)\b/;

const FILES = {
  Dockerfile:
    '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install gunicorn flask\nWORKDIR /app\nCOPY app.py /app/\nCOPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n',
  '+x serve':
    '#!/bin/sh\ngunicorn -b unix:/tmp/gunicorn.sock --threads 4 app:app &\nexec nginx -c /opt/program/nginx.conf\n',
};
const app = (answer: string): string =>
  `from flask import Flask, stream_with_context\napp = Flask(__name__)\n@app.route("/ping")\ndef ping():\n    return ""\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return ${answer}\n`;
const config = (line: string): string =>
  `daemon off;\nevents {}\nhttp {\n  client_max_body_size 0;\n${line}  server {\n    listen 8080;\n    location / { proxy_pass http://unix:/tmp/gunicorn.sock; }\n  }\n}\n`;

export const nginxStreams = defineRule({
  id: 'nginx-streams',
  summary: 'nginx hands a streamed answer on as it comes',
  requirements: ['HTTP-17'],
  roles: ['inference'],
  severity: 'warning',
  fixable: true,
  why: 'The app streams its answer, and nginx collects answers before it hands them on unless `proxy_buffering` is off. Callers of `InvokeEndpointWithResponseStream` then get everything at the end, or late and in lumps.',
  remedy:
    'Write `proxy_buffering off;` and `proxy_http_version 1.1;`, or let the app send the header `X-Accel-Buffering: no`.',
  bad: [
    {
      title: 'buffered by default',
      files: {
        ...FILES,
        'app.py': app('app.response_class(stream_with_context(iter(["a"])))'),
        'nginx.conf': config(''),
      },
    },
    {
      title: 'buffered on purpose',
      files: {
        ...FILES,
        'app.py': app('app.response_class(stream_with_context(iter(["a"])))'),
        'nginx.conf': config('  proxy_buffering on;\n'),
      },
    },
  ],
  good: [
    {
      title: 'buffering is off',
      files: {
        ...FILES,
        'app.py': app('app.response_class(stream_with_context(iter(["a"])))'),
        'nginx.conf': config('  proxy_buffering off;\n'),
      },
    },
    {
      title: 'the app turns it off',
      files: {
        ...FILES,
        'app.py': app('app.response_class(stream_with_context(iter(["a"])), headers={"X-Accel-Buffering": "no"})'),
        'nginx.conf': config(''),
      },
    },
    {
      title: 'nothing is streamed',
      files: { ...FILES, 'app.py': app('"stream"').replace(', stream_with_context', ''), 'nginx.conf': config('') },
    },
  ],
  check(subject, report) {
    if (!isProxied(subject)) return;
    const texts = subject.pythonOf('serve').map((it) => it.file.text ?? '');
    if (!texts.some((it) => STREAMS.test(it)) || texts.some((it) => /x-accel-buffering/i.test(it))) return;
    const configs = settledNginx(subject);
    if (
      configs.some(
        ({ facts, file }) => facts.proxyBuffering?.value === false || /\bproxy_buffering\s+off\b/.test(file.text ?? ''),
      )
    )
      return;
    const owner =
      configs.find((it) => it.facts.proxyBuffering) ?? configs.find((it) => it.facts.proxyPasses.length > 0);
    const range = owner?.facts.proxyBuffering?.range ?? owner?.facts.proxyPasses[0]?.range;
    if (!owner || !range) return;
    report({
      ...placeOf(subject, owner.file, range, 'Answers pass through here.'),
      message: `The app streams its answers and nginx buffers them, so callers of the endpoint get everything at the end. Write \`${OFF}\` into nginx.conf.`,
      fixes: fixes(subject, owner),
    });
  },
});

function fixes(subject: Subject, owner: NginxConfig): readonly Fix[] {
  const { proxyBuffering } = owner.facts;
  if (!proxyBuffering) return insertDirective(owner, OFF);
  return exchange(
    subject,
    { file: owner.file, range: proxyBuffering.range },
    /proxy_buffering\s+on/,
    OFF.slice(0, -1),
    'Turn buffering off',
  );
}
