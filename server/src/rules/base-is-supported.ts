import { defineRule } from './rule';
import { awsBases } from './support/aws-bases';

export const baseIsSupported = defineRule({
  id: 'base-is-supported',
  summary: 'AWS still patches the base image',
  requirements: ['IMG-10'],
  roles: 'any',
  severity: 'hint',
  fixable: false,
  why: 'AWS patches each release of its images for about a year. After that it stays where it is and works on, but gets no security fixes.',
  remedy: 'Move to a newer release when it suits you.',
  bad: [
    {
      title: 'a release whose time is over',
      files: {
        Dockerfile:
          'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:1.13.1-gpu-py39\nRUN pip install numpy\n',
      },
    },
  ],
  good: [
    {
      title: 'an image without such dates',
      files: {
        Dockerfile:
          'FROM 683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3\nRUN pip install numpy\n',
      },
    },
    {
      title: 'a release that AWS patches',
      files: {
        Dockerfile:
          'FROM 683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:3.2-0\nRUN pip install numpy\n',
      },
    },
  ],
  check(subject, report) {
    for (const { stage, image, tagKnown } of awsBases(subject)) {
      const end = image.support?.endOfPatch;
      if (!tagKnown || end === undefined || end >= subject.settings.today) continue;
      report({
        range: stage.image.range,
        tags: ['deprecated'],
        message: `AWS stopped patching ${image.family.name} ${image.version ?? ''} images on ${end}. The image works on, without security fixes.`,
      });
    }
  },
});
