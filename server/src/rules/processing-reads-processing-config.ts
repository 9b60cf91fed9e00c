import { INPUT_CONFIG_DIR, PROCESSING_CONFIG_DIR, PROCESSING_CONFIG_FILES } from '../../../contract/filesystem';
import { defineRule } from './rule';
import { replaceIn } from './support/edits';
import { baseName, fileRange, relatedInFile } from './support/places';
import { piecesOf, programsOf } from './support/program-texts';

const PATH = new RegExp(`(?<![\\w.$}/-])${INPUT_CONFIG_DIR}(?:/[\\w.-]+)?(?![\\w./-])`, 'g');

export const processingReadsProcessingConfig = defineRule({
  id: 'processing-reads-processing-config',
  summary: `Processing programs look for their configuration in ${PROCESSING_CONFIG_DIR}`,
  requirements: ['PROC-02'],
  roles: ['processing'],
  severity: 'warning',
  fixable: true,
  why: `A processing job has its configuration in \`${PROCESSING_CONFIG_DIR}\`: \`processingjobconfig.json\` and \`resourceconfig.json\`. \`${INPUT_CONFIG_DIR}\` belongs to training and does not exist there.`,
  remedy: `Read \`${PROCESSING_CONFIG_DIR}/resourceconfig.json\`; arguments come on the command line or as environment variables.`,
  bad: [
    {
      title: 'the path of training',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
        'a.py': 'print(open("/opt/ml/input/config/resourceconfig.json").read())\n',
      },
    },
    {
      title: 'hyperparameters',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY a.sh /opt/program/a.sh\nENTRYPOINT ["bash", "/opt/program/a.sh"]\n',
        'a.sh': 'cat /opt/ml/input/config/hyperparameters.json\n',
      },
    },
  ],
  good: [
    {
      title: 'the path of processing',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
        'a.py':
          '# not /opt/ml/input/config/resourceconfig.json\nprint(open("/opt/ml/config/resourceconfig.json").read())\n',
      },
    },
    {
      title: 'an image that trains, too, or that tries both',
      files: {
        Dockerfile:
          '# sagemaker: roles=training,processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
        'a.py': 'print(open("/opt/ml/input/config/resourceconfig.json").read())\n',
      },
    },
    {
      title: 'tries both',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY a.py /opt/program/a.py\nENTRYPOINT ["python", "/opt/program/a.py"]\n',
        'a.py':
          'import os\nfor it in ["/opt/ml/config/resourceconfig.json", "/opt/ml/input/config/resourceconfig.json"]:\n    print(os.path.exists(it))\n',
      },
    },
  ],
  check(subject, report) {
    if (subject.has('training') || subject.has('inference')) return;
    for (const file of programsOf(subject, ['run'])) {
      if (file.text?.includes(`${PROCESSING_CONFIG_DIR}/`)) continue;
      for (const { text, range } of piecesOf(subject, file, PATH)) {
        const name = text.slice(INPUT_CONFIG_DIR.length + 1);
        const right = PROCESSING_CONFIG_FILES.some((it) => it === name)
          ? `${PROCESSING_CONFIG_DIR}/${name}`
          : undefined;
        report({
          range: fileRange(subject, file),
          message: `\`${baseName(file.path)}\` uses \`${text}\` on line ${range.start.line + 1}, which only training jobs have; a processing job has its configuration in \`${PROCESSING_CONFIG_DIR}\`. ${right === undefined ? 'There is no such file for processing: pass arguments or environment variables.' : `Read \`${right}\`.`}`,
          related: relatedInFile(file, range, 'This path belongs to training jobs.'),
          fixes:
            right === undefined || file.source === undefined
              ? []
              : [{ title: `Read \`${right}\``, edits: [replaceIn(file.source, range, right)], safe: false }],
        });
      }
    }
  },
});
