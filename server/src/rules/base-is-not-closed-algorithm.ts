import { defineRule } from './rule';
import { awsBases } from './support/aws-bases';

export const baseIsNotClosedAlgorithm = defineRule({
  id: 'base-is-not-closed-algorithm',
  summary: 'The image is not built on a built-in algorithm of SageMaker',
  requirements: ['LAUNCH-13'],
  roles: 'any',
  severity: 'error',
  fixable: false,
  why: 'The images of the built-in algorithms (Linear Learner, XGBoost 0.72, image classification …) are made to be run, not built upon: their inside is not documented, changes without notice, and their own program answers to `train` and `serve`, so that code you add is never called.',
  remedy:
    'Use the algorithm as it is, or build on a framework image: `sagemaker-xgboost`, `sagemaker-scikit-learn`, `pytorch-training` …',
  bad: [
    {
      title: 'code on top of Linear Learner',
      files: {
        Dockerfile:
          'FROM 382416733822.dkr.ecr.us-east-1.amazonaws.com/linear-learner:1\nCOPY train.py /opt/ml/code/train.py\n',
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'a program of its own',
      files: {
        Dockerfile:
          'FROM 382416733822.dkr.ecr.us-east-1.amazonaws.com/linear-learner:1\nCOPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]\n',
        '+x run.sh': '#!/bin/bash\necho "$@"\n',
      },
    },
  ],
  good: [
    {
      title: 'XGBoost as a framework',
      files: {
        Dockerfile:
          'FROM 683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1\nRUN pip install numpy\n',
      },
    },
    {
      title: 'a framework image',
      files: {
        Dockerfile:
          'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312\nRUN pip install numpy\n',
      },
    },
  ],
  check(subject, report) {
    const base = awsBases(subject).find((it) => it.stage === subject.stage.root);
    const algorithm = base?.image.algorithm;
    if (!base || !algorithm?.closed) return;
    const bringsFiles = subject.files.files.some((it) => it.type === 'file' && it.instruction !== undefined);
    const keepsStart = subject.config.entrypoint.origin.from !== 'instruction';
    report({
      range: base.stage.image.range,
      severity: bringsFiles && keepsStart ? 'error' : 'warning',
      message: `${algorithm.name} is a built-in algorithm: its image is made to be run, not built upon. Its own program answers to \`train\` and \`serve\`, and nothing calls what you add. Use the algorithm as it is, or build on a framework image.`,
    });
  },
});
