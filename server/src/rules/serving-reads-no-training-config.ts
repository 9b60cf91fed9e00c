import { INPUT_CONFIG_DIR } from '../../../contract/filesystem';
import { defineRule } from './rule';
import { baseName, fileRange, relatedInFile } from './support/places';
import { readsBelow } from './support/python-access';

export const servingReadsNoTrainingConfig = defineRule({
  id: 'serving-reads-no-training-config',
  summary: 'Serving does not need the configuration files of a training job',
  requirements: ['FS-14'],
  roles: ['inference'],
  severity: 'warning',
  fixable: false,
  why: `\`${INPUT_CONFIG_DIR}\` exists in training jobs only. A serving program that opens \`hyperparameters.json\` there ends with \`FileNotFoundError\`, and the endpoint fails its health check.`,
  remedy:
    'Save what serving needs beside the model when training, or pass it as an environment variable of the SageMaker model.',
  bad: [
    {
      title: 'hyperparameters when serving',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve':
          '#!/usr/bin/env python\nimport json\nprint(json.load(open("/opt/ml/input/config/hyperparameters.json")))\n',
      },
    },
  ],
  good: [
    {
      title: 'it looks first',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve':
          '#!/usr/bin/env python\nimport json, os\nif os.path.exists("/opt/ml/input/config/hyperparameters.json"):\n    print(json.load(open("/opt/ml/input/config/hyperparameters.json")))\n',
      },
    },
    {
      title: 'one program for both words',
      files: {
        Dockerfile:
          '# sagemaker: roles=training,inference\nFROM python:3.12-slim\nCOPY main.py /opt/program/main.py\nENTRYPOINT ["python", "/opt/program/main.py"]\n',
        'main.py':
          'import sys\nif sys.argv[1] == "train":\n    print(open("/opt/ml/input/config/hyperparameters.json").read())\n',
      },
    },
    {
      title: 'the training program reads it',
      files: {
        Dockerfile: '# sagemaker: roles=training,inference\nFROM python:3.12-slim\nCOPY train serve /usr/local/bin/\n',
        '+x train': '#!/usr/bin/env python\nprint(open("/opt/ml/input/config/hyperparameters.json").read())\n',
        '+x serve': '#!/usr/bin/env python\nprint(open("/opt/ml/model/a.json").read())\n',
      },
    },
  ],
  check(subject, report) {
    const training = new Set(subject.has('training') ? subject.pythonOf('train').map((it) => it.file.path) : []);
    for (const { file, facts } of subject.pythonOf('serve')) {
      const read = training.has(file.path) ? undefined : readsBelow(file, facts, [INPUT_CONFIG_DIR])[0];
      if (!read) continue;
      report({
        range: fileRange(subject, file),
        message: `\`${baseName(file.path)}\` opens \`${read.path}\` on line ${read.range.start.line + 1}, which exists in training jobs only: on an endpoint it fails with FileNotFoundError. Keep what serving needs beside the model.`,
        related: relatedInFile(file, read.range, 'There is no such file when serving.'),
      });
    }
  },
});
