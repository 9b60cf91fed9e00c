import { HYPERPARAMETERS_FILE } from '../../../contract/config-files';
import { defineRule } from './rule';
import { baseName, fileRange, relatedInFile } from './support/places';

const DOCKERFILE =
  '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/\nENTRYPOINT ["python", "/opt/program/train.py"]\n';
const READ = `import json\nwith open("/opt/ml/input/config/${HYPERPARAMETERS_FILE}") as f:\n    hp = json.load(f)\n`;

export const hyperparametersAreCast = defineRule({
  id: 'hyperparameters-are-cast',
  summary: 'Hyperparameters are turned into numbers before they are used as such',
  requirements: ['CFG-01'],
  roles: ['training'],
  severity: 'error',
  fixable: false,
  why: `Every value in \`${HYPERPARAMETERS_FILE}\` is text: \`{"epochs": "10"}\`, whatever type the request or the SDK was given. \`range("10")\` is a \`TypeError\`, and learning libraries refuse a text where they want a number: the job fails as soon as the hyperparameter is set.`,
  remedy: 'Convert it: `int(hp["epochs"])`, `float(hp["learning_rate"])`.',
  bad: [
    {
      title: 'used as it is',
      files: { Dockerfile: DOCKERFILE, 'train.py': `${READ}for epoch in range(hp["epochs"]):\n    print(epoch)\n` },
    },
    {
      title: 'given to a library',
      files: {
        Dockerfile: DOCKERFILE,
        'train.py': `${READ}from sklearn.svm import SVC\nc = hp.get("c", 1.0)\nSVC(C=c)\n`,
      },
    },
  ],
  good: [
    {
      title: 'converted',
      files: {
        Dockerfile: DOCKERFILE,
        'train.py': `${READ}for epoch in range(int(hp["epochs"])):\n    print(epoch)\n`,
      },
    },
    {
      title: 'all of them converted at once',
      files: {
        Dockerfile: DOCKERFILE,
        'train.py': `${READ}hp = {key: json.loads(value) for key, value in hp.items()}\nfor epoch in range(hp["epochs"]):\n    print(epoch)\n`,
      },
    },
  ],
  check(subject, report) {
    for (const { file, facts } of subject.pythonOf('train')) {
      const first = facts.uncast.find((it) => it.value.surely) ?? facts.uncast[0];
      if (!first) continue;
      const { name, surely } = first.value;
      report({
        range: fileRange(subject, file),
        severity: surely ? 'error' : 'warning',
        message: `\`${baseName(file.path)}\` uses the hyperparameter \`${name}\` as a number on line ${first.range.start.line + 1}, and in \`${HYPERPARAMETERS_FILE}\` every value is text: the job fails when it is set. Convert it with \`int(…)\` or \`float(…)\`.`,
        related: relatedInFile(file, first.range, 'This is a text.'),
      });
    }
  },
});
