import { INVOCATIONS_PATH, MODELS_PATH } from '../../../contract/serving';
import { defineRule } from './rule';
import { fileWithoutRoute } from './support/other-app';
import { baseName, fileRange, relatedInFile } from './support/places';
import { aliasRoute } from './support/route-fixes';
import { surelyUnanswered, webApp, type WebApp, type WebRoute } from './support/web-app';

const START =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn flask fastapi uvicorn\nWORKDIR /app\n';
const GUNICORN =
  'ENTRYPOINT ["gunicorn", "--bind", "0.0.0.0:8080", "--workers", "2", "--threads", "4", "--timeout", "60", "app:app"]\n';
const PING = '@app.route("/ping")\ndef ping():\n    return ""\n\n';

export const invocationsRouteExists = defineRule({
  id: 'invocations-route-exists',
  summary: 'The web application answers `POST /invocations`',
  requirements: ['HTTP-12', 'HTTP-01'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: 'Every inference request of an endpoint or a batch transform job arrives as `POST /invocations`. Other routes (`/predict`, `/v1/chat/completions`) can’t be reached from outside.',
  remedy: 'Add a route `/invocations` for POST, or a second decorator on the function that predicts.',
  bad: [
    {
      title: 'Flask with /predict',
      files: {
        Dockerfile: `${START}COPY app.py .\n${GUNICORN}`,
        'app.py': `from flask import Flask\napp = Flask(__name__)\n\n${PING}@app.route("/predict", methods=["POST"])\ndef predict():\n    return "1"\n`,
      },
    },
    {
      title: 'behind a prefix',
      files: {
        Dockerfile: `${START}COPY app.py .\nENTRYPOINT ["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "--bind", "0.0.0.0:8080", "--workers", "2", "--timeout", "60", "app:app"]\n`,
        'app.py':
          'from fastapi import APIRouter, FastAPI\napp = FastAPI()\nrouter = APIRouter(prefix="/api")\n\n@app.get("/ping")\ndef ping():\n    return ""\n\n@router.post("/invocations")\ndef invoke(body: dict):\n    return 1\n\napp.include_router(router)\n',
      },
    },
    {
      title: 'behind nginx, which changes nothing',
      files: {
        Dockerfile: `${START}RUN apt-get update && apt-get install -y nginx\nCOPY app.py .\nCOPY nginx.conf /etc/nginx/nginx.conf\nCOPY serve /usr/local/bin/serve\n`,
        'app.py': `from flask import Flask\napp = Flask(__name__)\n\n${PING}@app.route("/predict", methods=["POST"])\ndef predict():\n    return "1"\n`,
        'nginx.conf':
          'daemon off;\nevents {}\nhttp {\n  server {\n    listen 8080;\n    client_max_body_size 0;\n    location ~ ^/(ping|invocations) { proxy_pass http://127.0.0.1:5000; proxy_read_timeout 60s; }\n  }\n}\n',
        '+x serve':
          '#!/bin/bash\ngunicorn --bind 127.0.0.1:5000 --workers 2 --threads 4 --timeout 60 app:app &\nexec nginx\n',
      },
    },
  ],
  good: [
    {
      title: 'a multi-model endpoint',
      files: {
        Dockerfile: `${START.replace('inference', 'inference,multi-model')}LABEL com.amazonaws.sagemaker.capabilities.multi-models=true\nCOPY app.py .\n${GUNICORN}`,
        'app.py': `from flask import Flask\napp = Flask(__name__)\n\n${PING}@app.route("/models", methods=["GET", "POST"])\ndef models():\n    return ""\n\n@app.route("/models/<name>", methods=["GET", "DELETE"])\ndef model(name):\n    return ""\n\n@app.route("/models/<name>/invoke", methods=["POST"])\ndef invoke(name):\n    return ""\n`,
      },
    },
    {
      title: 'both routes',
      files: {
        Dockerfile: `${START}COPY app.py .\n${GUNICORN}`,
        'app.py': `from flask import Flask\napp = Flask(__name__)\n\n${PING}@app.route("/invocations", methods=["POST"])\n@app.route("/predict", methods=["POST"])\ndef predict():\n    return "1"\n`,
      },
    },
    {
      title: 'nginx maps the path',
      files: {
        Dockerfile: `${START}RUN apt-get update && apt-get install -y nginx\nCOPY app.py .\nCOPY nginx.conf /etc/nginx/nginx.conf\nCOPY serve /usr/local/bin/serve\n`,
        'app.py': `from flask import Flask\napp = Flask(__name__)\n\n${PING}@app.route("/predict", methods=["POST"])\ndef predict():\n    return "1"\n`,
        'nginx.conf':
          'daemon off;\nevents {}\nhttp {\n  server {\n    listen 8080;\n    client_max_body_size 0;\n    proxy_read_timeout 60s;\n    location /ping { proxy_pass http://127.0.0.1:5000; }\n    location /invocations { proxy_pass http://127.0.0.1:5000/predict; }\n  }\n}\n',
        '+x serve':
          '#!/bin/bash\ngunicorn --bind 127.0.0.1:5000 --workers 2 --threads 4 --timeout 60 app:app &\nexec nginx\n',
      },
    },
    {
      title: 'an app that is not in the context',
      files: { Dockerfile: `${START}${GUNICORN}` },
    },
  ],
  check(subject, report) {
    const other = subject.has('multi-model') ? undefined : fileWithoutRoute(subject, INVOCATIONS_PATH);
    if (other) {
      report({
        range: fileRange(subject, other),
        message: `\`${baseName(other.path)}\` has no route \`${INVOCATIONS_PATH}\`, the only one that SageMaker sends requests to: every call gets 404. Answer \`POST ${INVOCATIONS_PATH}\`.`,
      });
      return;
    }
    const app = webApp(subject);
    const first = app.routes[0];
    if (!first || !surelyUnanswered(subject, app, INVOCATIONS_PATH)) return;
    // A multi-model endpoint sends its requests there instead.
    if (subject.has('multi-model') && app.routes.some((it) => it.path.startsWith(`${MODELS_PATH}/`))) return;
    const meant = predicting(app);
    const shown = meant ?? first;
    const fix = meant && aliasRoute(meant, INVOCATIONS_PATH);
    report({
      range: fileRange(subject, shown.file),
      message: `\`${baseName(shown.file.path)}\` has no route \`${INVOCATIONS_PATH}\`, the only one that SageMaker sends requests to: every call gets 404${meant ? `, and \`${meant.path}\` can’t be reached from outside` : ''}. Answer \`POST ${INVOCATIONS_PATH}\`.`,
      related: relatedInFile(shown.file, shown.range, meant ? 'This could answer it.' : 'The routes begin here.'),
      fixes: fix ? [fix] : [],
    });
  },
});

/** The route that predicts: by its name, or the only one that takes POST. */
function predicting(app: WebApp): WebRoute | undefined {
  const posts = app.routes.filter((it) => it.methods.includes('POST') || it.methods.length === 0);
  return (
    posts.find((it) => /predict|infer|invo[ck]|generat|score|complet|classif|embed/i.test(it.path)) ??
    (posts.length === 1 ? posts[0] : undefined)
  );
}
