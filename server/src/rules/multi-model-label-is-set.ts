import { MULTI_MODEL_VARIABLE } from '../../../contract/environment';
import { MULTI_MODELS_LABEL } from '../../../contract/labels';
import { MODELS_PATH } from '../../../contract/serving';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { addLabel, lacksLabel } from './support/capability-labels';
import { baseName, fileRange, relatedInFile } from './support/places';
import { webApp } from './support/web-app';

const SERVE = '#!/usr/bin/env python\nprint("serving")\n';

export const multiModelLabelIsSet = defineRule({
  id: 'multi-model-label-is-set',
  summary: 'An image for multi-model endpoints says so in a label',
  requirements: ['MME-01'],
  roles: ['multi-model', 'inference'],
  severity: 'error',
  fixable: true,
  why: `\`CreateModel\` with \`Mode=MultiModel\` refuses an image without \`LABEL ${MULTI_MODELS_LABEL}=true\`: "Your Ecr Image does not contain required … Docker label(s)".`,
  remedy: `Add \`LABEL ${MULTI_MODELS_LABEL}=true\` to the final stage.`,
  bad: [
    {
      title: 'declared as multi-model',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference,multi-model\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'the variable says it',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nENV SAGEMAKER_MULTI_MODEL=true\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'the server loads and calls models',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn flask\nWORKDIR /app\nCOPY app.py .\nENTRYPOINT ["gunicorn", "--bind", "0.0.0.0:8080", "--workers", "1", "--threads", "4", "--timeout", "60", "app:app"]\n',
        'app.py':
          'from flask import Flask\napp = Flask(__name__)\n\n@app.route("/ping")\ndef ping():\n    return ""\n\n@app.route("/invocations", methods=["POST"])\ndef invoke():\n    return "1"\n\n@app.route("/models", methods=["GET", "POST"])\ndef models():\n    return ""\n\n@app.route("/models/<name>", methods=["GET", "DELETE"])\ndef model(name):\n    return ""\n\n@app.route("/models/<name>/invoke", methods=["POST"])\ndef call(name):\n    return ""\n',
      },
    },
  ],
  good: [
    {
      title: 'with the label',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference,multi-model\nFROM python:3.12-slim\nLABEL com.amazonaws.sagemaker.capabilities.multi-models=true\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'an unknown base may bring it',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference,multi-model\nARG BASE\nFROM ${BASE}\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'a single model',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
  ],
  check(subject, report) {
    if (!lacksLabel(subject, MULTI_MODELS_LABEL)) return;
    const evidence = subject.has('multi-model') ? declared(subject) : meant(subject);
    if (!evidence) return;
    report({
      range: evidence.range,
      severity: subject.has('multi-model') ? 'error' : 'warning',
      message: `${evidence.because}, but the image has no \`${MULTI_MODELS_LABEL}=true\`: \`CreateModel\` refuses it for multi-model endpoints. Add the label.`,
      related: evidence.related,
      fixes: [addLabel(subject, MULTI_MODELS_LABEL)],
    });
  },
});

type Because = {
  readonly because: string;
  readonly range: ReturnType<typeof fileRange>;
  readonly related: ReturnType<typeof relatedInFile>;
};

function declared(subject: Subject): Because {
  const range = subject.roles.evidence.find((it) => it.role === 'multi-model')?.range ?? subject.stage.from.range;
  return { because: 'This image is for multi-model endpoints', range, related: [] };
}

/** ENV says so, or the server implements loading and calling of models. */
function meant(subject: Subject): Because | undefined {
  const setting = subject.config.env.get(MULTI_MODEL_VARIABLE);
  if (setting?.origin.from === 'instruction' && setting.value.known && /^(?:true|1)$/i.test(setting.value.value)) {
    return { because: `\`${MULTI_MODEL_VARIABLE}\` is set`, range: setting.origin.range, related: [] };
  }
  const { routes } = webApp(subject);
  const call = routes.find((it) => new RegExp(`^${MODELS_PATH}/[<{][^/]+[>}]/invoke/?$`).test(it.path));
  const load = routes.find((it) => it.path === MODELS_PATH && it.methods.includes('POST'));
  if (!call || !load) return undefined;
  return {
    because: `\`${baseName(call.file.path)}\` implements the API of multi-model endpoints`,
    range: fileRange(subject, call.file),
    related: relatedInFile(call.file, call.range, 'Requests to one of the models arrive here.'),
  };
}
