import { DISTRIBUTION_BASE, DISTRIBUTION_USER_VARIABLE } from '../../../contract/studio-apps';
import { defineRule } from './rule';
import { appendToStage } from './support/edits';
import { headline, settingInstruction } from './support/places';
import { isRoot } from './support/users';

const FROM = 'FROM public.ecr.aws/sagemaker/sagemaker-distribution:2.6.0-cpu\n';

export const distributionUserIsRestored = defineRule({
  id: 'distribution-user-is-restored',
  summary: 'An image on SageMaker Distribution ends with Studio’s user',
  requirements: ['STUDIO-10'],
  roles: ['studio'],
  severity: 'warning',
  fixable: true,
  why: 'SageMaker Distribution runs as user 1000, as Studio wants it. After `USER root` for an installation the image runs as root, and JupyterLab or Code Editor do not start.',
  remedy: `End with \`USER $${DISTRIBUTION_USER_VARIABLE}\`.`,
  bad: [
    {
      title: 'root stays',
      files: { Dockerfile: `${FROM}USER root\nRUN apt-get update && apt-get install -y graphviz\n` },
    },
    { title: 'root comes back', files: { Dockerfile: `${FROM}USER 1000\nUSER 0\nRUN apt-get update\n` } },
  ],
  good: [
    {
      title: 'restored',
      files: { Dockerfile: `${FROM}USER root\nRUN apt-get update && apt-get install -y graphviz\nUSER $MAMBA_USER\n` },
    },
    { title: 'never changed', files: { Dockerfile: `${FROM}RUN pip install polars\n` } },
  ],
  check(subject, report) {
    const { user } = subject.config;
    const instruction = settingInstruction(user);
    if (subject.stage.base.row?.id !== DISTRIBUTION_BASE || !instruction) return;
    if (!user.value.known || !isRoot(user.value.value)) return;
    const line = `USER $${DISTRIBUTION_USER_VARIABLE}`;
    report({
      range: headline(subject, instruction),
      message: `The image stays root from here on. Studio’s apps run as user 1000 and do not start otherwise; end with \`${line}\`.`,
      fixes: [{ title: `End with \`${line}\``, edits: [appendToStage(subject, line)], safe: false }],
    });
  },
});
