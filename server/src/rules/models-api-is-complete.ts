import { MODELS_PATH } from '../../../contract/serving';
import { defineRule } from './rule';
import { catchesAll, missingModelsRoutes, modelsRoutes } from './support/models-api';
import { baseName, fileRange, relatedInFile } from './support/places';
import { proxyIsTransparent, webApp } from './support/web-app';

const START =
  '# sagemaker: roles=inference,multi-model\nFROM python:3.12-slim\nLABEL com.amazonaws.sagemaker.capabilities.multi-models=true\nRUN pip install gunicorn flask\nWORKDIR /app\nCOPY app.py .\nENTRYPOINT ["gunicorn", "--bind", "0.0.0.0:8080", "--workers", "1", "--threads", "4", "--timeout", "60", "app:app"]\n';
const FLASK =
  'from flask import Flask\napp = Flask(__name__)\n\n@app.route("/ping")\ndef ping():\n    return ""\n\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return "1"\n';
const MODELS = '\n@app.route("/models", methods=["GET", "POST"])\ndef models():\n    return ""\n';
const MODEL = '\n@app.route("/models/<name>", methods=["GET", "DELETE"])\ndef model(name):\n    return ""\n';
const INVOKE = '\n@app.route("/models/<name>/invoke", methods=["POST"])\ndef call(name):\n    return ""\n';

export const modelsApiIsComplete = defineRule({
  id: 'models-api-is-complete',
  summary: 'The whole `/models` API of multi-model endpoints is implemented',
  requirements: ['MME-03', 'MME-04', 'MME-05'],
  roles: ['multi-model'],
  severity: 'error',
  fixable: false,
  why: 'On a multi-model endpoint SageMaker loads (`POST /models`), lists (`GET /models`), asks for and unloads (`GET`, `DELETE /models/{name}`) models and sends requests to `POST /models/{name}/invoke`. Without loading or calling, no request is answered; without unloading, memory fills up.',
  remedy: 'Implement all five, or use multi-model-server, which has them.',
  bad: [
    { title: 'nothing to call', files: { Dockerfile: START, 'app.py': FLASK + MODELS + MODEL } },
    {
      title: 'no unloading',
      files: { Dockerfile: START, 'app.py': FLASK + MODELS + MODEL.replace(', "DELETE"', '') + INVOKE },
    },
  ],
  good: [
    { title: 'all five', files: { Dockerfile: START, 'app.py': FLASK + MODELS + MODEL + INVOKE } },
    {
      title: 'methods of a class',
      files: {
        Dockerfile: START,
        'app.py': `${FLASK}${MODELS}${INVOKE}app.add_url_rule("/models/<string:name>", view_func=Model.as_view("model"))\n`,
      },
    },
    {
      title: 'a route for all of them',
      files: {
        Dockerfile: START,
        'app.py': `${FLASK}${MODELS}\n@app.route("/models/<path:rest>", methods=["GET", "POST", "DELETE"])\ndef rest(rest):\n    return ""\n`,
      },
    },
  ],
  check(subject, report) {
    const app = webApp(subject);
    const [first] = modelsRoutes(app);
    if (!first || !app.complete || catchesAll(app) || !proxyIsTransparent(subject, MODELS_PATH)) return;
    const missing = missingModelsRoutes(app);
    if (missing.length === 0) return;
    const grave = missing.some((it) => it.method === 'POST');
    const names = missing.map((it) => `\`${it.method} ${it.path}\``).join(', ');
    report({
      range: fileRange(subject, first.file),
      severity: grave ? 'error' : 'warning',
      requirements: [...new Set(missing.flatMap((it) => it.requirements))],
      message: `\`${baseName(first.file.path)}\` does not answer ${names}: ${grave ? 'on a multi-model endpoint no request gets through' : 'SageMaker can’t manage the models in memory'}. Implement the whole API.`,
      related: relatedInFile(first.file, first.range, 'The API begins here.'),
    });
  },
});
