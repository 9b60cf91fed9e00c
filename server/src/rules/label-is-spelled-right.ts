import { label, nearestLabel } from '../../../contract/labels';
import { defineRule } from './rule';
import { replace } from './support/edits';

export const labelIsSpelledRight = defineRule({
  id: 'label-is-spelled-right',
  summary: 'SageMaker’s labels are spelled right',
  requirements: ['MME-01', 'PIPE-02', 'STREAM-02'],
  roles: 'any',
  severity: 'warning',
  fixable: true,
  why: 'SageMaker looks for labels by their exact names. One with a slip in it is a label like any other: `CreateModel` says that the image does not contain the required one.',
  remedy: 'Correct the name: it has to be exact, in lower case, with hyphens.',
  bad: [
    {
      title: 'the s is missing',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nLABEL com.amazonaws.sagemaker.capabilities.multi-model=true\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
    {
      title: 'underscores, in quotes',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nLABEL version=1 "com.amazonaws.sagemaker.capabilities.accept_bind_to_port"="true"\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
  ],
  good: [
    {
      title: 'the right name',
      files: {
        Dockerfile:
          'FROM python:3.12-slim\nLABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nimport os\nos.environ.get("SAGEMAKER_BIND_TO_PORT", "8080")\n',
      },
    },
    {
      title: 'labels of one’s own',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nLABEL maintainer=me com.example.multi-models=true\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
  ],
  check(subject, report) {
    for (const instruction of subject.dockerfile.instructions) {
      if (instruction.keyword !== 'LABEL') continue;
      for (const { name } of instruction.pairs) {
        const right = name.value.known ? nearestLabel(name.value.value) : undefined;
        const meant = right === undefined ? undefined : label(right);
        if (!name.value.known || !meant) continue;
        report({
          range: name.range,
          requirements: meant.requirements.slice(0, 1),
          message: `SageMaker does not know the label \`${name.value.value}\`: the capability it is to announce stays unannounced. Did you mean \`${meant.name}\`?`,
          fixes: [{ title: `Write \`${meant.name}\``, edits: [replace(name.range, meant.name)], safe: true }],
        });
      }
    }
  },
});
