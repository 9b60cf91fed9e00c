import { MULTI_MODELS_LABEL } from '../../../contract/labels';
import { MODELS_PATH } from '../../../contract/serving';
import { defineRule } from './rule';
import { ownLabel } from './support/capability-labels';
import { removePair } from './support/edits';
import { catchesAll, modelsRoutes } from './support/models-api';
import { baseName, relatedInFile } from './support/places';
import { proxyIsTransparent, webApp } from './support/web-app';

const START =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nLABEL com.amazonaws.sagemaker.capabilities.multi-models=true\nRUN pip install gunicorn flask\nWORKDIR /app\nCOPY app.py .\nENTRYPOINT ["gunicorn", "--bind", "0.0.0.0:8080", "--workers", "1", "--threads", "4", "--timeout", "60", "app:app"]\n';
const FLASK =
  'from flask import Flask\napp = Flask(__name__)\n\n@app.route("/ping")\ndef ping():\n    return ""\n\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return "1"\n';
const MODELS =
  '\n@app.route("/models", methods=["GET", "POST"])\ndef models():\n    return ""\n\n@app.route("/models/<name>", methods=["GET", "DELETE"])\ndef model(name):\n    return ""\n\n@app.route("/models/<name>/invoke", methods=["POST"])\ndef call(name):\n    return ""\n';

export const multiModelLabelIsKept = defineRule({
  id: 'multi-model-label-is-kept',
  summary: 'An image that is labelled for multi-model endpoints implements their API',
  requirements: ['MME-02'],
  roles: ['inference', 'multi-model'],
  severity: 'warning',
  fixable: true,
  why: 'The label lets `CreateModel` accept the image for a multi-model endpoint. SageMaker then loads a model with `POST /models` before it sends a request to it; a server without that route answers 404 to each.',
  remedy:
    'Implement the `/models` API, or use multi-model-server or Triton; or drop the label when the image serves one model.',
  bad: [{ title: 'a server for one model', files: { Dockerfile: START, 'app.py': FLASK } }],
  good: [
    { title: 'with the API', files: { Dockerfile: START, 'app.py': FLASK + MODELS } },
    {
      title: 'a route for everything',
      files: {
        Dockerfile: START,
        'app.py': `${FLASK}\n@app.route("/<path:path>", methods=["GET", "POST", "DELETE"])\ndef any(path):\n    return ""\n`,
      },
    },
    {
      title: 'routes of a package',
      files: { Dockerfile: START, 'app.py': `${FLASK}\nfrom company import models\napp.register_blueprint(models)\n` },
    },
  ],
  check(subject, report) {
    const label = ownLabel(subject, MULTI_MODELS_LABEL);
    const app = webApp(subject);
    const [first] = app.routes;
    if (!label || !first || !app.complete || catchesAll(app) || modelsRoutes(app).length > 0) return;
    if (!proxyIsTransparent(subject, MODELS_PATH)) return;
    const setting = subject.config.labels.get(MULTI_MODELS_LABEL);
    const instruction = setting?.origin.from === 'instruction' ? setting.origin.instruction : undefined;
    const pair = instruction?.pairs.find((it) => it.name.value.known && it.name.value.value === MULTI_MODELS_LABEL);
    const edit = instruction && pair && removePair(subject, instruction, pair);
    report({
      range: label.range,
      message: `The label promises multi-model endpoints, but \`${baseName(first.file.path)}\` has no route \`${MODELS_PATH}\`: SageMaker could not load a single model. Implement the API, or drop the label.`,
      related: relatedInFile(first.file, first.range, 'The routes begin here.'),
      fixes: edit ? [{ title: 'Drop the label', edits: [edit], safe: false }] : [],
    });
  },
});
