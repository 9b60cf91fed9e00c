import type { Subject } from '../subject';
import { defineRule } from './rule';
import { fileRange, relatedInFile, serverPlace } from './support/places';
import { frontNginx } from './support/serving';

const START = '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn flask\n';
const NGINX =
  'http {\n  access_log /var/log/nginx/access.log;\n  server {\n    listen 8080;\n    client_max_body_size 0;\n    location ~ ^/(ping|invocations) {\n      proxy_pass http://127.0.0.1:8000;\n      proxy_read_timeout 60;\n    }\n  }\n}\n';
const OPTIONS = /^--(?:access-logfile|error-logfile|log-file)$/;

export const logsGoToStdout = defineRule({
  id: 'logs-go-to-stdout',
  summary: 'Servers write their logs to stdout and stderr',
  requirements: ['ENV-10', 'WEB-05'],
  roles: ['inference'],
  severity: 'info',
  fixable: false,
  why: 'CloudWatch gets only what the container writes to stdout and stderr. A log file inside the container is seen by nobody, is gone with the container, and fills its disk.',
  remedy:
    'Give gunicorn `--access-logfile - --error-logfile -`; let nginx write to /dev/stdout and /dev/stderr, or link its log files there.',
  bad: [
    {
      title: 'gunicorn',
      files: {
        Dockerfile: `${START}COPY serve /usr/local/bin/serve\n`,
        '+x serve':
          '#!/bin/sh\nexec gunicorn --bind 0.0.0.0:8080 --threads 4 --timeout 60 --access-logfile /var/log/access.log app:app\n',
      },
    },
    {
      title: 'nginx',
      files: {
        Dockerfile: `${START}RUN apt-get update && apt-get install -y nginx\nCOPY nginx.conf /etc/nginx/nginx.conf\nCOPY serve /usr/local/bin/serve\n`,
        'nginx.conf': NGINX,
        '+x serve': '#!/bin/sh\nnginx\nexec gunicorn --bind 127.0.0.1:8000 --threads 4 --timeout 60 app:app\n',
      },
    },
  ],
  good: [
    {
      title: 'gunicorn to stdout',
      files: {
        Dockerfile: `${START}COPY serve /usr/local/bin/serve\n`,
        '+x serve':
          '#!/bin/sh\nexec gunicorn --bind 0.0.0.0:8080 --threads 4 --timeout 60 --access-logfile - --error-logfile /dev/stderr app:app\n',
      },
    },
    {
      title: 'nginx’s file is linked to stdout',
      files: {
        Dockerfile: `${START}RUN apt-get update && apt-get install -y nginx && ln -sf /dev/stdout /var/log/nginx/access.log\nCOPY nginx.conf /etc/nginx/nginx.conf\nCOPY serve /usr/local/bin/serve\n`,
        'nginx.conf': NGINX,
        '+x serve': '#!/bin/sh\nnginx\nexec gunicorn --bind 127.0.0.1:8000 --threads 4 --timeout 60 app:app\n',
      },
    },
  ],
  check(subject, report) {
    for (const found of subject.serve.servers) {
      if (found.server.program !== 'gunicorn') continue;
      const [option, path] =
        [...found.server.options].find(([name, value]) => OPTIONS.test(name) && isLogFile(value)) ?? [];
      if (option === undefined || path === undefined || isShown(subject, path)) continue;
      report({
        ...serverPlace(subject, found, found.server.range),
        message: `gunicorn writes its log to \`${path}\`, where nobody sees it: CloudWatch gets only stdout and stderr. Use \`${option} -\`.`,
      });
    }
    // What starts nginx may link the files: as long as it can't be read, nothing is known.
    if (subject.serve.outcome.kind !== 'runs') return;
    for (const { file, facts } of frontNginx(subject)) {
      const log = [facts.accessLog, facts.errorLog].find(
        (it) => it && isLogFile(it.value) && !isShown(subject, it.value),
      );
      if (!log || subject.stage.base.row?.has.includes('nginx')) continue;
      report({
        range: fileRange(subject, file),
        message: `nginx writes its log to \`${log.value}\`, where nobody sees it: CloudWatch gets only stdout and stderr. Write to /dev/stdout and /dev/stderr, or link the file there.`,
        related: relatedInFile(file, log.range, 'The log goes to a file here.'),
      });
    }
  },
});

function isLogFile(value: string | undefined): value is string {
  return value !== undefined && /^\/(?!dev\/)[^$\s]+$/.test(value);
}

/** Linked to stdout or stderr, in the build or at start; or read by something else (`tail -F`). */
function isShown(subject: Subject, path: string): boolean {
  if (!subject.stage.base.row) return true;
  const found = subject.files.lookup(path);
  if (found.state === 'present' && found.file.linkTo?.startsWith('/dev/')) return true;
  if (subject.commands.some((it) => it.words.some((word) => /^["']?\/dev\/std(?:out|err)/.test(word.raw)))) return true;
  return [...subject.serve.chain.map((it) => it.file), ...subject.pythonOf('serve').map((it) => it.file)].some((file) =>
    /\/dev\/std(?:out|err)|\btail\b/.test(file?.text ?? ''),
  );
}
