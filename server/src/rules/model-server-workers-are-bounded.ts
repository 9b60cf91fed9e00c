import { MODEL_SERVER_WORKERS_VARIABLE } from '../../../contract/environment';
import { defineRule } from './rule';
import { appendToStage } from './support/edits';
import { isPython } from './support/toolkit-presence';

const SERVE =
  '#!/usr/bin/env python\nfrom sagemaker_inference import model_server\nmodel_server.start_model_server(handler_service="/home/handler.py:handle")\n';
const START =
  'FROM python:3.10\nRUN apt-get update && apt-get install -y openjdk-17-jdk-headless\nRUN pip install multi-model-server sagemaker-inference "setuptools<80"\nCOPY serve /usr/local/bin/serve\n';

export const modelServerWorkersAreBounded = defineRule({
  id: 'model-server-workers-are-bounded',
  summary: 'The model server is told how many workers to start',
  requirements: ['TK-07'],
  roles: ['inference'],
  severity: 'hint',
  fixable: true,
  why: 'Multi Model Server starts one worker for each vCPU, and each loads its own copy of the model. On large instances a model of some gigabytes then fills the memory and the container is killed.',
  remedy: 'Set `ENV SAGEMAKER_MODEL_SERVER_WORKERS=…` to what the memory holds, or set it in the model’s environment.',
  bad: [{ title: 'not said', files: { Dockerfile: START, '+x serve': SERVE } }],
  good: [
    { title: 'set by ENV', files: { Dockerfile: `${START}ENV SAGEMAKER_MODEL_SERVER_WORKERS=2\n`, '+x serve': SERVE } },
    {
      title: 'set by the program',
      files: {
        Dockerfile: START,
        '+x serve': `#!/usr/bin/env python\nimport os\nos.environ["SAGEMAKER_MODEL_SERVER_WORKERS"] = "2"\n${SERVE.slice(SERVE.indexOf('from'))}`,
      },
    },
    {
      title: 'another server',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.10\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
  ],
  check(subject, report) {
    const found = subject.packages.find((it) => isPython(it) && it.name === 'sagemaker-inference');
    if (!found || !subject.config.envComplete || subject.config.env.has(MODEL_SERVER_WORKERS_VARIABLE)) return;
    const programs = subject.pythonOf('serve');
    if (!programs.some(({ file }) => /\bstart_model_server\b/.test(file.text ?? ''))) return;
    const isSet = subject.files.files.some(
      (it) =>
        it.text !== undefined &&
        (it.text.includes(MODEL_SERVER_WORKERS_VARIABLE) || it.text.includes('default_workers_per_model')),
    );
    if (isSet) return;
    const line = `ENV ${MODEL_SERVER_WORKERS_VARIABLE}=1`;
    report({
      range: found.range,
      message: `Multi Model Server starts one worker for each vCPU, each with its own copy of the model; on large instances that may fill the memory. Set \`${MODEL_SERVER_WORKERS_VARIABLE}\` to what the memory holds.`,
      fixes: [{ title: `Add \`${line}\``, edits: [appendToStage(subject, line)], safe: false }],
    });
  },
});
