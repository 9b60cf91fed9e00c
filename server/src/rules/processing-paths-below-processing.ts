import { INPUT_DATA_DIR, MODEL_DIR, OUTPUT_DATA_DIR, PROCESSING_DIR } from '../../../contract/filesystem';
import { defineRule } from './rule';
import { baseName, fileRange, relatedInFile } from './support/places';
import { programsOf } from './support/program-texts';
import { readsBelow, writesBelow } from './support/python-access';

export const processingPathsBelowProcessing = defineRule({
  id: 'processing-paths-below-processing',
  summary: `Processing programs read and write below ${PROCESSING_DIR}`,
  requirements: ['PROC-01'],
  roles: ['processing'],
  severity: 'warning',
  fixable: false,
  why: `Inputs and outputs of a processing job lie at paths that the job names, all below \`${PROCESSING_DIR}\`. \`${INPUT_DATA_DIR}\`, \`${MODEL_DIR}\` and \`${OUTPUT_DATA_DIR}\` belong to training: nothing appears there, and nothing is saved from there.`,
  remedy: `Read below \`${PROCESSING_DIR}/input\` and write below \`${PROCESSING_DIR}/output\`, the local paths of the job.`,
  bad: [
    {
      title: 'reads a channel of training',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
        'a.py': 'print(open("/opt/ml/input/data/train/a.csv").read())\n',
      },
    },
    {
      title: 'writes where training saves the model',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
        'a.py': 'open("/opt/ml/model/a.bin", "wb")\n',
      },
    },
  ],
  good: [
    {
      title: 'below processing',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
        'a.py': 'open("/opt/ml/processing/output/a.csv", "w").write(open("/opt/ml/processing/input/a.csv").read())\n',
      },
    },
    {
      title: 'an image that trains, too',
      files: {
        Dockerfile:
          '# sagemaker: roles=training,processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
        'a.py': 'open("/opt/ml/model/a.bin", "wb").write(open("/opt/ml/input/data/train/a.csv").read())\n',
      },
    },
  ],
  check(subject, report) {
    if (subject.has('training') || subject.has('inference')) return;
    for (const file of programsOf(subject, ['run'])) {
      const facts = subject.python(file);
      if (!facts) continue;
      const read = readsBelow(file, facts, [INPUT_DATA_DIR])[0];
      const write = writesBelow(file, facts, [MODEL_DIR, OUTPUT_DATA_DIR])[0];
      const found = read ?? write;
      if (!found) continue;
      const what = read ? 'reads' : 'writes';
      const effect = read ? 'nothing appears there' : 'nothing is saved from there';
      report({
        range: fileRange(subject, file),
        message: `\`${baseName(file.path)}\` ${what} \`${found.path}\` on line ${found.range.start.line + 1}, a path of training jobs: in a processing job ${effect}. Use the local paths of the job, below \`${PROCESSING_DIR}\`.`,
        related: relatedInFile(file, found.range, 'Processing jobs have no such directory.'),
      });
    }
  },
});
