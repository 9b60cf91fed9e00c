import { CAPABILITY_LABEL_PREFIX, CAPABILITY_VALUE } from '../../../contract/labels';
import { defineRule } from './rule';
import { builtStages, lostStages, stageName } from './support/built-stages';
import { appendToStage } from './support/edits';

export const labelsInFinalStage = defineRule({
  id: 'labels-in-final-stage',
  summary: 'SageMaker’s labels are on the stage that is shipped',
  requirements: ['IMG-11'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: 'SageMaker reads the labels of the image it is given. A LABEL in a builder stage stays there: `CreateModel` then says "Your Ecr Image does not contain required … Docker label(s)".',
  remedy: 'Move the LABEL to the last stage, or to a stage that the last one builds on.',
  bad: [
    {
      title: 'a label in the builder',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12 AS builder\nLABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true\nRUN pip install --prefix=/install flask\nFROM python:3.12-slim\nCOPY --from=builder /install /usr/local\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
    {
      title: 'a label in a stage that nothing uses',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12 AS other\nLABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
  ],
  good: [
    {
      title: 'on the last stage as well',
      files: {
        Dockerfile:
          'FROM python:3.12 AS builder\nLABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true\nRUN pip install --prefix=/install flask\nFROM python:3.12-slim\nLABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true\nCOPY --from=builder /install /usr/local\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nimport os\nos.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")\n',
      },
    },
    {
      title: 'inherited by the last stage',
      files: {
        Dockerfile:
          'FROM python:3.12-slim AS runtime\nLABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true\nCOPY serve /usr/local/bin/serve\nFROM runtime\nRUN pip install numpy\n',
        '+x serve': '#!/usr/bin/env python\nimport os\nos.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")\n',
      },
    },
    {
      title: 'another label, and a deliberate no',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12 AS builder\nLABEL maintainer=me com.amazonaws.sagemaker.capabilities.multi-models=false\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
  ],
  check(subject, report) {
    const built = builtStages(subject);
    const seen = new Set<string>();
    for (const stage of lostStages(subject)) {
      for (const pair of stage.instructions
        .filter((it) => it.keyword === 'LABEL' && !it.onbuild)
        .flatMap((it) => it.pairs)) {
        const name = pair.name.value.known ? pair.name.value.value : '';
        const value = pair.value?.value;
        if (!name.startsWith(CAPABILITY_LABEL_PREFIX) || !value?.known || value.value !== CAPABILITY_VALUE) continue;
        if (subject.config.labels.has(name) || seen.has(name)) continue;
        seen.add(name);
        const line = `LABEL ${name}=${CAPABILITY_VALUE}`;
        report({
          range: pair.range,
          severity: built.includes(stage) && subject.config.labelsComplete ? 'error' : 'warning',
          message: `The label \`${name}\` is on stage ${stageName(stage)} only, from which the final stage does not inherit. The image that SageMaker gets lacks it, and \`CreateModel\` refuses what needs it. Put it on the final stage.`,
          fixes: [{ title: `Add \`${line}\` to the final stage`, edits: [appendToStage(subject, line)], safe: true }],
        });
      }
    }
  },
});
