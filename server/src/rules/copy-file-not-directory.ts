import { PROGRAM_VARIABLE } from '../../../contract/environment';
import { CODE_DIR, OPT_ML, PROGRAM_DIR, optMlPath } from '../../../contract/filesystem';
import { joinInside } from '../context/paths';
import type { CopyStep } from '../context/types';
import type { Word } from '../dockerfile/types';
import type { Edit } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { replace } from './support/edits';
import { baseName } from './support/places';

export const copyFileNotDirectory = defineRule({
  id: 'copy-file-not-directory',
  summary: 'A single file is copied into a directory, not to a file of the directory’s name',
  requirements: ['TK-02', 'FS-01'],
  roles: 'any',
  severity: 'error',
  fixable: true,
  why: `\`COPY train.py ${CODE_DIR}\` makes a *file* called \`code\` when there is no such directory yet. Nothing then finds \`${CODE_DIR}/train.py\`. With a slash at the end Docker makes the directory.`,
  remedy: 'End the destination with `/`, or name the file in it.',
  bad: [
    {
      title: 'the program of the toolkit',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12\nRUN pip install sagemaker-training\nCOPY train.py /opt/ml/code\nENV SAGEMAKER_PROGRAM=train.py\n',
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'the directory is named later',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /srv/work\nENTRYPOINT ["python", "/srv/work/train.py"]\n',
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'quoted, and worked in later',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY ["train.py", "/opt/program"]\nWORKDIR /opt/program\n',
        'train.py': 'print(1)\n',
      },
    },
  ],
  good: [
    {
      title: 'a slash, a directory that exists, a new name, and several files',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nWORKDIR /opt/program\nCOPY train.py /opt/program\nCOPY train.py /opt/ml/code/\nCOPY train.py a.py /srv/work/\nCOPY run.sh /usr/local/bin/train\n',
        'train.py': 'print(1)\n',
        'a.py': 'print(1)\n',
        '+x run.sh': '#!/bin/bash\npython /opt/program/train.py\npython /srv/work/a.py\n',
      },
    },
    {
      title: 'an unknown base may have the directory',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nARG BASE\nFROM ${BASE}\nCOPY train.py /opt/ml/code\nENTRYPOINT ["python", "/opt/ml/code/train.py"]\n',
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'a folder',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY src.d /opt/ml/code\nENTRYPOINT ["python", "/opt/ml/code/train.py"]\n',
        'src.d/train.py': 'print(1)\n',
      },
    },
  ],
  check(subject, report) {
    for (const step of subject.files.copies) {
      const source = singleFile(step);
      const target = step.destination;
      const word = step.instruction.words.at(-1);
      if (source === undefined || target === undefined || !word || !becomesFile(subject, step, target)) continue;
      if (!isMeantAsDirectory(subject, target, baseName(source))) continue;
      const breaksToolkit = target === CODE_DIR && programName(subject) === baseName(source);
      const consequence = breaksToolkit
        ? `the toolkit looks for \`${CODE_DIR}/${baseName(source)}\` and training fails`
        : `nothing finds \`${joinInside(target, baseName(source))}\``;
      report({
        range: word.range,
        severity: breaksToolkit ? 'error' : 'warning',
        message: `There is no directory \`${target}\` yet, so this makes \`${baseName(source)}\` a file called \`${baseName(target)}\`: ${consequence}. End the destination with \`/\`.`,
        fixes: [{ title: 'End the destination with `/`', edits: [slash(word, step.instruction.exec)], safe: true }],
      });
    }
  },
});

/** The one source of the step, when its name has an extension as files have. */
function singleFile({ sources, from }: CopyStep): string | undefined {
  const [source, ...others] = sources;
  if (!source || others.length > 0 || from !== undefined || source.pattern === undefined) return undefined;
  if (source.state === 'missing' || source.state === 'ignored' || /[*?[]|:\/\//.test(source.pattern)) return undefined;
  return /[^/]\.[A-Za-z0-9]{1,6}$/.test(source.pattern) && !/\.(?:d|tar|t?gz|zip|bz2|xz)$/.test(source.pattern)
    ? source.pattern
    : undefined;
}

/** It surely was no directory when the step ran; a WORKDIR of that name may follow. */
function becomesFile(subject: Subject, { instruction }: CopyStep, target: string): boolean {
  if (target.endsWith('/') || baseName(target).includes('.')) return false;
  const found = subject.files.lookup(target);
  if (found.state !== 'present' || found.file.instruction === undefined) return false;
  const { file } = found;
  const overwritten = file.instruction?.keyword === 'WORKDIR' && file.instruction.index > instruction.index;
  if (file.type === 'file') return subject.files.lookup(joinInside(target, 'any-file')).state === 'absent';
  return overwritten && subject.stage.base.row !== undefined && subject.files.under(target).length === 0;
}

/** A directory that SageMaker knows, or one that other instructions look into. */
function isMeantAsDirectory(subject: Subject, target: string, name: string): boolean {
  const known = target === OPT_ML ? undefined : optMlPath(target);
  if (known?.path === target && known.kind === 'directory') return true;
  if (target === PROGRAM_DIR) return true;
  const { code } = subject.dockerfile;
  return code.includes(`${target}/${name}`) || workedIn(subject, target);
}

function workedIn(subject: Subject, target: string): boolean {
  const { workdir } = subject.config;
  return workdir.value.known && (workdir.value.value === target || workdir.value.value.startsWith(`${target}/`));
}

function programName(subject: Subject): string | undefined {
  const setting = subject.config.env.get(PROGRAM_VARIABLE);
  return setting?.value.known ? setting.value.value : undefined;
}

/** Inside the quotes when there are some. */
function slash({ raw, inner }: Word, exec: boolean): Edit {
  const quoted = !exec && /["']$/.test(raw);
  const at = { line: inner.end.line, character: inner.end.character - (quoted ? 1 : 0) };
  return replace({ start: at, end: at }, '/');
}
