import type { Pair } from '../dockerfile/types';
import { defineRule } from './rule';
import { builtStages } from './support/built-stages';

export const envIsLiteral = defineRule({
  id: 'env-is-literal',
  summary: 'ENV holds values, not commands',
  requirements: ['IMG-12'],
  roles: 'any',
  severity: 'error',
  fixable: false,
  why: 'Docker puts ENV values into the image as they are written. It never runs `$(command)` or a command in backticks: the variable holds that very text, in the build and on SageMaker.',
  remedy:
    'Write the value itself, pass it with `--build-arg`, or set the variable in the start script, where a shell runs the command.',
  bad: [
    {
      title: 'a command in PATH',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nENV PATH="$(python -m site --user-base)/bin:${PATH}"\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'a command for a variable of one’s own, with a blank in it',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nENV BUILT=$(date +%s)\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'backticks, in the old form',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nENV WORKERS `nproc`\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
  ],
  good: [
    {
      title: 'values and variables',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nENV PATH="/opt/program:${PATH}" PRICE=5$ NOTE="(a)"\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'a prompt, which a shell evaluates, and escaped texts',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nENV PS1="$(whoami)> " PROMPT_COMMAND=`date` PATTERN=\\$(x) MARK=\\`x\\`\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'backticks as the escape character',
      files: {
        Dockerfile:
          '# escape=`\n# sagemaker: roles=training\nFROM python:3.12-slim\nENV A=a` b` c\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
  ],
  check(subject, report) {
    const { escape } = subject.dockerfile;
    for (const instruction of builtStages(subject).flatMap((it) => it.instructions)) {
      if (instruction.keyword !== 'ENV') continue;
      for (const pair of instruction.pairs) {
        const command = commandIn(pair, escape);
        const name = pair.name.raw;
        if (!pair.value || command === undefined || EVALUATED.test(name)) continue;
        report({
          range: pair.value.range,
          severity:
            /^(?:PATH|SAGEMAKER_\w+)$/.test(name) && instruction.stage === subject.stage.index ? 'error' : 'warning',
          message: `Docker does not run the command: \`${name}\` holds the text \`${command}\` itself, here and on SageMaker. Write the value, or set the variable in the start script.`,
        });
      }
    }
  },
});

/** Shells evaluate the commands in these when they show a prompt. */
const EVALUATED = /^(?:PS\d|R?PROMPT|PROMPT_COMMAND)$/;

/** The beginning of a command substitution that would be one in a shell. */
function commandIn(pair: Pair, escape: string): string | undefined {
  const raw = pair.value?.raw ?? '';
  const plain = escape === '\\' ? raw.replace(/\\./gs, '  ') : raw.replace(/`./gs, '  ');
  const at = plain.search(/\$\([^(]/);
  if (at >= 0) return shorten(raw.slice(at));
  const tick = escape === '\\' ? plain.indexOf('`') : -1;
  return tick >= 0 && plain.includes('`', tick + 1) ? shorten(raw.slice(tick)) : undefined;
}

function shorten(text: string): string {
  const end = text.startsWith('`') ? text.indexOf('`', 1) : text.indexOf(')');
  const command = (end < 0 ? text : text.slice(0, end + 1)).replaceAll('`', '').replace(/["']$/, '');
  return command.length > 40 ? `${command.slice(0, 40)}…` : command;
}
