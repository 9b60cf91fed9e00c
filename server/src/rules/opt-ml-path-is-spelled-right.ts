import type { Range } from 'vscode-languageserver-types';
import { OPT_ML, canonicalConfigFile, nearestOptMlPath } from '../../../contract/filesystem';
import type { Role } from '../../../contract/roles';
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
  remedy: 'Use the exact path.',
  bad: [
    {
      title: 'in the Dockerfile',
      files: { Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nENV DATA=/opt/ml/inputs/data MODEL=/opt/ml/model\n' },
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
        Dockerfile: '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
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
        Dockerfile: '# sagemaker: roles=multi-model\nFROM python:3.12-slim\nLABEL com.amazonaws.sagemaker.capabilities.multi-models=true\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("/opt/ml/models")\n',
      },
    },
  ],
  check(subject, report) {
    const { dockerfile } = subject;
    const roles = [...subject.roles.active];
    for (const { keyword, start, end, argumentsStart, argumentsText } of subject.stage.lineage) {
      // FROM names images, not paths of this one.
      if (keyword === 'FROM' || keyword === 'LABEL') continue;
      const from = Math.max(start, Math.min(argumentsStart, end));
      const text = dockerfile.code.slice(from, Math.max(from + argumentsText.length, end));
      for (const match of text.matchAll(PATH)) {
        const right = meant(match[0], roles);
        if (right === undefined) continue;
        const range = dockerfile.range(from + match.index, from + match.index + match[0].length);
        report({ range, message: message(match[0], right, undefined), fixes: [fix(right, replace(range, right))] });
      }
    }
    for (const file of programsOf(subject, jobsOf(subject))) {
      for (const { text, range } of piecesOf(subject, file, PATH)) {
        const right = meant(text, roles);
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

/** Miscased configuration files have a rule of their own. */
function meant(path: string, roles: readonly Role[]): string | undefined {
  const right = nearestOptMlPath(path, roles);
  if (right === undefined) return undefined;
  const name = baseName(path);
  const onlyName = path.slice(0, -name.length) === right.slice(0, -baseName(right).length);
  return onlyName && canonicalConfigFile(name) === name.toLowerCase() ? undefined : right;
}

function message(path: string, right: string, where: string | undefined): string {
  const subject = where === undefined ? `SageMaker knows no \`${path}\`` : `${where} names \`${path}\`, which SageMaker does not know`;
  return `${subject}: it neither puts files there nor saves what is written there. Probably \`${right}\` is meant.`;
}

function place(name: string, range: Range): string {
  return `\`${name}\`, line ${range.start.line + 1},`;
}

function fix(right: string, edit: Edit): { title: string; edits: readonly Edit[]; safe: boolean } {
  return { title: `Write \`${right}\``, edits: [edit], safe: false };
}
