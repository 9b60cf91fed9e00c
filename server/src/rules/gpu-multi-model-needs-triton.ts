import { defineRule } from './rule';
import { baseRange } from './support/places';

const LABEL = 'LABEL com.amazonaws.sagemaker.capabilities.multi-models=true\n';
const SERVE = '#!/bin/bash\necho serving\n';

export const gpuMultiModelNeedsTriton = defineRule({
  id: 'gpu-multi-model-needs-triton',
  summary: 'A multi-model image for GPUs is built on Triton',
  requirements: ['MME-06'],
  roles: ['multi-model'],
  severity: 'info',
  fixable: false,
  why: 'On GPU instances multi-model endpoints are supported with NVIDIA Triton Inference Server only. Other multi-model images run on CPU instances.',
  remedy: 'Build on the Triton image of SageMaker, or on a CPU image for CPU instances.',
  bad: [
    {
      title: 'CUDA without Triton',
      files: {
        Dockerfile: `# sagemaker: roles=inference,multi-model\nFROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n${LABEL}COPY serve /usr/local/bin/serve\n`,
        '+x serve': SERVE,
      },
    },
  ],
  good: [
    {
      title: 'Triton',
      files: {
        Dockerfile: `# sagemaker: roles=inference,multi-model\nFROM nvcr.io/nvidia/tritonserver:24.08-py3\n${LABEL}COPY serve /usr/local/bin/serve\nENTRYPOINT []\n`,
        '+x serve': SERVE,
      },
    },
    {
      title: 'for CPUs',
      files: {
        Dockerfile: `# sagemaker: roles=inference,multi-model\nFROM ubuntu:22.04\n${LABEL}COPY serve /usr/local/bin/serve\n`,
        '+x serve': SERVE,
      },
    },
    {
      title: 'CUDA, one model',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM nvidia/cuda:11.4.3-runtime-ubuntu20.04\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
  ],
  check(subject, report) {
    const { row, reference } = subject.stage.base;
    if (row?.cuda === undefined || /triton/i.test(row.id) || (reference.known && /triton/i.test(reference.value)))
      return;
    if (subject.serve.servers.some((it) => it.server.program === 'tritonserver')) return;
    report({
      range: baseRange(subject),
      message: `This multi-model image has CUDA ${row.cuda}, but on GPU instances SageMaker supports multi-model endpoints with Triton only. Build on Triton, or use CPU instances.`,
    });
  },
});
