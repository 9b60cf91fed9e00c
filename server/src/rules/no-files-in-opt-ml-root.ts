import { OPT_ML, PROGRAM_DIR } from '../../../contract/filesystem';
import { defineRule } from './rule';
import { baseName } from './support/places';

export const noFilesInOptMlRoot = defineRule({
  id: 'no-files-in-opt-ml-root',
  summary: `Programs lie outside ${OPT_ML} itself`,
  requirements: ['FS-01'],
  roles: 'any',
  severity: 'hint',
  fixable: false,
  why: `\`${OPT_ML}\` belongs to SageMaker. Today it mounts directories below it and leaves files directly in it alone, and AWS's own R samples rely on that; the documentation promises nothing.`,
  remedy: `Put programs into \`${PROGRAM_DIR}\`.`,
  bad: [
    {
      title: 'a script beside the directories of SageMaker',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM r-base:4.4.1\nCOPY train.R /opt/ml/train.R\n',
        'train.R': 'print(1)\n',
      },
    },
  ],
  good: [
    {
      title: 'code in its own directory',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nRUN mkdir -p /opt/ml/code\nCOPY train.py /opt/ml/code/train.py\nENTRYPOINT ["python", "/opt/ml/code/train.py"]\n',
        'train.py': 'print(1)\n',
      },
    },
  ],
  check(subject, report) {
    const seen = new Set<string>();
    for (const file of subject.files.files) {
      const name = baseName(file.path);
      if (
        file.type !== 'file' ||
        !file.instruction ||
        !file.range ||
        file.path !== `${OPT_ML}/${name}` ||
        name.startsWith('.')
      )
        continue;
      const key = `${file.range.start.line}:${file.range.start.character}`;
      if (seen.has(key)) continue;
      seen.add(key);
      report({
        range: file.range,
        message: `\`${name}\` lies directly in \`${OPT_ML}\`, which is reserved for SageMaker. It works today; \`${PROGRAM_DIR}\` is the safe place.`,
      });
    }
  },
});
