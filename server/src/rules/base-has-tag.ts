import { newestTags } from '../../../contract/images/tag-order';
import { defineRule } from './rule';
import { awsBases } from './support/aws-bases';
import { replace } from './support/edits';

export const baseHasTag = defineRule({
  id: 'base-has-tag',
  summary: 'An AWS image in FROM has a tag or a digest',
  requirements: ['IMG-04'],
  roles: 'any',
  severity: 'hint',
  fixable: true,
  why: 'Without a tag Docker asks for `latest`, and AWS’s repositories of SageMaker images have no tag of that name.',
  remedy: 'Name a tag, or a digest.',
  bad: [
    {
      title: 'only the repository',
      files: {
        Dockerfile: 'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training\nRUN pip install numpy\n',
      },
    },
    {
      title: 'the region comes from outside',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nARG REGION\nFROM 763104351884.dkr.ecr.${REGION}.amazonaws.com/pytorch-training\n',
      },
    },
  ],
  good: [
    {
      title: 'a tag',
      files: {
        Dockerfile:
          'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312\nRUN pip install numpy\n',
      },
    },
    {
      title: 'a digest, and an image of one’s own',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training@sha256:0000000000000000000000000000000000000000000000000000000000000000 AS aws\nFROM 123456789012.dkr.ecr.us-east-1.amazonaws.com/pytorch-training\nCOPY --from=aws /etc/hostname /tmp/name\n',
      },
    },
  ],
  check(subject, report) {
    for (const { stage, image, tagKnown } of awsBases(subject)) {
      if (!tagKnown || image.tag !== undefined || image.digest !== undefined || image.tagKnown !== 'unknown') continue;
      const { end } = stage.image.range;
      report({
        range: stage.image.range,
        message: `This names no tag, so Docker asks for \`latest\`, which AWS does not publish for \`${image.repository}\`. Name a tag.`,
        fixes: newestTags(image.repository).map((tag) => ({
          title: `Take \`${tag}\``,
          edits: [replace({ start: end, end }, `:${tag}`)],
          safe: false,
        })),
      });
    }
  },
});
