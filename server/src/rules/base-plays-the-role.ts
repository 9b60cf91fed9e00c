import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import { defineRule } from './rule';
import { baseRange } from './support/places';

export const basePlaysTheRole = defineRule({
  id: 'base-plays-the-role',
  summary: 'A SageMaker base image is used for the job it is made for',
  requirements: ['LAUNCH-02', 'LAUNCH-01'],
  roles: ['training', 'inference'],
  severity: 'error',
  fixable: false,
  why: 'AWS builds separate images for training and for inference. A training image has no model server: `docker run IMAGE serve` ends at once and the endpoint never passes its ping. An inference image has no training toolkit.',
  remedy:
    'Build on the image of the other kind (`pytorch-inference` instead of `pytorch-training`), or add what is missing: a `serve` on PATH or an ENTRYPOINT.',
  bad: [
    {
      title: 'a training image that is to serve',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker\nCOPY inference.py /opt/ml/code/inference.py\n',
        'inference.py': 'print(1)\n',
      },
    },
    {
      title: 'an inference image that is to train',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker\n',
      },
    },
  ],
  good: [
    {
      title: 'the right one',
      files: {
        Dockerfile:
          'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker\nRUN pip install --no-cache-dir rdkit\n',
      },
    },
    {
      title: 'a training image with a server of its own',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker\nCOPY serve /usr/local/bin/serve\nENTRYPOINT ["/usr/local/bin/serve"]\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
  ],
  check(subject, report) {
    const row = subject.stage.base.row;
    if (row?.kind !== 'sagemaker' || row.roles.length === 0) return;
    const own = subject.config.entrypoint.origin.from === 'instruction';
    for (const [role, word, answer, start] of [
      ['training', TRAIN_WORD, row.train, subject.train],
      ['inference', SERVE_WORD, row.serve, subject.serve],
    ] as const) {
      if (own || !subject.has(role) || answer === 'answers' || row.roles.includes(role)) continue;
      if (start.outcome.kind === 'runs' && answer === 'passes-on') continue;
      if (start.outcome.kind === 'unknown') continue;
      report({
        range: baseRange(subject),
        requirements: [role === 'training' ? 'LAUNCH-01' : 'LAUNCH-02'],
        message: `\`docker run IMAGE ${word}\` will fail: ${row.summary} is not made for ${role} and answers nothing to \`${word}\`. Build on the ${role} image of the same framework, or add your own \`${word}\`.`,
      });
    }
  },
});
