import { mountOver } from '../../../contract/filesystem';
import { ROLES } from '../../../contract/roles';
import { joinInside } from '../context/paths';
import type { ImageFile } from '../context/types';
import type { FoundServer } from '../start/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { appendToStage } from './support/edits';
import { baseName } from './support/places';
import { placeOf } from './support/server-fixes';
import { servingStart } from './support/serving';

const IMAGE = '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\n';
const GUNICORN = 'gunicorn -b 0.0.0.0:8080 -w 2 --threads 4 -t 60';
const APP =
  'from flask import Flask\napp = Flask(__name__)\n@app.route("/ping")\ndef ping():\n    return ""\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return ""\n';
const COPIES = 'COPY app.py /opt/program/app.py\nCOPY serve /usr/local/bin/serve\n';

export const serverAppIsFound = defineRule({
  id: 'server-app-is-found',
  summary: 'The server finds the module of the application',
  requirements: ['LAUNCH-02', 'LAUNCH-17'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: 'gunicorn and uvicorn look for `predictor:app` in the directory that they are started in, which is WORKDIR. When the module lies elsewhere they end with `ModuleNotFoundError`, and the endpoint never goes into service.',
  remedy:
    'Set WORKDIR to the directory of the module, or name it: `gunicorn --chdir /opt/program`, `uvicorn --app-dir /opt/program`.',
  bad: [
    {
      title: 'no WORKDIR',
      files: { Dockerfile: `${IMAGE}${COPIES}`, '+x serve': `#!/bin/sh\nexec ${GUNICORN} app:app\n`, 'app.py': APP },
    },
    {
      title: 'a package that is not there',
      files: {
        Dockerfile: `${IMAGE}WORKDIR /opt/program\n${COPIES}`,
        '+x serve': `#!/bin/sh\nexec ${GUNICORN} src.app:app\n`,
        'app.py': APP,
      },
    },
  ],
  good: [
    {
      title: 'WORKDIR',
      files: {
        Dockerfile: `${IMAGE}WORKDIR /opt/program\n${COPIES}`,
        '+x serve': `#!/bin/sh\nexec ${GUNICORN} app:app\n`,
        'app.py': APP,
      },
    },
    {
      title: 'the script goes there',
      files: {
        Dockerfile: `${IMAGE}${COPIES}`,
        '+x serve': `#!/bin/sh\ncd /opt/program\nexec ${GUNICORN} app:app\n`,
        'app.py': APP,
      },
    },
    {
      title: 'the command line goes there',
      files: {
        Dockerfile: `${IMAGE}${COPIES}ENTRYPOINT ["/bin/sh", "-c", "cd /opt/program && exec ${GUNICORN} app:app"]\n`,
        '+x serve': '#!/bin/sh\n',
        'app.py': APP,
      },
    },
    {
      title: 'a module of a package',
      files: {
        Dockerfile: `${IMAGE}RUN pip install git+https://example.com/app.git\n${COPIES}`,
        '+x serve': `#!/bin/sh\nexec ${GUNICORN} app:app\n`,
        'app.py': APP,
      },
    },
  ],
  check(subject, report) {
    for (const found of servingStart(subject).servers) {
      const { program, app, range } = found.server;
      const module = app?.split(':')[0] ?? '';
      const near = nearMiss(subject, found, module);
      const cwd = subject.config.workdir.value;
      if (!near || !cwd.known) continue;
      const folder = near.path.slice(0, near.path.lastIndexOf('/')) || '/';
      const fits = !module.includes('.');
      report({
        ...placeOf(subject, found.file, range, 'The server is started here.'),
        message: `\`${program}\` looks for \`${module}\` in WORKDIR, \`${cwd.value}\`, and \`${baseName(near.path)}\` lies in \`${folder}\`: it ends with "No module named '${module}'" and the endpoint never goes into service. ${fits ? `Write \`WORKDIR ${folder}\`.` : 'Name the module as it lies there.'}`,
        fixes: fits
          ? [{ title: `Add \`WORKDIR ${folder}\``, edits: [appendToStage(subject, `WORKDIR ${folder}`)], safe: false }]
          : [],
      });
      return;
    }
  },
});

const SEARCHES: ReadonlySet<string> = new Set(['gunicorn', 'uvicorn', 'hypercorn', 'granian', 'daphne']);
const ELSEWHERE = ['--chdir', '--app-dir', '--pythonpath', '--working-dir'];

/** A file of the module's name, when the server surely does not find the module. */
function nearMiss(subject: Subject, { server, file }: FoundServer, module: string): ImageFile | undefined {
  const { config, files, packages } = subject;
  if (!SEARCHES.has(server.program) || !/^[A-Za-z_][\w.]*$/.test(module) || !config.workdir.value.known)
    return undefined;
  if (ELSEWHERE.some((it) => server.options.has(it)) || server.configFile !== undefined || !config.envComplete)
    return undefined;
  if (config.env.has('PYTHONPATH') || config.env.has('GUNICORN_CMD_ARGS')) return undefined;
  // Python looks in the folder of the file that starts the server, too.
  if (file?.path.endsWith('.py') === true || mayGoElsewhere(subject, file)) return undefined;
  const top = module.split('.')[0] ?? '';
  if (packages.some((it) => it.local || it.name === top.toLowerCase().replaceAll('_', '-'))) return undefined;
  const path = module.replaceAll('.', '/');
  const cwd = config.workdir.value.value;
  // Code may come with the model, and a configuration of gunicorn that lies there may name another directory.
  if (mountOver(cwd, ROLES) || files.lookup(joinInside(cwd, 'gunicorn.conf.py')).state !== 'absent') return undefined;
  const absent = [top, `${top}.py`, `${path}.py`, `${path}/__init__.py`].every(
    (it) => files.lookup(joinInside(cwd, it)).state === 'absent',
  );
  const last = `/${baseName(path)}.py`;
  const near = absent ? files.files.filter((it) => it.type === 'file' && it.path.endsWith(last)) : [];
  return near.length === 1 && !/\/(?:site|dist)-packages\//.test(near[0]?.path ?? '') ? near[0] : undefined;
}

/** A script, a supervisor or the command line itself may start the server in another directory than WORKDIR. */
function mayGoElsewhere(subject: Subject, startedIn: ImageFile | undefined): boolean {
  if (MOVES.test(startedIn?.text ?? '')) return true;
  return servingStart(subject).chain.some(
    ({ file, argv }) => MOVES.test(file?.text ?? '') || argv.some((it) => it === undefined || MOVES.test(it)),
  );
}

const MOVES = /\b(?:cd|pushd|chdir)\b|\bdirectory\s*=|PYTHONPATH|\bcwd\b|sys\.path/;
