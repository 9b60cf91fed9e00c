import { CACHE_VARIABLES, OFFLINE_VARIABLES } from '../../../contract/cache-variables';
import { MODEL_DIR, SCRATCH_DIR } from '../../../contract/filesystem';
import { isWithin, normalPath } from '../../../contract/paths';
import type { ImageFile } from '../context/types';
import type { Setting } from '../dockerfile/types';
import type { Fix, Severity } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule, type Report } from './rule';
import { replace } from './support/edits';
import { baseName, fileRange, relatedInFile, settingRange } from './support/places';
import { catchesFailures } from './support/python-access';

export const modelDirIsReadOnly = defineRule({
  id: 'model-dir-is-read-only',
  summary: `Serving writes nothing below ${MODEL_DIR}`,
  requirements: ['FS-09'],
  roles: ['inference'],
  severity: 'error',
  fixable: true,
  why: `On an endpoint the model is mounted at \`${MODEL_DIR}\` read-only: creating a file there ends with \`OSError: [Errno 30] Read-only file system\`. SageMaker's local mode mounts it writable and hides the defect.`,
  remedy: `Write below \`${SCRATCH_DIR}\`; copy the model there first when a library insists on writing beside it.`,
  bad: [
    {
      title: 'a cache below the model directory',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nENV HF_HOME=/opt/ml/model/cache\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'the serving program writes there',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve':
          '#!/usr/bin/env python\nwith open("/opt/ml/model/log.txt", "w") as log:\n    log.write("started")\n',
      },
    },
    {
      title: 'one program trains and serves',
      files: {
        Dockerfile:
          '# sagemaker: roles=training,inference\nFROM python:3.12-slim\nCOPY main.py /opt/program/main.py\nENTRYPOINT ["python", "/opt/program/main.py"]\n',
        'main.py': 'import sys\nif sys.argv[1] == "serve":\n    open("/opt/ml/model/log.txt", "w")\n',
      },
    },
  ],
  good: [
    {
      title: 'caches and logs elsewhere',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nENV HF_HOME=/tmp/hf MODEL=/opt/ml/model\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint(open("/opt/ml/model/a.txt").read())\nopen("/tmp/log.txt", "w")\n',
      },
    },
    {
      title: 'a training image saves there',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nENV HF_HOME=/opt/ml/model/cache\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nopen("/opt/ml/model/a.txt", "w")\n',
      },
    },
    {
      title: 'the training program of an image for both saves there, and serving makes sure that the directory exists',
      files: {
        Dockerfile: '# sagemaker: roles=training,inference\nFROM python:3.12-slim\nCOPY train serve /usr/local/bin/\n',
        '+x train': '#!/usr/bin/env python\nopen("/opt/ml/model/a.txt", "w")\n',
        '+x serve': '#!/usr/bin/env python\nimport os\nos.makedirs("/opt/ml/model", exist_ok=True)\n',
      },
    },
    {
      title: 'a cache that is only read',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nENV HF_HOME=/opt/ml/model/hf HF_HUB_OFFLINE=1\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
  ],
  check(subject, report) {
    reportCaches(subject, report);
    reportWrites(subject, report);
  },
});

function reportCaches(subject: Subject, report: Report): void {
  const { env } = subject.config;
  if (OFFLINE_VARIABLES.some((name) => env.has(name))) return;
  for (const name of CACHE_VARIABLES) {
    const setting = env.get(name);
    if (!setting?.value.known || setting.origin.from !== 'instruction') continue;
    if (!isInModel(setting.value.value)) continue;
    report({
      range: settingRange(subject, setting),
      severity: 'warning',
      message: `\`${name}\` puts a cache below \`${MODEL_DIR}\`, which is read-only on an endpoint: the library can't write it and may fail. Point it to \`${SCRATCH_DIR}\`.`,
      fixes: cacheFixes(name, setting),
    });
  }
}

function cacheFixes(name: string, { origin }: Setting<string>): readonly Fix[] {
  if (origin.from !== 'instruction') return [];
  const pair = origin.instruction.pairs.find((it) => it.name.value.known && it.name.value.value === name);
  if (!pair?.value) return [];
  const folder = `${SCRATCH_DIR}/${name.toLowerCase().replaceAll('_', '-')}`;
  return [{ title: `Set \`${name}\` to \`${folder}\``, edits: [replace(pair.value.range, folder)], safe: true }];
}

function reportWrites(subject: Subject, report: Report): void {
  const training = new Set(subject.has('training') ? subject.pythonOf('train').map((it) => it.file.path) : []);
  for (const { file, facts } of subject.pythonOf('serve')) {
    const write = facts.writes.find(({ value }) => isInModel(value) && normalPath(value) !== MODEL_DIR);
    if (!write) continue;
    const line = write.range.start.line;
    report({
      range: fileRange(subject, file),
      severity: severityOf(file, line, training.has(file.path)),
      message: `\`${baseName(file.path)}\` writes to \`${write.value}\` on line ${line + 1}, but \`${MODEL_DIR}\` is read-only on an endpoint, and serving ends with "Read-only file system". Write below \`${SCRATCH_DIR}\`.`,
      related: relatedInFile(file, write.range, `\`${MODEL_DIR}\` can't be written when serving.`),
    });
  }
}

/** A program that trains, too, writes there with good reason; a directory may be there already, and a failure be caught. */
function severityOf(file: ImageFile, line: number, trains: boolean): Severity {
  if (trains) return 'hint';
  const isDirectory = /mkdir|makedirs/.test(file.text?.split(/\r\n|\r|\n/)[line] ?? '');
  return isDirectory || catchesFailures(file) ? 'warning' : 'error';
}

function isInModel(path: string): boolean {
  const normal = normalPath(path);
  return normal !== undefined && isWithin(normal, MODEL_DIR);
}
