import type { Range } from 'vscode-languageserver-types';
import { OPT_ML, canonicalConfigFile, nearestOptMlPath } from '../../../contract/filesystem';
import { isWithin, segments } from '../../../contract/paths';
import type { Edit } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { replace, replaceIn } from './support/edits';
import { baseName, fileRange, relatedInFile } from './support/places';
import { piecesOf, programsOf, type Job } from './support/program-texts';

const PATH = /(?<![\w.$}/-])\/[Oo][Pp][Tt]\/[Mm][Ll](?:\/[\w.-]+)*/g;

export const optMlPathIsSpelledRight = defineRule({
  id: 'opt-ml-path-is-spelled-right',
  summary: `Paths below ${OPT_ML} are spelled as SageMaker spells them`,
  requirements: ['FS-05', 'FS-13'],
  roles: ['training', 'inference', 'processing'],
  severity: 'warning',
  fixable: true,
  why: `SageMaker gives a meaning to exact paths only. What a program writes to \`${OPT_ML}/models\` or \`${OPT_ML}/outputs\` is thrown away with the container, and nothing ever appears in \`${OPT_ML}/inputs\`.`,
  remedy: 'Use the exact path; names of your own are fine when they are not close to one of SageMaker’s.',
  bad: [
    {
      title: 'in the Dockerfile',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nENV DATA=/opt/ml/inputs/data MODEL=/opt/ml/model\n',
      },
    },
    {
      title: 'in a RUN and in another case',
      files: { Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nRUN mkdir -p /opt/ML/input/data\n' },
    },
    {
      title: 'the directory of multi-model endpoints in a training program',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nopen("/opt/ml/models/a.bin", "wb")\n',
      },
    },
    {
      title: 'in a program of a processing job',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
        'a.py': 'print(open("/opt/ml/procesing/input/a.csv").read())\n',
      },
    },
  ],
  good: [
    {
      title: 'right paths and paths of its own',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\n# once /opt/ml/inputs\nFROM python:3.12-slim\nENV DATA=/opt/ml/input/data MINE=/opt/ml/program OTHER=/srv/opt/ml/inputs\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\n# /opt/ml/models\nopen("/opt/ml/model/a.bin", "wb")\n',
      },
    },
    {
      title: 'the directory of multi-model endpoints where it belongs',
      files: {
        Dockerfile:
          '# sagemaker: roles=multi-model\nFROM python:3.12-slim\nLABEL com.amazonaws.sagemaker.capabilities.multi-models=true\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("/opt/ml/models")\n',
      },
    },
    {
      title: 'a place that the build fills itself',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY a.bin /opt/ml/models/a.bin\nCOPY words /opt/ml/inputs\nCOPY serve /usr/local/bin/serve\n',
        'a.bin': 'x\n',
        'words/a.txt': 'x\n',
        '+x serve': '#!/usr/bin/env python\nprint("/opt/ml/models/a.bin", "/opt/ml/inputs/a.txt")\n',
      },
    },
  ],
  check(subject, report) {
    for (const instruction of subject.stage.lineage) {
      // FROM names images, not paths of this one.
      if (instruction.keyword === 'FROM' || instruction.keyword === 'LABEL') continue;
      for (const match of instruction.code.slice(instruction.argumentsAt).matchAll(PATH)) {
        const right = meant(match[0], subject);
        if (right === undefined) continue;
        const from = instruction.argumentsAt + match.index;
        const range = instruction.within(from, from + match[0].length);
        report({ range, message: message(match[0], right, undefined), fixes: [fix(right, replace(range, right))] });
      }
    }
    for (const file of programsOf(subject, jobsOf(subject))) {
      for (const { text, range } of piecesOf(subject, file, PATH)) {
        const right = meant(text, subject);
        if (right === undefined) continue;
        report({
          range: fileRange(subject, file),
          message: message(text, right, place(baseName(file.path), range)),
          related: relatedInFile(file, range, `Probably \`${right}\` is meant.`),
          fixes: file.source === undefined ? [] : [fix(right, replaceIn(file.source, range, right))],
        });
      }
    }
  },
});

function jobsOf(subject: Subject): readonly Job[] {
  return [
    ...(subject.has('training') ? (['train'] as const) : []),
    ...(subject.has('inference') ? (['serve'] as const) : []),
    ...(subject.has('processing') ? (['run'] as const) : []),
  ];
}

/** What was probably meant. Miscased configuration files have a rule of their own, and a place that the build fills works under any name. */
function meant(path: string, subject: Subject): string | undefined {
  // An image that serves may keep models of its own in /opt/ml/models.
  const right = nearestOptMlPath(path, subject.has('inference') ? undefined : subject.roles.active);
  if (right === undefined) return undefined;
  const parts = segments(path);
  const wrong = parts.findIndex((it, index) => it !== segments(right)[index]);
  const place = `/${parts.slice(0, wrong + 1).join('/')}`;
  const name = parts[wrong] ?? '';
  if (wrong === parts.length - 1 && canonicalConfigFile(name) === name.toLowerCase()) return undefined;
  const filled = subject.files.copies.some(
    ({ destination }) => destination !== undefined && isWithin(destination, place),
  );
  return filled || subject.files.under(place).length > 0 ? undefined : right;
}

function message(path: string, right: string, where: string | undefined): string {
  const subject =
    where === undefined
      ? `SageMaker knows no \`${path}\``
      : `${where} names \`${path}\`, which SageMaker does not know`;
  return `${subject}: it neither puts files there nor saves what is written there. Probably \`${right}\` is meant.`;
}

function place(name: string, range: Range): string {
  return `\`${name}\`, line ${range.start.line + 1},`;
}

function fix(right: string, edit: Edit): { title: string; edits: readonly Edit[]; safe: boolean } {
  return { title: `Write \`${right}\``, edits: [edit], safe: false };
}
