import { PING_PATH } from '../../../contract/serving';
import { defineRule } from './rule';
import { baseName, fileRange, relatedInFile } from './support/places';
import { allowMethod, dropSlash } from './support/route-fixes';
import { ignoresSlashes, matchRoute, proxyIsTransparent, webApp } from './support/web-app';

const START =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn flask fastapi uvicorn\nWORKDIR /app\nCOPY app.py .\n';
const GUNICORN =
  'ENTRYPOINT ["gunicorn", "--bind", "0.0.0.0:8080", "--workers", "2", "--threads", "4", "--timeout", "60", "app:app"]\n';
const FLASK =
  'from flask import Flask\napp = Flask(__name__)\n\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return "1"\n\n';

export const pingAcceptsGet = defineRule({
  id: 'ping-accepts-get',
  summary: 'The health check is answered to GET, at exactly `/ping`',
  requirements: ['HTTP-02'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: 'The health check is `GET /ping`. A route that takes only POST answers 405; one that is registered as `/ping/` answers with a redirect, which SageMaker does not follow. Either way the endpoint never goes into service.',
  remedy: 'Register `/ping` without a slash at its end, for GET.',
  bad: [
    {
      title: 'POST only',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}@app.route("/ping", methods=["POST"])\ndef ping():\n    return ""\n`,
      },
    },
    {
      title: 'a slash at the end',
      files: { Dockerfile: START + GUNICORN, 'app.py': `${FLASK}@app.route("/ping/")\ndef ping():\n    return ""\n` },
    },
    {
      title: 'FastAPI with post',
      files: {
        Dockerfile: `${START}ENTRYPOINT ["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "--bind", "0.0.0.0:8080", "--workers", "2", "--timeout", "60", "app:app"]\n`,
        'app.py':
          'from fastapi import FastAPI\napp = FastAPI()\n\n@app.post("/ping")\ndef ping():\n    return ""\n\n@app.post("/invocations")\ndef invoke(body: dict):\n    return 1\n',
      },
    },
  ],
  good: [
    {
      title: 'GET in a second registration',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}@app.route("/ping", methods=["POST"])\ndef ping():\n    return ""\n\n@app.route("/ping", methods=["GET"])\ndef health():\n    return ""\n`,
      },
    },
    {
      title: 'with and without the slash',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}@app.route("/ping")\n@app.route("/ping/")\ndef ping():\n    return ""\n`,
      },
    },
    {
      title: 'slashes make no difference',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}@app.route("/ping/", strict_slashes=False)\ndef ping():\n    return ""\n`,
      },
    },
    {
      title: 'methods that are not known',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}from settings import METHODS\n@app.route("/ping", methods=METHODS)\ndef ping():\n    return ""\n`,
      },
    },
  ],
  check(subject, report) {
    const app = webApp(subject);
    if (!app.complete || !proxyIsTransparent(subject, PING_PATH)) return;
    if (app.routes.some((it) => matchRoute(it, PING_PATH) === 'maybe')) return;
    const exact = app.routes.filter((it) => matchRoute(it, PING_PATH) === 'yes');
    const slashed = app.routes.find((it) => matchRoute(it, PING_PATH) === 'slash');
    const [first] = exact;
    if (first && exact.every((it) => it.methods.length > 0 && !it.methods.includes('GET'))) {
      const fix = allowMethod(first, 'GET');
      report({
        range: fileRange(subject, first.file),
        message: `\`${PING_PATH}\` in \`${baseName(first.file.path)}\` answers only ${first.methods.join(', ')}: the health check is a GET, gets 405, and the endpoint never goes into service. Let it answer GET.`,
        related: relatedInFile(first.file, first.range, 'The route is registered here.'),
        fixes: fix ? [fix] : [],
      });
    } else if (!first && slashed && !ignoresSlashes(app)) {
      const fix = dropSlash(slashed);
      report({
        range: fileRange(subject, slashed.file),
        message: `\`${baseName(slashed.file.path)}\` registers \`${slashed.path}\`: the health check asks for \`${PING_PATH}\` and does not follow a redirect, so the endpoint never goes into service. Drop the slash at the end.`,
        related: relatedInFile(slashed.file, slashed.range, 'The route is registered here.'),
        fixes: fix ? [fix] : [],
      });
    }
  },
});
