import { nearestVariable } from '../../../contract/environment';
import { knownOr } from '../known';
import type { PythonFile } from '../python-files';
import type { Subject } from '../subject';
import { defineRule, type Report } from './rule';
import { replace, replaceIn } from './support/edits';
import { fileRange, baseName, relatedInFile } from './support/places';

const CODE = 'RUN pip install sagemaker-training\nCOPY train.py /opt/ml/code/train.py\n';
const TRAIN = 'print("training")\n';

export const sagemakerVariableIsSpelledRight = defineRule({
  id: 'sagemaker-variable-is-spelled-right',
  summary: 'Variables of SageMaker and its toolkits are spelt right',
  requirements: ['ENV-04', 'ENV-06'],
  roles: 'any',
  severity: 'warning',
  fixable: true,
  why: 'Nobody complains about a variable that nobody reads: a misspelt `SAGEMAKER_PROGRAM` is as if it were not set, and a misspelt `SM_OUTPUT_DATA_DIR` in the program is a `KeyError`, or a default that hides the mistake.',
  remedy: 'Use the name as SageMaker or the toolkit spells it.',
  bad: [
    {
      title: 'in ENV',
      files: { Dockerfile: `FROM python:3.12\n${CODE}ENV SAGEMAKER_PROGRM=train.py\n`, 'train.py': TRAIN },
    },
    {
      title: 'one of several',
      files: {
        Dockerfile: `FROM python:3.12\n${CODE}ENV SAGEMAKER_PROGRAM=train.py SAGEMAKER_SUBMIT_DIR=/opt/ml/code\n`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'in the program',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nimport os\nprint(os.environ.get("SM_OUTPUT_DATA_DRI", "/tmp"))\n',
      },
    },
    {
      title: 'a channel in the program',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nimport os\nprint(os.getenv("SM_CHANEL_TRAINING"))\n',
      },
    },
  ],
  good: [
    {
      title: 'right names',
      files: {
        Dockerfile: `FROM python:3.12\n${CODE}ENV SAGEMAKER_PROGRAM=train.py SM_LOG_LEVEL=20\n`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'a name of one’s own',
      files: {
        Dockerfile: `FROM python:3.12\n${CODE}ENV SAGEMAKER_PROGRAM=train.py SAGEMAKER_TEAM=vision\n`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'a name of one’s own that the program reads',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12\nENV SM_MODEL_DIRS=/opt/a:/opt/b\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nimport os\nprint(os.environ.get("SM_MODEL_DIRS"))\n',
      },
    },
  ],
  check(subject, report) {
    const programs = [...subject.pythonOf('train'), ...subject.pythonOf('serve')];
    checkDockerfile(subject, programs, report);
    const seen = new Set<string>();
    for (const program of programs) {
      if (seen.has(program.file.path)) continue;
      seen.add(program.file.path);
      checkProgram(subject, program, report);
    }
  },
});

function checkDockerfile(subject: Subject, programs: readonly PythonFile[], report: Report): void {
  const own = new Set(programs.flatMap((it) => it.facts.environmentReads.map((read) => read.value.name)));
  const text = subject.dockerfile.code;
  for (const instruction of subject.stage.lineage) {
    if (instruction.keyword !== 'ENV') continue;
    for (const { name: word } of instruction.pairs) {
      const name = knownOr(word.value, '');
      const right = nearestVariable(name);
      if (right === undefined || own.has(name) || new RegExp(`\\$\\{?${name.replaceAll(/\W/g, '')}\\b`).test(text))
        continue;
      report({
        range: word.range,
        message: `\`${name}\` means nothing to SageMaker and its toolkits; \`${right}\` does. Rename it, or it is as if it were not set.`,
        fixes: [{ title: `Rename it to \`${right}\``, edits: [replace(word.range, right)], safe: true }],
      });
    }
  }
}

function checkProgram(subject: Subject, { file, facts }: PythonFile, report: Report): void {
  for (const { value, range } of facts.environmentReads) {
    const right = nearestVariable(value.name);
    if (right === undefined || subject.config.env.has(value.name)) continue;
    const literal = facts.strings.find(
      (it) => it.value.text === value.name && !it.value.dynamic && isInside(it.range, range),
    );
    const effect = value.required ? 'The program ends with a `KeyError`' : 'The program never sees its value';
    report({
      range: fileRange(subject, file),
      message: `\`${baseName(file.path)}\` reads \`${value.name}\`, which nobody sets; \`${right}\` is what SageMaker’s toolkits set. ${effect}; correct the name.`,
      related: relatedInFile(file, range, `\`${value.name}\` is read here.`),
      fixes:
        literal && file.source !== undefined && file.text !== undefined
          ? [
              {
                title: `Rename it to \`${right}\``,
                edits: [replaceIn(file.source, literal.range, quoted(file.text, literal.range, right))],
                safe: true,
              },
            ]
          : [],
    });
  }
}

interface Place {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

function isInside(inner: Place, outer: Place): boolean {
  return (
    inner.start.line === outer.start.line &&
    inner.start.character >= outer.start.character &&
    inner.end.character <= outer.end.character
  );
}

/** The new name, in the quotes that stand there if the range covers them. */
function quoted(text: string, range: Place, name: string): string {
  const first = (text.split('\n')[range.start.line] ?? '').charAt(range.start.character);
  return first === '"' || first === "'" ? `${first}${name}${first}` : name;
}
