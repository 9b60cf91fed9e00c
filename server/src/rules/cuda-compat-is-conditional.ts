import { CUDA_COMPAT_DIR } from '../../../contract/gpu';
import type { Pair } from '../dockerfile/types';
import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { replace } from './support/edits';
import { settingInstruction } from './support/places';

const VARIABLE = 'LD_LIBRARY_PATH';
const SERVE = '#!/usr/bin/env python3\nprint("serving")\n';
const START =
  '# sagemaker: roles=inference\nFROM nvidia/cuda:11.4.3-runtime-ubuntu20.04\nRUN apt-get update && apt-get install -y python3 cuda-compat-11-4\nCOPY serve /usr/local/bin/serve\n';

export const cudaCompatIsConditional = defineRule({
  id: 'cuda-compat-is-conditional',
  summary: 'CUDA’s compatibility libraries are chosen at start, not baked in',
  requirements: ['GPU-05'],
  roles: ['inference'],
  severity: 'warning',
  fixable: true,
  why: `The libraries in \`${CUDA_COMPAT_DIR}\` let a newer CUDA run on an older driver. On a host whose driver is as new or newer they break it: \`Failed to initialize NVML: Driver/library version mismatch\`. With \`ENV ${VARIABLE}\` they are in force on every host.`,
  remedy: `Put the directory on \`${VARIABLE}\` in the start script, only where the host’s driver (\`/proc/driver/nvidia/version\`) is older than the libraries.`,
  bad: [
    {
      title: 'for every host',
      files: {
        Dockerfile: `${START}ENV LD_LIBRARY_PATH="/usr/local/cuda/compat:\${LD_LIBRARY_PATH}"\n`,
        '+x serve': SERVE,
      },
    },
    {
      title: 'CUDA by its version',
      files: { Dockerfile: `${START}ENV LD_LIBRARY_PATH /usr/local/cuda-11.4/compat/\n`, '+x serve': SERVE },
    },
    {
      title: 'the base image is not known',
      files: {
        Dockerfile: `# sagemaker: roles=inference\nFROM example.com/team/base:1\nENV LD_LIBRARY_PATH=$LD_LIBRARY_PATH:/usr/local/cuda/compat\n`,
      },
    },
  ],
  good: [
    {
      title: 'chosen by the start script',
      files: {
        Dockerfile: START,
        '+x serve':
          '#!/bin/bash\nif needs_compat; then export LD_LIBRARY_PATH=/usr/local/cuda/compat:$LD_LIBRARY_PATH; fi\nexec python3 -c "print(1)"\n',
      },
    },
    {
      title: 'other directories',
      files: {
        Dockerfile: `${START}ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64:/opt/compatible:$LD_LIBRARY_PATH\n`,
        '+x serve': SERVE,
      },
    },
    {
      title: 'set anew further down',
      files: {
        Dockerfile: `${START}ENV LD_LIBRARY_PATH=/usr/local/cuda/compat\nENV LD_LIBRARY_PATH=/usr/local/cuda/lib64\n`,
        '+x serve': SERVE,
      },
    },
  ],
  check(subject, report) {
    for (const pair of pairsInForce(subject)) {
      const directory = COMPAT.exec(textOf(pair))?.[0];
      if (directory === undefined || !pair.value) continue;
      report({
        range: pair.value.range,
        message: `\`${directory}\` is on \`${VARIABLE}\` on every host. Where the host’s driver is as new as these libraries or newer, CUDA fails with \`Driver/library version mismatch\`; let the start script add it only where the driver is older.`,
        fixes: fixes(pair, directory),
      });
    }
  },
});

const COMPAT = /\/usr\/local\/cuda(?:-[\d.]{1,8})?\/compat(?![\w-])\/?/;

/** The last ENV of the variable, and those before it that it goes on from. */
function pairsInForce(subject: Subject): readonly Pair[] {
  const setting = subject.config.env.get(VARIABLE);
  const last = setting && settingInstruction(setting);
  if (!last) return [];
  const { lineage } = subject.stage;
  const found: Pair[] = [];
  for (const instruction of lineage.slice(0, lineage.indexOf(last) + 1).reverse()) {
    if (instruction.keyword !== 'ENV') continue;
    const pair = instruction.pairs.findLast((it) => it.name.value.known && it.name.value.value === VARIABLE);
    if (!pair) continue;
    found.push(pair);
    if (!pair.value?.variables.includes(VARIABLE)) break;
  }
  return found;
}

function textOf({ value }: Pair): string {
  return value?.raw ?? '';
}

/** Takes the directory out, with the colon that goes with it; not when it is all there is. */
function fixes({ value }: Pair, directory: string): readonly Fix[] {
  const raw = value?.raw ?? '';
  const text = raw.includes(`${directory}:`) ? raw.replace(`${directory}:`, '') : raw.replace(`:${directory}`, '');
  if (!value || text === raw) return [];
  return [{ title: `Take \`${directory}\` out`, edits: [replace(value.range, text)], safe: false }];
}
