import { BASE_ENTRY_SCRIPTS } from '../../../contract/base-entry-scripts';
import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import type { Subject } from '../subject';
import type { Start } from '../start/types';
import { defineRule } from './rule';
import { baseName, headline } from './support/places';

const PYTORCH = '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312';
const INFERENCE = '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-gpu-py312';

export const keepsDlcEntrypoint = defineRule({
  id: 'keeps-dlc-entrypoint',
  summary: 'An image built on one of AWS’s keeps the ENTRYPOINT that answers to SageMaker',
  requirements: ['LAUNCH-14'],
  roles: ['training', 'inference'],
  severity: 'warning',
  fixable: false,
  why: 'The ENTRYPOINT of AWS’s images is the part that speaks SageMaker’s contract: it prepares the host name for distributed jobs, starts the training toolkit or the model server, and reads the SAGEMAKER_ variables. An ENTRYPOINT of your own replaces all of it.',
  remedy:
    'Leave ENTRYPOINT out and name your script in `SAGEMAKER_PROGRAM`. Where you need to do something first, end your script with `exec` of the base image’s own.',
  bad: [
    {
      title: 'a script of one’s own instead of the training toolkit',
      files: {
        Dockerfile: `FROM ${PYTORCH}\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n`,
        '+x start.sh': '#!/bin/bash\nexec python /opt/ml/code/train.py\n',
      },
    },
    {
      title: 'a server that rejects the word instead of the model server',
      files: {
        Dockerfile: `FROM ${INFERENCE}\nRUN pip install uvicorn\nENTRYPOINT ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8080"]\n`,
      },
    },
  ],
  good: [
    { title: 'no ENTRYPOINT', files: { Dockerfile: `FROM ${PYTORCH}\nRUN pip install numpy\n` } },
    {
      title: 'the base image’s own, written again',
      files: { Dockerfile: `FROM ${PYTORCH}\nENTRYPOINT ["bash", "-m", "start_with_right_hostname.sh"]\n` },
    },
    {
      title: 'a script that ends with the base image’s own',
      files: {
        Dockerfile: `FROM ${PYTORCH}\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n`,
        '+x start.sh': '#!/bin/bash\nexport NCCL_DEBUG=INFO\nexec bash -m start_with_right_hostname.sh "$@"\n',
      },
    },
    {
      title: 'serving from an image that is made for training',
      files: {
        Dockerfile: `# sagemaker: roles=inference\nFROM ${PYTORCH}\nCOPY serve /usr/local/bin/serve\nENTRYPOINT ["/usr/local/bin/serve"]\n`,
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
  ],
  check(subject, report) {
    const row = subject.stage.base.row;
    const { entrypoint } = subject.config;
    if (row?.kind !== 'sagemaker' || row.entrypoint === undefined || entrypoint.origin.from !== 'instruction') return;
    if (!entrypoint.value.known || !entrypoint.value.value) return;
    const lost = (
      [
        ['training', TRAIN_WORD, row.train, subject.train],
        ['inference', SERVE_WORD, row.serve, subject.serve],
      ] as const
    ).filter(([role, , answer, start]) => subject.has(role) && answer === 'answers' && !runsBaseScript(start, subject));
    const [first] = lost;
    if (!first) return;
    const nothing = lost.find(([, , , start]) => start.outcome.kind !== 'runs' && start.outcome.kind !== 'unknown');
    const word = (nothing ?? first)[1];
    report({
      range: headline(subject, entrypoint.origin.instruction),
      severity: nothing ? 'warning' : 'info',
      message: nothing
        ? `The base image answered to \`${word}\` by itself; this ENTRYPOINT replaces that, and fails. Leave it out, or end it with the base image’s own script.`
        : `This ENTRYPOINT replaces the base image’s own, which answers to \`${word}\` (host name, toolkit or model server, SAGEMAKER_ variables). Keep it unless your program does all of that; name a script in \`SAGEMAKER_PROGRAM\` instead.`,
    });
  },
});

/** The ENTRYPOINT, or a script of the context that it runs, goes on with a script of the base image. */
function runsBaseScript(start: Start, { stage, config }: Subject): boolean {
  const { entrypoint } = stage.base.row ?? {};
  const own = Array.isArray(entrypoint) ? entrypoint.map(String).filter((it) => /[/.]/.test(it)) : [];
  const names = [...BASE_ENTRY_SCRIPTS.value, ...own.map(baseName)];
  const command = config.entrypoint.value.known ? config.entrypoint.value.value : undefined;
  const texts = [command?.text ?? '', ...start.chain.map((it) => it.file?.text ?? '')];
  return names.some((name) => texts.some((text) => text.includes(name)));
}
