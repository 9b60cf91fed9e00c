import { defineRule } from './rule';
import { hadolintEdit, hadolintIgnores } from './support/hadolint';
import { headline, settingInstruction } from './support/places';
import { isRoot } from './support/users';

const CODE = 'DL3002';
const SERVE = '#!/usr/bin/env python\nprint("serving")\n';

export const explainRootUser = defineRule({
  id: 'explain-root-user',
  summary: 'Linters that ask for another user than root are told why root is right',
  requirements: ['LAUNCH-16'],
  roles: ['training', 'inference'],
  severity: 'hint',
  fixable: true,
  why: 'hadolint (DL3002), Trivy (DS-0002) and Checkov (CKV_DOCKER_8) ask for a USER other than root. On SageMaker root is right for training and hosting: what SageMaker mounts below `/opt/ml` belongs to root, and each container runs on machines of its own.',
  remedy: 'Keep `USER root`, and put `# hadolint ignore=DL3002` above it where hadolint runs.',
  bad: [
    {
      title: 'USER root at the end',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM quay.io/jupyter/base-notebook:2024-10-14\nUSER root\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'another check is already turned off',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nUSER nobody\n# hadolint ignore=DL3066\nUSER 0\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'the comment is not directly above',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\n# hadolint ignore=DL3002\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nUSER root\n',
        '+x serve': SERVE,
      },
    },
  ],
  good: [
    {
      title: 'hadolint knows',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n# hadolint ignore=DL3066,DL3002\nUSER root\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'hadolint knows, for the whole file',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\n# hadolint global ignore=DL3002\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nUSER root\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'hadolint knows, by its configuration',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nUSER root\n',
        '.hadolint.yaml': 'ignored:\n  - DL3002\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'root without a word',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
  ],
  check(subject, report) {
    const { user } = subject.config;
    const instruction = settingInstruction(user);
    if (!instruction || !user.value.known || !isRoot(user.value.value) || subject.has('studio')) return;
    if (hadolintIgnores(subject, instruction, CODE)) return;
    report({
      range: headline(subject, instruction),
      message: `Root is right here: SageMaker expects it, and what it mounts below \`/opt/ml\` belongs to root. General linters ask for another user (hadolint ${CODE}); tell them not to.`,
      fixes: [
        {
          title: `Put \`# hadolint ignore=${CODE}\` above`,
          edits: [hadolintEdit(subject, instruction, CODE)],
          safe: true,
        },
      ],
    });
  },
});
