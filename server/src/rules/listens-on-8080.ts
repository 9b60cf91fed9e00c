import { BIND_TO_PORT_VARIABLE } from '../../../contract/environment';
import { server as serverFacts } from '../../../contract/servers';
import { SERVING_PORT } from '../../../contract/serving';
import type { Fix, Severity } from '../lint/finding';
import type { FoundServer } from '../start/types';
import type { Subject } from '../subject';
import { defineRule, type Report } from './rule';
import { startsUnseenProgram } from './support/other-programs';
import { settingsOf, type Settings, type Told } from './support/server-address';
import { addArguments, exchange, placeOf } from './support/server-fixes';
import { serverName } from './support/server-name';
import { frontServers, isProxied, servingStart } from './support/serving';

export const listensOn8080 = defineRule({
  id: 'listens-on-8080',
  summary: 'The server listens on port 8080',
  requirements: ['HTTP-01', 'WEB-08'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: 'SageMaker calls `GET /ping` and `POST /invocations` on port 8080 of the container, or on the port in `SAGEMAKER_BIND_TO_PORT` where that is set. A server on any other port never passes the health check, and the endpoint fails after the startup timeout. EXPOSE changes nothing.',
  remedy: 'Make the server listen on `0.0.0.0:8080`, best as `${SAGEMAKER_BIND_TO_PORT:-8080}`.',
  bad: [
    {
      title: 'gunicorn on 8000, exec form',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\nENTRYPOINT ["gunicorn", "--bind", "0.0.0.0:8000", "--workers", "2", "--timeout", "60", "app:app"]\n',
      },
    },
    {
      title: 'the default of uvicorn',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn\nENTRYPOINT ["/bin/sh", "-c", "exec uvicorn app:app --host 0.0.0.0"]\n',
      },
    },
    {
      title: 'Flask in Python',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install flask\nCOPY app.py /app/app.py\nENTRYPOINT ["python", "/app/app.py"]\n',
        'app.py':
          'from flask import Flask\napp = Flask(__name__)\n@app.route("/ping")\ndef ping():\n    return ""\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return ""\napp.run(host="0.0.0.0", port=5000)\n',
      },
    },
    {
      title: 'a shell script called serve',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/bin/sh\nexec uvicorn app:app --host 0.0.0.0 --port 80\n',
      },
    },
    {
      title: 'the environment gives another port',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn\nENV PORT=5000\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/bin/sh\nexec uvicorn app:app --host 0.0.0.0 --port ${PORT:-8080}\n',
      },
    },
    {
      title: 'only CMD, with the wrong port too',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8501"]\n',
      },
    },
    {
      title: 'Express',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM node:22-slim\nWORKDIR /app\nCOPY server.js .\nENTRYPOINT ["node", "server.js"]\n',
        'server.js':
          "const app = require('express')();\nconst port = process.env.PORT || 3000;\napp.get('/ping', (_, res) => res.end());\napp.post('/invocations', (_, res) => res.end());\napp.listen(port, () => console.log(port));\n",
      },
    },
    {
      title: 'plumber',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM rocker/r-ver:4.4\nCOPY serve.R /app/serve.R\nENTRYPOINT ["Rscript", "/app/serve.R"]\n',
        'serve.R': 'library(plumber)\npr("api.R") |>\n  pr_run(host = "0.0.0.0", port = 8000)\n',
      },
    },
    {
      title: 'a configuration file of gunicorn',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\nWORKDIR /app\nCOPY gunicorn.conf.py /app/\nENTRYPOINT ["gunicorn", "app:app"]\n',
        'gunicorn.conf.py': 'bind = "0.0.0.0:9000"\nworkers = 2\ntimeout = 60\n',
      },
    },
    {
      title: 'Triton without SageMaker’s routes',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM nvcr.io/nvidia/tritonserver:24.05-py3\nENTRYPOINT ["/bin/sh", "-c", "exec tritonserver --model-repository=/opt/ml/model --http-port=8080"]\n',
      },
    },
  ],
  good: [
    {
      title: 'gunicorn on 8080',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\nENTRYPOINT ["gunicorn", "--bind", "0.0.0.0:8080", "--workers", "2", "--timeout", "60", "app:app"]\n',
      },
    },
    {
      title: 'the port from SageMaker’s variable',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nLABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true\nRUN pip install uvicorn\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/bin/sh\nexec uvicorn app:app --host 0.0.0.0 --port "${SAGEMAKER_BIND_TO_PORT:-8080}"\n',
      },
    },
    {
      title: 'a model server on 8000 behind one on 8080',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn vllm\nCOPY serve /usr/local/bin/serve\n',
        '+x serve':
          '#!/bin/sh\nvllm serve /opt/ml/model --port 8000 &\nexec uvicorn app:app --host 0.0.0.0 --port 8080\n',
      },
    },
    {
      title: 'a port that is not known',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/bin/sh\nexec uvicorn app:app --host 0.0.0.0 --port $PORT\n',
      },
    },
    {
      title: 'Express on 8080, unless told otherwise',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM node:22-slim\nWORKDIR /app\nCOPY server.js .\nENTRYPOINT ["node", "server.js"]\n',
        'server.js':
          "const app = require('express')();\nconst port = Number(process.env.SAGEMAKER_BIND_TO_PORT ?? 8080);\napp.listen(port, '0.0.0.0');\n",
      },
    },
    {
      title: 'a second bind on 8080',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\nENTRYPOINT ["gunicorn", "-b", "0.0.0.0:9090", "-b", "0.0.0.0:8080", "-w", "2", "-t", "60", "app:app"]\n',
      },
    },
    {
      title: 'Triton with SageMaker’s routes',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM nvcr.io/nvidia/tritonserver:24.05-py3\nENTRYPOINT ["/bin/sh", "-c", "exec tritonserver --model-repository=/opt/ml/model --allow-sagemaker=true --sagemaker-port=8080"]\n',
      },
    },
  ],
  check(subject, report) {
    if (isProxied(subject)) return;
    const servers = frontServers(subject);
    const all = servers.map((found) => ({ found, settings: settingsOf(subject, found) }));
    // One that listens right, or may, is the one SageMaker talks to; the others serve that one.
    const wrong = all.filter(({ found, settings }) => !mayListen(found, settings));
    if (wrong.length === 0 || wrong.length < all.length) return;
    for (const { found, settings } of wrong) reportServer(subject, found, settings, report);
  },
});

