import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import type { Answer } from '../../../contract/bases';
import type { RequirementId } from '../../../contract/requirements';
import { defineRule } from './rule';
import { baseRange } from './support/places';

export const baseEntrypointFits = defineRule({
  id: 'base-entrypoint-fits',
  summary: 'The ENTRYPOINT inherited from the base image copes with `train` and `serve`',
  requirements: ['LAUNCH-13', 'LAUNCH-01', 'LAUNCH-02'],
  roles: ['training', 'inference'],
  severity: 'error',
  fixable: false,
  why: 'An ENTRYPOINT that the base image brings counts like your own. Servers such as `vllm/vllm-openai` or text-generation-inference end with an error on the word `serve`; `tensorflow/serving`, Lambda bases and the `-ec2` tags of AWS’s images start something that is not SageMaker’s contract.',
  remedy:
    'Take the SageMaker variant of the image (`…-sagemaker`), or set an ENTRYPOINT of your own that starts the server on port 8080.',
  bad: [
    {
      title: 'vLLM’s own image',
      files: { Dockerfile: '# sagemaker: roles=inference\nFROM vllm/vllm-openai:v0.8.5\nENV HF_HOME=/tmp/hf\n' },
    },
    {
      title: 'TensorFlow Serving',
      files: { Dockerfile: '# sagemaker: roles=inference\nFROM tensorflow/serving:2.16.1\nCOPY model /models/model\n' },
    },
  ],
  good: [
    {
      title: 'an ENTRYPOINT of its own',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM vllm/vllm-openai:v0.8.5\nCOPY serve.sh /usr/local/bin/serve.sh\nENTRYPOINT ["/usr/local/bin/serve.sh"]\n',
        '+x serve.sh': '#!/bin/bash\nexec python3 -m vllm.entrypoints.openai.api_server --host 0.0.0.0 --port 8080\n',
      },
    },
    {
      title: 'the SageMaker variant',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker\n',
      },
    },
  ],
  check(subject, report) {
    const row = subject.stage.base.row;
    if (!row || subject.config.entrypoint.origin.from !== 'base') return;
    const failing = (
      [
        ['training', TRAIN_WORD, row.train, 'LAUNCH-01'],
        ['inference', SERVE_WORD, row.serve, 'LAUNCH-02'],
      ] as const
    ).filter(
      ([role, , answer]) =>
        subject.has(role) && isFailure(answer) && !(row.kind === 'sagemaker' && row.roles.length > 0),
    );
    const [first] = failing;
    if (!first) return;
    const requirements: RequirementId[] = ['LAUNCH-13', ...failing.map((it): RequirementId => it[3])];
    const word = first[1];
    report({
      range: baseRange(subject),
      requirements,
      message:
        first[2] === 'rejects'
          ? `\`docker run IMAGE ${word}\` will fail: the ENTRYPOINT of ${row.id} ends with an error on \`${word}\`. Set an ENTRYPOINT that copes with the word, or use the SageMaker variant of the image.`
          : `\`docker run IMAGE ${word}\` does not do what SageMaker expects: the ENTRYPOINT of ${row.id} starts its own program and does not answer as SageMaker asks. Set an ENTRYPOINT of your own.`,
    });
  },
});

function isFailure(answer: Answer): boolean {
  return answer === 'rejects' || answer === 'ignores';
}
