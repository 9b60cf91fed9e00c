import { BIDIRECTIONAL_LABEL } from '../../../contract/labels';
import { BIDIRECTIONAL_PATH } from '../../../contract/serving';
import { defineRule } from './rule';
import { addLabel, lacksLabel } from './support/capability-labels';
import { baseName, fileRange, relatedInFile } from './support/places';
import { webApp } from './support/web-app';

const START = '# sagemaker: roles=inference\nFROM python:3.12-slim\n';
const REST =
  'RUN pip install gunicorn uvicorn fastapi\nWORKDIR /app\nCOPY app.py .\nENTRYPOINT ["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "--bind", "0.0.0.0:8080", "--workers", "2", "--timeout", "60", "app:app"]\n';
const APP =
  'from fastapi import FastAPI, WebSocket\napp = FastAPI()\n\n@app.get("/ping")\ndef ping():\n    return ""\n\n@app.post("/invocations")\ndef invoke(body: dict):\n    return 1\n';
const STREAM =
  '\n@app.websocket("/invocations-bidirectional-stream")\nasync def stream(socket: WebSocket):\n    await socket.accept()\n';

export const bidirectionalLabelIsSet = defineRule({
  id: 'bidirectional-label-is-set',
  summary: 'An image that streams in both directions says so in a label',
  requirements: ['STREAM-02'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: `SageMaker opens bidirectional streams only to images with \`LABEL ${BIDIRECTIONAL_LABEL}=true\`. Without it the WebSocket route at \`${BIDIRECTIONAL_PATH}\` is never reached.`,
  remedy: `Add \`LABEL ${BIDIRECTIONAL_LABEL}=true\` to the final stage.`,
  bad: [
    { title: 'FastAPI with a WebSocket', files: { Dockerfile: START + REST, 'app.py': APP + STREAM } },
    {
      title: 'nginx routes it',
      files: {
        Dockerfile: `${START}RUN apt-get update && apt-get install -y nginx\nCOPY nginx.conf /etc/nginx/nginx.conf\nCOPY serve /usr/local/bin/serve\n`,
        'nginx.conf':
          'daemon off;\nevents {}\nhttp {\n  server {\n    listen 8080;\n    client_max_body_size 0;\n    proxy_read_timeout 60s;\n    location ~ ^/(ping|invocations) { proxy_pass http://127.0.0.1:5000; }\n    location /invocations-bidirectional-stream { proxy_pass http://127.0.0.1:5001; }\n  }\n}\n',
        '+x serve': '#!/bin/bash\nexec nginx\n',
      },
    },
  ],
  good: [
    {
      title: 'with the label',
      files: {
        Dockerfile: `${START}LABEL com.amazonaws.sagemaker.capabilities.bidirectional-streaming=true\n${REST}`,
        'app.py': APP + STREAM,
      },
    },
    { title: 'no such route', files: { Dockerfile: START + REST, 'app.py': APP } },
  ],
  check(subject, report) {
    if (!lacksLabel(subject, BIDIRECTIONAL_LABEL)) return;
    const python = webApp(subject).files.flatMap(({ file, facts }) =>
      facts.strings.filter((it) => it.value.text === BIDIRECTIONAL_PATH).map((it) => ({ file, range: it.range })),
    );
    const nginx = subject.nginxConfigs.flatMap(({ file, facts }) =>
      facts.locations
        .filter((it) => it.value.pattern.includes(BIDIRECTIONAL_PATH.slice(1)))
        .map((it) => ({ file, range: it.range })),
    );
    const found = python[0] ?? nginx[0];
    if (!found) return;
    report({
      range: fileRange(subject, found.file),
      message: `\`${baseName(found.file.path)}\` answers \`${BIDIRECTIONAL_PATH}\`, but the image has no \`${BIDIRECTIONAL_LABEL}=true\`: SageMaker opens no bidirectional stream to it. Add the label.`,
      related: relatedInFile(found.file, found.range, 'The streams would arrive here.'),
      fixes: [addLabel(subject, BIDIRECTIONAL_LABEL)],
    });
  },
});
