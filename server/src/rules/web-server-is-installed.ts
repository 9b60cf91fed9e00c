import type { Fix } from '../lint/finding';
import type { FoundServer } from '../start/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { appendToStage, insertAfter } from './support/edits';
import { placeOf } from './support/server-fixes';
import { hasNoFile, surelyLacksPip, surelyLacksSystem } from './support/server-packages';
import { applicationServers, servingStart } from './support/serving';

/** pip packages by the program they bring. */
const PACKAGES: Readonly<Record<string, string>> = {
  gunicorn: 'gunicorn',
  uvicorn: 'uvicorn',
  hypercorn: 'hypercorn',
  waitress: 'waitress',
  flask: 'flask',
  streamlit: 'streamlit',
  mlflow: 'mlflow',
  bentoml: 'bentoml',
  granian: 'granian',
  daphne: 'daphne',
  torchserve: 'torchserve',
  gevent: 'gevent',
  sanic: 'sanic',
  bottle: 'bottle',
  quart: 'quart',
  gradio: 'gradio',
};

export const webServerIsInstalled = defineRule({
  id: 'web-server-is-installed',
  summary: 'The web server that is started is in the image',
  requirements: ['LAUNCH-02', 'WEB-08'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: 'The start command runs a server that neither the base image nor any package of the Dockerfile brings. The container ends at once with "not found" or `ModuleNotFoundError`, and the endpoint fails.',
  remedy: 'Install the server in the stage that is built, with pip or the system’s packages.',
  bad: [
    {
      title: 'gunicorn is not installed',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install flask\nENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "-t", "60", "app:app"]\n',
      },
    },
    {
      title: 'nginx is not installed',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY requirements.txt /\nRUN pip install -r /requirements.txt\nCOPY serve /usr/local/bin/serve\n',
        'requirements.txt': 'flask\ngunicorn\n',
        '+x serve':
          '#!/bin/sh\ngunicorn -b unix:/tmp/gunicorn.sock -w 2 -t 60 app:app &\nexec nginx -g "daemon off;"\n',
      },
    },
    {
      title: 'FastAPI without a server',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install fastapi\nCOPY app.py /app/app.py\nENTRYPOINT ["python", "/app/app.py"]\n',
        'app.py': 'import uvicorn\nuvicorn.run("web:app", host="0.0.0.0", port=8080)\n',
      },
    },
    {
      title: 'not in the virtual environment either',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install flask\nENTRYPOINT ["/opt/venv/bin/gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "-t", "60", "app:app"]\n',
      },
    },
    {
      title: 'the worker class needs uvicorn',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn starlette\nENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-k", "uvicorn.workers.UvicornWorker", "app:app"]\n',
      },
    },
  ],
  good: [
    {
      title: 'installed from a requirements file',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY requirements.txt /\nRUN pip install -r /requirements.txt\nENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "-t", "60", "app:app"]\n',
        'requirements.txt': 'flask\ngunicorn\n',
      },
    },
    {
      title: 'a requirements file that can’t be read',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nARG FILE\nFROM python:3.12-slim\nARG FILE\nCOPY ${FILE} /reqs.txt\nRUN pip install flask && pip install -r /reqs.txt\nENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "-t", "60", "app:app"]\n',
      },
    },
    {
      title: 'a package that may bring it',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install acme-serving\nENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "-t", "60", "app:app"]\n',
      },
    },
    {
      title: 'FastAPI with its extras',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install "fastapi[standard]"\nCOPY app.py /app/app.py\nENTRYPOINT ["python", "/app/app.py"]\n',
        'app.py': 'import uvicorn\nuvicorn.run("web:app", host="0.0.0.0", port=8080)\n',
      },
    },
    {
      title: 'copied from another stage',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12 AS build\nRUN pip install --prefix=/install gunicorn\nFROM python:3.12-slim\nRUN pip install flask\nCOPY --from=build /install /usr/local\nENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8080", "-w", "2", "-t", "60", "app:app"]\n',
      },
    },
  ],
  check(subject, report) {
    const servers = servingStart(subject).servers;
    const alternatives = new Set(applicationServers(subject).map((it) => it.server.program)).size > 1;
    for (const found of servers) {
      const missing = missingOf(subject, found);
      if (missing === undefined || (alternatives && found.server.program !== 'nginx')) continue;
      const isWorker = missing !== found.server.program;
      report({
        ...placeOf(subject, found.file, found.server.range, 'The server is started here.'),
        message: `${isWorker ? `The worker class of \`${found.server.program}\` needs \`${missing}\`, which` : `\`${missing}\` is started and`} nothing in this image installs: the container ends at once and the endpoint fails. Install it in this stage.`,
        fixes: fixes(subject, missing),
      });
      return;
    }
  },
});

function missingOf(subject: Subject, { server }: FoundServer): string | undefined {
  if (server.program === 'nginx')
    return surelyLacksSystem(subject, 'nginx') && hasNoFile(subject, 'nginx') ? 'nginx' : undefined;
  const needed = [
    PACKAGES[server.program],
    ...(server.workerClass?.startsWith('uvicorn.') === true ? ['uvicorn'] : []),
  ];
  return needed.find((name) => name !== undefined && surelyLacksPip(subject, name) && hasNoFile(subject, name));
}

function fixes(subject: Subject, missing: string): readonly Fix[] {
  const row = subject.stage.base.row;
  const isApt = row?.os === 'debian' || row?.os === 'ubuntu';
  const line =
    missing === 'nginx'
      ? isApt
        ? 'RUN apt-get update && apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/*'
        : undefined
      : row?.has.includes('python') === true
        ? `RUN pip install --no-cache-dir ${missing}`
        : undefined;
  if (line === undefined) return [];
  const last = subject.packages.findLast((it) => it.instruction.stage === subject.stage.index)?.instruction;
  const edit = last ? insertAfter(subject, last, line) : appendToStage(subject, line);
  return [{ title: `Install \`${missing}\``, edits: [edit], safe: false }];
}
