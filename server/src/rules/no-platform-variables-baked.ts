import {
  BATCH_VARIABLE,
  BIND_TO_PORT_VARIABLE,
  CREDENTIAL_VARIABLES,
  MAX_PAYLOAD_VARIABLE,
  MULTI_MODEL_VARIABLE,
  variable,
} from '../../../contract/environment';
import { SERVING_PORT } from '../../../contract/serving';
import type { Instruction, Pair } from '../dockerfile/types';
import { knownOr } from '../known';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { removePair } from './support/edits';

const START = '# sagemaker: roles=inference\nFROM python:3.12-slim\n';
const END = 'COPY serve /usr/local/bin/serve\n';
const SERVE = '#!/usr/bin/env python\nprint("serving")\n';

function example(title: string, lines: string): { title: string; files: Record<string, string> } {
  return { title, files: { Dockerfile: `${START}${lines}${END}`, '+x serve': SERVE } };
}

export const noPlatformVariablesBaked = defineRule({
  id: 'no-platform-variables-baked',
  summary: 'Variables that SageMaker sets are not set by the image',
  requirements: ['ENV-07'],
  roles: 'any',
  severity: 'warning',
  fixable: true,
  why: 'SageMaker sets these variables itself, and only in the jobs and endpoints they are about: `SAGEMAKER_BIND_TO_PORT` in pipelines, `SAGEMAKER_MULTI_MODEL` in multi-model endpoints, `TRAINING_JOB_NAME` in training jobs. A value in the image is there everywhere else too, so that the program behaves as if it ran where it does not.',
  remedy: 'Remove the variable from ENV and give the default where the program reads it.',
  bad: [
    example('a port', 'ENV SAGEMAKER_BIND_TO_PORT=8081\n'),
    example('multi-model mode among others', 'ENV PYTHONUNBUFFERED=1 SAGEMAKER_MULTI_MODEL=true\n'),
    example('the name of a job', 'ENV TRAINING_JOB_NAME my-job\n'),
    example('a limit of batch jobs, without a toolkit that reads it', 'ENV SAGEMAKER_MAX_PAYLOAD_IN_MB=100\n'),
  ],
  good: [
    example('other variables of the toolkits', 'ENV SAGEMAKER_MODEL_SERVER_WORKERS=1 MODEL_SERVER_TIMEOUT=60\n'),
    example('what is the case without the variable', 'ENV SAGEMAKER_BATCH= OTHER=1\n'),
    {
      title: 'the inference toolkit takes its limit from it',
      files: {
        Dockerfile: `${START}RUN apt-get update && apt-get install -y openjdk-17-jdk-headless\nRUN pip install sagemaker-inference multi-model-server "setuptools<80"\nENV SAGEMAKER_MAX_PAYLOAD_IN_MB=100\n${END}`,
        '+x serve': SERVE,
      },
    },
  ],
  check(subject, report) {
    for (const instruction of subject.stage.lineage) {
      if (instruction.keyword !== 'ENV') continue;
      for (const pair of instruction.pairs) {
        const name = knownOr(pair.name.value, '');
        if (!isForbidden(name, pair, subject)) continue;
        report({
          range: pair.range,
          severity: isDefault(name, pair) ? 'hint' : 'warning',
          message: `\`${name}\` is set by ${variable(name)?.setBy ?? 'SageMaker'}. A value in the image is there in all other places too. Remove it${advice(name)}.`,
          fixes: fixes(subject, instruction, pair, name),
        });
      }
    }
  },
});

function isForbidden(name: string, pair: Pair, subject: Subject): boolean {
  if (CREDENTIAL_VARIABLES.includes(name) || variable(name)?.mayBake !== false) return false;
  if (pair.value?.value.known && pair.value.value.value === '') return false;
  return name !== MAX_PAYLOAD_VARIABLE || !isReadByToolkit(subject);
}

/** The inference toolkits make it the largest request of the model server. */
function isReadByToolkit(subject: Subject): boolean {
  const row = subject.stage.base.row;
  return (
    !row ||
    row.kind === 'sagemaker' ||
    subject.packages.some((it) =>
      /^sagemaker-.*(?:inference|container)|^multi-model-server$|^torchserve$/.test(it.name),
    )
  );
}

/** The same as without the variable, so that it does no harm. */
function isDefault(name: string, pair: Pair): boolean {
  const value = pair.value ? knownOr(pair.value.value, undefined) : undefined;
  if (name === BIND_TO_PORT_VARIABLE)
    return value === String(SERVING_PORT) || pair.value?.raw === `\${${name}:-${String(SERVING_PORT)}}`;
  return (name === MULTI_MODEL_VARIABLE || name === BATCH_VARIABLE) && /^(?:false|0)$/i.test(value ?? '');
}

function advice(name: string): string {
  return name === BIND_TO_PORT_VARIABLE
    ? ` and read \`\${${name}:-${String(SERVING_PORT)}}\` when the container starts`
    : ' and give the default where it is read';
}

function fixes(
  subject: Subject,
  instruction: Instruction,
  pair: Pair,
  name: string,
): readonly { title: string; edits: readonly NonNullable<ReturnType<typeof removePair>>[]; safe: boolean }[] {
  const edit = removePair(subject, instruction, pair);
  return edit ? [{ title: `Remove \`${name}\``, edits: [edit], safe: false }] : [];
}
