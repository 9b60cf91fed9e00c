import { BIND_TO_PORT_VARIABLE } from '../../../contract/environment';
import { ACCEPT_BIND_TO_PORT_LABEL } from '../../../contract/labels';
import { SERVING_PORT } from '../../../contract/serving';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { settingsOf } from './support/server-address';
import { placeOf } from './support/server-fixes';
import { frontNginx, frontServers, isProxied, servingStart } from './support/serving';

const LABEL = 'LABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true\n';
const HEAD = `# sagemaker: roles=inference,pipeline\nFROM python:3.12-slim\n${LABEL}RUN pip install uvicorn\nCOPY serve /usr/local/bin/serve\n`;

export const honoursBindToPort = defineRule({
  id: 'honours-bind-to-port',
  summary: 'A container of a pipeline listens on the port in SAGEMAKER_BIND_TO_PORT',
  requirements: ['PIPE-01'],
  roles: ['pipeline'],
  severity: 'error',
  fixable: false,
  why: 'Containers of an inference pipeline or a multi-container endpoint share one network, so each gets a port of its own in `SAGEMAKER_BIND_TO_PORT`. One that listens on 8080 all the same is never found there, or takes the port of another.',
  remedy: 'Bind to `${SAGEMAKER_BIND_TO_PORT:-8080}`; in nginx.conf fill the port in at start.',
  bad: [
    {
      title: 'a fixed port',
      files: { Dockerfile: HEAD, '+x serve': '#!/bin/sh\nexec uvicorn app:app --host 0.0.0.0 --port 8080\n' },
    },
    {
      title: 'by the label alone, in nginx',
      files: {
        Dockerfile: `FROM python:3.12-slim\n${LABEL}RUN apt-get update && apt-get install -y nginx && pip install gunicorn\nCOPY nginx.conf /opt/program/nginx.conf\nCOPY serve /usr/local/bin/serve\n`,
        '+x serve':
          '#!/bin/sh\ngunicorn -b unix:/tmp/gunicorn.sock -w 2 -t 60 app:app &\nexec nginx -c /opt/program/nginx.conf\n',
        'nginx.conf':
          'daemon off;\nevents {}\nhttp {\n  client_max_body_size 0;\n  server {\n    listen 8080;\n    location / { proxy_pass http://unix:/tmp/gunicorn.sock; }\n  }\n}\n',
      },
    },
  ],
  good: [
    {
      title: 'the variable',
      files: {
        Dockerfile: HEAD,
        '+x serve': '#!/bin/sh\nexec uvicorn app:app --host 0.0.0.0 --port ${SAGEMAKER_BIND_TO_PORT:-8080}\n',
      },
    },
    {
      title: 'the variable, read by the program around it',
      files: {
        Dockerfile: HEAD,
        '+x serve':
          '#!/usr/bin/env python\nimport os\nimport uvicorn\nport = 8080\nif "SAGEMAKER_BIND_TO_PORT" in os.environ:\n    port = int(os.environ["SAGEMAKER_BIND_TO_PORT"])\nuvicorn.run("app:app", host="0.0.0.0", port=8080)\n',
      },
    },
    {
      title: 'no pipeline',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/bin/sh\nexec uvicorn app:app --host 0.0.0.0 --port 8080\n',
      },
    },
  ],
  check(subject, report) {
    const label = subject.config.labels.get(ACCEPT_BIND_TO_PORT_LABEL);
    if (label?.origin.from === 'base' || readsVariable(subject)) return;
    const place = isProxied(subject) ? nginxPlace(subject) : serverPlace(subject);
    if (!place) return;
    report({
      ...place,
      severity: subject.roles.declared ? 'error' : 'warning',
      message: `The server always listens on port ${SERVING_PORT}, and in a pipeline SageMaker names the port in \`${BIND_TO_PORT_VARIABLE}\`: this container is then not found there. Listen on \`\${${BIND_TO_PORT_VARIABLE}:-${SERVING_PORT}}\`.`,
    });
  },
});

/** Anything of the image that was followed knows the variable. */
function readsVariable(subject: Subject): boolean {
  const texts = [
    ...subject.stage.lineage.map((it) => it.code),
    ...servingStart(subject).chain.map((it) => it.file?.text ?? ''),
    ...subject.pythonOf('serve').map((it) => it.file.text ?? ''),
    ...subject.nginxConfigs.map((it) => it.file.text ?? ''),
  ];
  return texts.some((it) => it.includes(BIND_TO_PORT_VARIABLE));
}

function nginxPlace(subject: Subject): ReturnType<typeof placeOf> | undefined {
  const listens = frontNginx(subject).flatMap(({ file, facts }) => facts.listens.map((it) => ({ file, ...it })));
  const fixed = listens.find((it) => it.value.port === SERVING_PORT);
  return fixed && listens.every((it) => it.value.port !== undefined)
    ? placeOf(subject, fixed.file, fixed.range, 'The port is set here.')
    : undefined;
}

function serverPlace(subject: Subject): ReturnType<typeof placeOf> | undefined {
  for (const found of frontServers(subject)) {
    const { port } = settingsOf(subject, found);
    if (port.state === 'given' && port.value === SERVING_PORT && !port.changeable)
      return placeOf(subject, port.file, port.range, 'The port is set here.');
    if (port.state === 'default' && port.value === SERVING_PORT && port.sure)
      return placeOf(subject, found.file, found.server.range, 'The server is started here.');
  }
  return undefined;
}
