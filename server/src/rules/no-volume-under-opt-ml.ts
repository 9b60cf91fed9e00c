import type { Range } from 'vscode-languageserver-types';
import { OPT_ML } from '../../../contract/filesystem';
import { isWithin, normalPath } from '../../../contract/paths';
import type { Instruction, Word } from '../dockerfile/types';
import type { Edit } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { removeInstruction, replace } from './support/edits';

export const noVolumeUnderOptMl = defineRule({
  id: 'no-volume-under-opt-ml',
  summary: `No VOLUME covers ${OPT_ML}`,
  requirements: ['FS-04'],
  roles: 'any',
  severity: 'warning',
  fixable: true,
  why: `SageMaker mounts its own directories below \`${OPT_ML}\`. A VOLUME there makes Docker create an anonymous volume in the same place, which competes with them; and what later steps of the build write there is lost.`,
  remedy: 'Remove the VOLUME: SageMaker needs none.',
  bad: [
    {
      title: 'the model directory',
      files: { Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nVOLUME /opt/ml/model\n' },
    },
    {
      title: 'a parent, among others',
      files: { Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nVOLUME ["/data", "/opt"]\n' },
    },
    {
      title: 'of a stage it is built on',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim AS base\nVOLUME /data /opt/ml\nFROM base\n',
      },
    },
  ],
  good: [
    {
      title: 'elsewhere',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nVOLUME /data /opt/mlflow\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'in a stage that is not part of the image',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim AS test\nVOLUME /opt/ml\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
  ],
  check(subject, report) {
    for (const instruction of subject.stage.lineage) {
      if (instruction.keyword !== 'VOLUME') continue;
      const covering = instruction.words.filter(coversOptMl);
      for (const word of covering) {
        const path = word.value.known ? word.value.value : word.raw;
        report({
          range: word.range,
          message: `A VOLUME at \`${path}\` competes with the directories that SageMaker mounts below \`${OPT_ML}\`, and what the build writes there afterwards is lost. Remove it: SageMaker needs no VOLUME.`,
          fixes: [{ title: `Remove the VOLUME \`${path}\``, edits: [removal(subject, instruction, word)], safe: true }],
        });
      }
    }
  },
});

function coversOptMl(word: Word): boolean {
  const path = word.value.known ? normalPath(word.value.value) : undefined;
  return path !== undefined && (isWithin(path, OPT_ML) || isWithin(OPT_ML, path));
}

function removal(subject: Subject, instruction: Instruction, word: Word): Edit {
  const { words } = instruction;
  const at = words.indexOf(word);
  const next = words[at + 1];
  const previous = words[at - 1];
  if (next) return replace(span(word.range.start, next.range.start), '');
  if (previous) return replace(span(previous.range.end, word.range.end), '');
  return removeInstruction(subject, instruction);
}

function span(start: Range['start'], end: Range['end']): Range {
  return { start, end };
}
