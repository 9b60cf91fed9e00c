import { INPUT_DATA_DIR, SCRATCH_DIR } from '../../../contract/filesystem';
import { defineRule } from './rule';
import { baseName, fileRange, relatedInFile } from './support/places';
import { writesBelow } from './support/python-access';

export const inputIsNotWritten = defineRule({
  id: 'input-is-not-written',
  summary: `Training writes nothing below ${INPUT_DATA_DIR}`,
  requirements: ['FS-15'],
  roles: ['training'],
  severity: 'warning',
  fixable: false,
  why: `Channels belong to SageMaker. In FastFile and Pipe mode they can't be written at all, and what is written there is never saved.`,
  remedy: `Write scratch files below \`${SCRATCH_DIR}\`.`,
  bad: [
    {
      title: 'a file beside the training data',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nopen("/opt/ml/input/data/training/cache.bin", "wb")\n',
      },
    },
  ],
  good: [
    {
      title: 'it reads there and writes elsewhere',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\n',
        '+x train':
          '#!/usr/bin/env python\nimport os\nos.makedirs("/opt/ml/input/data/training", exist_ok=True)\nprint(open("/opt/ml/input/data/training/a.csv").read())\nopen("/opt/ml/model/a.bin", "wb")\n',
      },
    },
  ],
  check(subject, report) {
    for (const { file, facts } of subject.pythonOf('train')) {
      const write = writesBelow(file, facts, [INPUT_DATA_DIR])[0];
      if (!write) continue;
      report({
        range: fileRange(subject, file),
        message: `\`${baseName(file.path)}\` writes \`${write.path}\` on line ${write.range.start.line + 1}, but channels may be read-only (FastFile mode) and are never saved. Write below \`${SCRATCH_DIR}\`.`,
        related: relatedInFile(file, write.range, 'Channels are for reading.'),
      });
    }
  },
});
