import { INVOCATIONS_PATH } from '../../../contract/serving';
import { defineRule } from './rule';
import { baseName, fileRange, relatedInFile } from './support/places';
import { allowMethod, dropSlash } from './support/route-fixes';
import { ignoresSlashes, matchRoute, proxyIsTransparent, webApp } from './support/web-app';

const START =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn flask\nWORKDIR /app\nCOPY app.py .\n';
const GUNICORN =
  'ENTRYPOINT ["gunicorn", "--bind", "0.0.0.0:8080", "--workers", "2", "--threads", "4", "--timeout", "60", "app:app"]\n';
const FLASK = 'from flask import Flask\napp = Flask(__name__)\n\n@app.route("/ping")\ndef ping():\n    return ""\n\n';

export const invocationsAcceptsPost = defineRule({
  id: 'invocations-accepts-post',
  summary: 'Requests are answered to POST, at exactly `/invocations`',
  requirements: ['HTTP-01'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: 'Inference requests are `POST /invocations`. Flask’s `@app.route("/invocations")` without `methods` takes only GET, and answers 405 to each of them. A route that is registered as `/invocations/` answers with a redirect, which SageMaker does not follow.',
  remedy: 'Write `@app.route("/invocations", methods=["POST"])`.',
  bad: [
    {
      title: 'Flask’s default',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}@app.route("/invocations")\ndef invoke():\n    return "1"\n`,
      },
    },
    {
      title: 'another method',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}@app.route("/invocations", methods=['PUT'])\ndef invoke():\n    return "1"\n`,
      },
    },
    {
      title: 'a slash at the end',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}@app.route("/invocations/", methods=["POST"])\ndef invoke():\n    return "1"\n`,
      },
    },
  ],
  good: [
    {
      title: 'POST among others',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}@app.route("/invocations", methods=["GET", "POST"])\ndef invoke():\n    return "1"\n`,
      },
    },
    {
      title: 'the methods of a class',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}from flask.views import MethodView\nclass Invoke(MethodView):\n    def post(self):\n        return "1"\nview = Invoke.as_view("invoke")\napp.add_url_rule("/invocations", view_func=view)\n`,
      },
    },
    {
      title: 'another function takes POST',
      files: {
        Dockerfile: START + GUNICORN,
        'app.py': `${FLASK}@app.route("/invocations")\ndef about():\n    return "1"\n\n@app.post("/invocations")\ndef invoke():\n    return "1"\n`,
      },
    },
  ],
  check(subject, report) {
    const app = webApp(subject);
    if (!app.complete || !proxyIsTransparent(subject, INVOCATIONS_PATH)) return;
    if (app.routes.some((it) => matchRoute(it, INVOCATIONS_PATH) === 'maybe')) return;
    const exact = app.routes.filter((it) => matchRoute(it, INVOCATIONS_PATH) === 'yes');
    const slashed = app.routes.find((it) => matchRoute(it, INVOCATIONS_PATH) === 'slash');
    const [first] = exact;
    if (first && exact.every((it) => it.methods.length > 0 && !it.methods.includes('POST'))) {
      const fix = allowMethod(first, 'POST');
      report({
        range: fileRange(subject, first.file),
        message: `\`${INVOCATIONS_PATH}\` in \`${baseName(first.file.path)}\` answers only ${first.methods.join(', ')}: requests are sent by POST, and each of them gets 405. Let it answer POST.`,
        related: relatedInFile(first.file, first.range, 'The route is registered here.'),
        fixes: fix ? [fix] : [],
      });
    } else if (!first && slashed && !ignoresSlashes(app)) {
      const fix = dropSlash(slashed);
      report({
        range: fileRange(subject, slashed.file),
        message: `\`${baseName(slashed.file.path)}\` registers \`${slashed.path}\`: requests are sent to \`${INVOCATIONS_PATH}\`, and a redirect is not followed. Drop the slash at the end.`,
        related: relatedInFile(slashed.file, slashed.range, 'The route is registered here.'),
        fixes: fix ? [fix] : [],
      });
    }
  },
});
