import { CUDA_COMPAT_DIR, HOST_DRIVERS, INFERENCE_AMI_VERSIONS, OLDEST_HOST_CUDA } from '../../../contract/gpu';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { baseRange } from './support/places';

const SERVE = '#!/usr/bin/env python3\nprint("serving")\n';
const REST = 'RUN apt-get update && apt-get install -y python3\nCOPY serve /usr/local/bin/serve\n';
const HOSTING = HOST_DRIVERS.filter((it) => it.service === 'hosting');

export const cudaFitsHostDriver = defineRule({
  id: 'cuda-fits-host-driver',
  summary: 'The image’s CUDA runs with the driver of the endpoint’s hosts',
  requirements: ['GPU-03'],
  roles: ['inference'],
  severity: 'info',
  fixable: false,
  why: `The driver comes with the host, and each driver runs CUDA up to some version. By default: ${HOSTING.map((it) => `${it.families.join(', ')} driver ${it.driver} (CUDA ${it.cuda})`).join('; ')}. An image with a newer CUDA finds no GPU there.`,
  remedy: `Ask for a newer host with \`InferenceAmiVersion\` in the production variant (${INFERENCE_AMI_VERSIONS.value
    .slice(0, 4)
    .map((it) => `\`${it}\``)
    .join(', ')}), or let the start script use \`${CUDA_COMPAT_DIR}\` where the driver is older.`,
  bad: [
    {
      title: 'CUDA 12.4',
      files: {
        Dockerfile: `# sagemaker: roles=inference\nFROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n${REST}`,
        '+x serve': SERVE,
      },
    },
    {
      title: 'newer than every default',
      files: {
        Dockerfile: `# sagemaker: roles=inference\nFROM nvidia/cuda:13.1.0-runtime-ubuntu22.04\n${REST}`,
        '+x serve': SERVE,
      },
    },
  ],
  good: [
    {
      title: 'runs everywhere',
      files: {
        Dockerfile: `# sagemaker: roles=inference\nFROM nvidia/cuda:11.4.3-runtime-ubuntu20.04\n${REST}`,
        '+x serve': SERVE,
      },
    },
    {
      title: 'the start script sees to it',
      files: {
        Dockerfile: `# sagemaker: roles=inference\nFROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nCOPY serve /usr/local/bin/serve\n`,
        '+x serve':
          '#!/bin/bash\nif [ -d /usr/local/cuda/compat ]; then source /opt/start-cuda-compat; fi\nexec sleep infinity\n',
      },
    },
  ],
  check(subject, report) {
    const { row } = subject.stage.base;
    const cuda = row?.cuda;
    // AWS's own images choose the compatibility libraries themselves.
    if (
      cuda === undefined ||
      row?.kind === 'sagemaker' ||
      !isNewer(cuda, OLDEST_HOST_CUDA.value) ||
      choosesCompat(subject)
    )
      return;
    const old = HOSTING.filter((it) => isNewer(cuda, it.cuda));
    const families = old.flatMap((it) => it.families.map((family) => `ml.${family}`)).join(', ');
    const fitting = HOSTING.filter((it) => !isNewer(cuda, it.cuda)).flatMap((it) =>
      it.families.map((family) => `ml.${family}`),
    );
    report({
      range: baseRange(subject),
      message: `CUDA ${cuda} is newer than the default driver of endpoints on ${families} runs, and finds no GPU there${fitting.length > 0 ? ` (${fitting.join(', ')} run it)` : ''}. Set \`InferenceAmiVersion\` for a newer driver, or use \`${CUDA_COMPAT_DIR}\` where the driver is older.`,
    });
  },
});

/** From CUDA 11 on a driver runs every minor version of its major one, so only the major one counts. */
function isNewer(cuda: string, than: string): boolean {
  const [major = NaN] = cuda.split('.').map(Number);
  const [least = NaN] = than.split('.').map(Number);
  return major > least;
}

/** A start script, or the environment, brings the compatibility libraries in. */
function choosesCompat(subject: Subject): boolean {
  const texts = subject.serve.chain.flatMap(({ file, argv }) => [file?.text ?? '', argv.join(' ')]);
  return /cuda[\w.-]{0,20}[/_-]compat/.test([...texts, subject.dockerfile.code].join('\n'));
}