function isTriton(found: FoundServer): boolean {
  return found.server.program === 'tritonserver';
}

function hasSageMakerRoutes(found: FoundServer): boolean {
  const value = found.server.options.get('--allow-sagemaker');
  return found.server.options.has('--allow-sagemaker') && (value === undefined || /^(?:true|1|)$/i.test(value));
}

function mayListen(found: FoundServer, { port, otherPorts }: Settings): boolean {
  if (isTriton(found)) {
    if (found.server.unknowns.includes('tls')) return true;
    return (
      hasSageMakerRoutes(found) &&
      (port.state !== 'given' || port.value === SERVING_PORT || !found.server.options.has('--sagemaker-port'))
    );
  }
  return port.state === 'unknown' || port.value === SERVING_PORT || otherPorts.includes(SERVING_PORT);
}

function reportServer(subject: Subject, found: FoundServer, { port }: Settings, report: Report): void {
  const severity = severityOf(subject, port);
  const name = serverName(found.server);
  if (isTriton(found) && !hasSageMakerRoutes(found)) {
    const fix = serverFacts(found.server.program)?.fix ?? '';
    const place = placeOf(subject, found.file, found.server.range, 'Triton is started here.');
    const message = `Triton has \`/ping\` and \`/invocations\` only with \`--allow-sagemaker=true\`, so SageMaker's health check fails and the endpoint is never created. Start it with \`${fix}\`.`;
    report({ ...place, severity, message, fixes: [] });
    return;
  }
  if (port.state === 'unknown') return;
  const open = port.state === 'default' || port.changeable;
  const what = `${name} listens on port ${port.value}${open ? ' unless told otherwise' : ''}`;
  const file = port.state === 'given' ? port.file : found.file;
  const range = port.state === 'given' ? port.range : found.server.range;
  const place = placeOf(
    subject,
    file,
    range,
    port.state === 'given' ? 'The port is set here.' : 'The server is started here.',
  );
  const hidden = servingStart(subject) === subject.run ? ' (once it is started at all)' : '';
  report({
    ...place,
    severity,
    message: `${what}, and SageMaker calls port ${SERVING_PORT}: the health check fails and the endpoint is never created${hidden}. Let it listen on \`0.0.0.0:${SERVING_PORT}\`, or on \`\${${BIND_TO_PORT_VARIABLE}:-${SERVING_PORT}}\`.`,
    fixes: fixes(subject, found, port),
  });
}

function severityOf(subject: Subject, port: Told<number>): Severity {
  if (startsUnseenProgram(subject)) return 'warning';
  if (port.state === 'given') return port.changeable ? 'warning' : 'error';
  return port.state === 'default' && !port.sure ? 'warning' : 'error';
}

function fixes(subject: Subject, found: FoundServer, port: Told<number>): readonly Fix[] {
  if (port.state === 'given') {
    return exchange(
      subject,
      port,
      new RegExp(`(?<![\\d.])${port.value}(?![\\d.])`),
      String(SERVING_PORT),
      `Listen on port ${SERVING_PORT}`,
    );
  }
  const facts = serverFacts(found.server.program);
  const flag = facts?.portFlags[facts.portFlags.length - 1];
  if (flag?.startsWith('--') === true) return addArguments(subject, found, flag, String(SERVING_PORT));
  return facts?.bindFlags.includes('--bind') === true && !found.server.host
    ? addArguments(subject, found, '--bind', `0.0.0.0:${SERVING_PORT}`)
    : [];
}
