import { PROGRAM_VARIABLE } from '../../../contract/environment';
import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import type { Instruction, Pair, Stage } from '../dockerfile/types';
import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule, type Report } from './rule';
import { lostStages, stageName } from './support/built-stages';
import { appendToStage } from './support/edits';
import { headline } from './support/places';

export const settingsInFinalStage = defineRule({
  id: 'settings-in-final-stage',
  summary: 'ENTRYPOINT, PATH and SAGEMAKER_PROGRAM are set in the stage that is shipped',
  requirements: ['IMG-12'],
  roles: ['training', 'inference'],
  severity: 'error',
  fixable: true,
  why: 'A stage inherits settings only from the image its FROM names. `COPY --from=builder` brings files, but not the ENTRYPOINT, the PATH or any other variable of `builder`: the final image has none of them, and Docker finds nothing to run for `train` or `serve`.',
  remedy: 'Repeat ENTRYPOINT and ENV in the last stage, or let the last stage begin with `FROM builder`.',
  bad: [
    {
      title: 'the ENTRYPOINT stays in the builder',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12 AS builder\nCOPY serve.py /app/serve.py\nENTRYPOINT ["python", "/app/serve.py"]\nFROM python:3.12-slim\nCOPY --from=builder /app /app\n',
        'serve.py': 'print("serving")\n',
      },
    },
    {
      title: 'PATH stays in the builder',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12 AS builder\nENV PATH="/opt/program:${PATH}"\nRUN pip install --prefix=/install flask\nFROM python:3.12-slim\nCOPY serve /opt/program/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
    {
      title: 'the program’s variable stays in the builder',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12 AS builder\nENV SAGEMAKER_PROGRAM=train.py\nCOPY train.py /opt/ml/code/train.py\nFROM python:3.12-slim\nCOPY --from=builder /opt/ml/code /opt/ml/code\n',
        'train.py': 'print(1)\n',
      },
    },
  ],
  good: [
    {
      title: 'repeated in the last stage',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12 AS builder\nCOPY serve.py /app/serve.py\nENTRYPOINT ["python", "/app/serve.py"]\nFROM python:3.12-slim\nCOPY --from=builder /app /app\nENTRYPOINT ["python", "/app/serve.py"]\n',
        'serve.py': 'print("serving")\n',
      },
    },
    {
      title: 'the last stage builds on the one that sets it',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim AS runtime\nCOPY serve.py /app/serve.py\nENTRYPOINT ["python", "/app/serve.py"]\nFROM runtime\nRUN pip install numpy\n',
        'serve.py': 'print("serving")\n',
      },
    },
    {
      title: 'another way to answer',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12 AS check\nENV PATH="/usr/local/bin:${PATH}"\nENTRYPOINT ["pytest"]\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
  ],
  check(subject, report) {
    const words = [
      ...(subject.has('training') && subject.train.outcome.kind === 'not-found' ? [TRAIN_WORD] : []),
      ...(subject.has('inference') && subject.serve.outcome.kind === 'not-found' ? [SERVE_WORD] : []),
    ];
    const { entrypoint } = subject.config;
    if (!entrypoint.value.known || entrypoint.value.value) return;
    const stages = lostStages(subject).toReversed();
    for (const word of words) {
      if (
        stages.some((it) => reportEntrypoint(subject, it, word, report) || reportVariables(subject, it, word, report))
      )
        return;
    }
  },
});

function reportEntrypoint(subject: Subject, stage: Stage, word: string, report: Report): boolean {
  const { entrypoint } = stage.config;
  if (entrypoint.origin.from !== 'instruction' || !entrypoint.value.known || !entrypoint.value.value) return false;
  const { instruction } = entrypoint.origin;
  if (instruction.stage !== stage.index) return false;
  report({
    range: headline(subject, instruction),
    message: lost(stage, 'This ENTRYPOINT', word),
    fixes: repeatable(subject, instruction) ? [repeat(subject, instruction.text)] : [],
  });
  return true;
}

function reportVariables(subject: Subject, stage: Stage, word: string, report: Report): boolean {
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'ENV' || instruction.onbuild) continue;
    for (const pair of instruction.pairs) {
      const name = pair.name.raw;
      const folder = name === 'PATH' ? folderOf(subject, pair, word) : undefined;
      if (folder === undefined && (name !== PROGRAM_VARIABLE || word !== TRAIN_WORD || subject.config.env.has(name)))
        continue;
      report({
        range: pair.range,
        message: lost(stage, folder === undefined ? `\`${name}\`` : `This PATH with \`${folder}\``, word),
        fixes: folder === undefined ? [] : [repeat(subject, `ENV PATH="${folder}:\${PATH}"`)],
      });
      return true;
    }
  }
  return false;
}

function lost(stage: Stage, what: string, word: string): string {
  return `${what} is set in stage ${stageName(stage)} only, and the final stage does not build on it: the image loses it, and \`docker run IMAGE ${word}\` finds nothing to run. Repeat it in the final stage.`;
}

/** The folder of that PATH which holds the program in the final image. */
function folderOf(subject: Subject, pair: Pair, word: string): string | undefined {
  const folders = (pair.value?.raw ?? '').replace(/["']/g, '').split(':');
  return folders.find(
    (it) => it.startsWith('/') && subject.files.lookup(`${it.replace(/\/$/, '')}/${word}`).state === 'present',
  );
}

/** Its files are in the final image too, and it needs no variable. */
function repeatable(subject: Subject, instruction: Instruction): boolean {
  if (!instruction.exec || instruction.heredocs.length > 0) return false;
  const paths = instruction.words.flatMap((it) =>
    it.value.known && it.value.value.startsWith('/') ? [it.value.value] : [],
  );
  return paths.length > 0 && paths.every((it) => subject.files.lookup(it).state === 'present');
}

function repeat(subject: Subject, line: string): Fix {
  return { title: `Repeat \`${line}\` in the final stage`, edits: [appendToStage(subject, line)], safe: false };
}
