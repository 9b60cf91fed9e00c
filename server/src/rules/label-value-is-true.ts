import { CAPABILITY_VALUE, LABELS } from '../../../contract/labels';
import { defineRule } from './rule';
import { replace } from './support/edits';

const DELIBERATE_NO = /^(?:false|no|off|0)$/i;

export const labelValueIsTrue = defineRule({
  id: 'label-value-is-true',
  summary: 'SageMaker’s capability labels have the value `true`',
  requirements: ['IMG-11'],
  roles: 'any',
  severity: 'error',
  fixable: true,
  why: 'SageMaker compares the label’s text with `true`. `True`, `1` or `yes` are other texts: `CreateModel` says that the image does not contain the required label.',
  remedy: 'Write `true`, in lower case.',
  bad: [
    {
      title: 'a capital letter',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nLABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=True\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nimport os\nos.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")\n',
      },
    },
    {
      title: 'a number, in the old form',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nLABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port 1\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nimport os\nos.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")\n',
      },
    },
  ],
  good: [
    {
      title: 'true, in quotes or not',
      files: {
        Dockerfile:
          'FROM python:3.12-slim\nLABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port="true"\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nimport os\nos.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")\n',
      },
    },
    {
      title: 'a deliberate no, a label of another kind, and a value from outside',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nARG BIND\nLABEL com.amazonaws.sagemaker.capabilities.multi-models=False com.amazonaws.sagemaker.inference.cuda.verified_versions=12.4 version=1\nLABEL com.amazonaws.sagemaker.capabilities.bidirectional-streaming=no\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
  ],
  check(subject, report) {
    for (const { name } of LABELS.filter((it) => it.capability)) {
      const setting = subject.config.labels.get(name);
      if (setting?.origin.from !== 'instruction' || !setting.value.known) continue;
      const { value } = setting.value;
      if (value === CAPABILITY_VALUE || DELIBERATE_NO.test(value.trim())) continue;
      const pair = setting.origin.instruction.pairs.findLast(
        (it) => it.name.value.known && it.name.value.value === name,
      );
      if (!pair?.value) continue;
      report({
        range: pair.value.raw === '' ? pair.range : pair.value.range,
        message: `The label \`${name}\` is \`${value}\`, and SageMaker accepts the text \`${CAPABILITY_VALUE}\` only: \`CreateModel\` takes the image for one without the label. Write \`${CAPABILITY_VALUE}\`.`,
        fixes: [
          { title: `Write \`${CAPABILITY_VALUE}\``, edits: [replace(pair.value.range, CAPABILITY_VALUE)], safe: true },
        ],
      });
    }
  },
});
