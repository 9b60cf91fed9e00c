import { INVOCATIONS_PATH, PING_PATH } from '../../../contract/serving';
import { defineRule } from './rule';
import { fileWithoutRoute, serverWithoutContract } from './support/other-app';
import { baseName, fileRange, relatedInFile } from './support/places';
import { aliasRoute } from './support/route-fixes';
import { placeOf } from './support/server-fixes';
import { surelyUnanswered, webApp, type WebRoute } from './support/web-app';

const START =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn flask fastapi uvicorn\nWORKDIR /app\n';
const GUNICORN =
  'ENTRYPOINT ["gunicorn", "--bind", "0.0.0.0:8080", "--workers", "2", "--threads", "4", "--timeout", "60", "app:app"]\n';

export const pingRouteExists = defineRule({
  id: 'ping-route-exists',
  summary: 'The web application answers `GET /ping`',
  requirements: ['HTTP-02'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: 'SageMaker asks `GET /ping` until it answers 200, and takes the container for broken when it does not: the endpoint fails with "did not pass the ping health check". A route called `/health` is never asked.',
  remedy: 'Add a route `/ping` that answers 200 with an empty body within 2 seconds as soon as the model is loaded.',
  bad: [
    {
      title: 'Flask with /health',
      files: {
        Dockerfile: `${START}COPY app.py .\n${GUNICORN}`,
        'app.py':
          'from flask import Flask\napp = Flask(__name__)\n\n@app.route("/health")\ndef health():\n    return ""\n\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return "1"\n',
      },
    },
    {
      title: 'TensorFlow Serving by itself',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM tensorflow/serving:2.14.1\nENTRYPOINT ["/bin/sh", "-c", "exec tensorflow_model_server --rest_api_port=8080 --model_base_path=/opt/ml/model"]\n',
      },
    },
    {
      title: 'only `/invocations`, which says that SageMaker is meant',
      files: {
        Dockerfile:
          'FROM python:3.12-slim\nRUN pip install fastapi uvicorn\nWORKDIR /app\nCOPY app.py .\nENTRYPOINT ["/bin/sh", "-c", "exec uvicorn app:app --host 0.0.0.0 --port 8080"]\n',
        'app.py':
          'from fastapi import FastAPI\napp = FastAPI()\n\n@app.post("/invocations")\ndef invoke(body: dict):\n    return 1\n',
      },
    },
    {
      title: 'FastAPI without any health check, in CMD',
      files: {
        Dockerfile: `${START}COPY app.py .\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8080"]\n`,
        'app.py':
          'from fastapi import FastAPI\napp = FastAPI()\n\n@app.post("/invocations")\ndef invoke(body: dict):\n    return 1\n',
      },
    },
    {
      title: 'a router with a prefix',
      files: {
        Dockerfile: `${START}COPY app.py .\n${GUNICORN}`,
        'app.py':
          'from flask import Flask, Blueprint\napp = Flask(__name__)\nbp = Blueprint("v1", __name__)\n\n@bp.route("/health")\ndef ping():\n    return ""\n\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return "1"\n\napp.register_blueprint(bp, url_prefix="/v1")\n',
      },
    },
  ],
  good: [
    {
      title: 'both routes',
      files: {
        Dockerfile: `${START}COPY app.py .\n${GUNICORN}`,
        'app.py':
          'from flask import Flask\napp = Flask(__name__)\n\n@app.route("/ping")\ndef ping():\n    return ""\n\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return "1"\n',
      },
    },
    {
      title: 'one route for everything',
      files: {
        Dockerfile: `${START}COPY app.py .\n${GUNICORN}`,
        'app.py':
          'from flask import Flask\napp = Flask(__name__)\n\n@app.route("/<path:path>", methods=["GET", "POST"])\ndef any(path):\n    return ""\n',
      },
    },
    {
      title: 'routes that come from a package',
      files: {
        Dockerfile: `${START}COPY app.py .\n${GUNICORN}`,
        'app.py':
          'from flask import Flask\nfrom company.health import blueprint\napp = Flask(__name__)\napp.register_blueprint(blueprint)\n\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return "1"\n',
      },
    },
    {
      title: 'a function of a package gets the app',
      files: {
        Dockerfile: `${START}COPY app.py .\n${GUNICORN}`,
        'app.py':
          'from flask import Flask\nfrom company.health import register_health\napp = Flask(__name__)\nregister_health(app)\n\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return "1"\n',
      },
    },
    {
      title: 'an extension that is told the path',
      files: {
        Dockerfile: `${START}COPY app.py .\n${GUNICORN}`,
        'app.py':
          'from flask import Flask\nfrom healthcheck import HealthCheck\napp = Flask(__name__)\nHealthCheck(app, "/ping")\n\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return "1"\n',
      },
    },
  ],
  check(subject, report) {
    const foreign = serverWithoutContract(subject);
    if (foreign) {
      report({
        ...placeOf(subject, foreign.file, foreign.server.range, 'The server is started here.'),
        requirements: ['HTTP-02', 'HTTP-12'],
        message: `\`${foreign.server.program}\` has routes of its own, and neither \`${PING_PATH}\` nor \`${INVOCATIONS_PATH}\`: the health check gets 404, and the endpoint never goes into service. Put nginx or a web app in front of it that answers both.`,
      });
      return;
    }
    const other = fileWithoutRoute(subject, PING_PATH);
    if (other) {
      report({
        range: fileRange(subject, other),
        message: `\`${baseName(other.path)}\` has no route \`${PING_PATH}\`: the health check gets 404, and the endpoint never goes into service. Answer \`GET ${PING_PATH}\` with status 200.`,
      });
      return;
    }
    const app = webApp(subject);
    const first = app.routes[0];
    if (!first || !surelyUnanswered(subject, app, PING_PATH)) return;
    const health = app.routes.find(isHealth);
    const shown = health ?? first;
    const fix = health && aliasRoute(health, PING_PATH);
    report({
      range: fileRange(subject, shown.file),
      message: `\`${baseName(shown.file.path)}\` has no route \`${PING_PATH}\`${health ? ` (\`${health.path}\` is never asked)` : ''}: the health check gets 404, and the endpoint never goes into service. Answer \`GET ${PING_PATH}\` with status 200.`,
      related: relatedInFile(shown.file, shown.range, health ? 'This could answer it.' : 'The routes begin here.'),
      fixes: fix ? [fix] : [],
    });
  },
});

function isHealth(route: WebRoute): boolean {
  const named =
    /(?:^|\/)(?:health|healthz|healthcheck|health[-_]check|healthy|status|ready|readyz|live|livez|heartbeat|alive)$/i;
  return named.test(route.path) && (route.methods.length === 0 || route.methods.includes('GET'));
}
