import type { Instruction } from '../dockerfile/types';
import type { Fix } from '../lint/finding';
import { defineRule } from './rule';
import { replace } from './support/edits';
import { headline } from './support/places';

export const entrypointIsValidJson = defineRule({
  id: 'entrypoint-is-valid-json',
  summary: 'An ENTRYPOINT that begins like a JSON array is one',
  requirements: ['LAUNCH-04'],
  roles: ['training', 'inference', 'processing'],
  severity: 'error',
  fixable: true,
  why: 'Docker takes an array that is not valid JSON (single quotes, a missing quote or comma) as the shell form and says nothing. `/bin/sh` then looks for a program called `[` or `[python,`, and the container dies at start.',
  remedy: 'Use double quotes around every element and commas between them: `["python", "app.py"]`.',
  bad: [
    {
      title: 'single quotes',
      files: {
        Dockerfile:
          "# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/train.py\nENTRYPOINT ['python', '/opt/program/train.py']\n",
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'a missing quote',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/train.py\nENTRYPOINT [ "python", /opt/program/train.py]\n',
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'CMD of a processing image',
      files: {
        Dockerfile:
          "# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY process.py /opt/program/process.py\nCMD ['python', '/opt/program/process.py']\n",
        'process.py': 'print(1)\n',
      },
    },
  ],
  good: [
    {
      title: 'valid',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/train.py\nENTRYPOINT ["python", "/opt/program/train.py"]\n',
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'a CMD that SageMaker replaces',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/train.py\nENTRYPOINT ["python", "/opt/program/train.py"]\nCMD [\'--epochs\', \'3\']\n',
        'train.py': 'print(1)\n',
      },
    },
  ],
  check(subject, report) {
    const { entrypoint, cmd } = subject.config;
    const settings = subject.has('processing') ? [entrypoint, cmd] : [entrypoint];
    for (const { origin, value } of settings) {
      if (origin.from !== 'instruction' || !value.known || !value.value?.looksLikeJson) continue;
      const { instruction } = origin;
      const range = headline(subject, instruction);
      report({
        range,
        message: `This is not valid JSON, so Docker runs it through \`/bin/sh\` as one line and the container dies at start. Put double quotes around every element and commas between them.`,
        fixes: repair(instruction, range),
      });
    }
  },
});

function repair(instruction: Instruction, range: Parameters<typeof replace>[0]): readonly Fix[] {
  const inner = /^\[([\s\S]*)\]$/.exec(instruction.argumentsText.trim())?.[1];
  if (inner === undefined) return [];
  const elements = inner.split(',').map((it) => it.trim().replace(/^(['"]?)([\s\S]*?)(['"]?)$/, '$2'));
  while (elements.length > 0 && elements[elements.length - 1] === '') elements.pop();
  if (elements.length === 0 || elements.some((it) => it === '' || /["'[\]\\]/.test(it))) return [];
  const line = `${instruction.keyword} [${elements.map((it) => JSON.stringify(it)).join(', ')}]`;
  return [{ title: `Write \`${line}\``, edits: [replace(range, line)], safe: true }];
}
