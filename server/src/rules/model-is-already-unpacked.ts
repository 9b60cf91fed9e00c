import { MODEL_DIR } from '../../../contract/filesystem';
import { MODEL_ARCHIVE } from '../../../contract/model-archive';
import { defineRule } from './rule';
import { baseName, fileRange, relatedInFile } from './support/places';
import { programsOf } from './support/program-texts';
import { readsBelow } from './support/python-access';

const DOCKERFILE =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY app.py /opt/program/app.py\nENTRYPOINT ["python", "/opt/program/app.py"]\n';

export const modelIsAlreadyUnpacked = defineRule({
  id: 'model-is-already-unpacked',
  summary: `Serving reads the files in ${MODEL_DIR}, not an archive of them`,
  requirements: ['FS-10'],
  roles: ['inference'],
  severity: 'error',
  fixable: false,
  why: `SageMaker fetches \`${MODEL_ARCHIVE}\` and unpacks it into \`${MODEL_DIR}\` before the container starts. The archive itself is not there, so opening it fails and the health check with it.`,
  remedy: `Open the files that are in the archive: \`${MODEL_DIR}/model.joblib\`.`,
  bad: [
    {
      title: 'opens the archive',
      files: {
        Dockerfile: DOCKERFILE,
        'app.py': `import tarfile\ntarfile.open("${MODEL_DIR}/${MODEL_ARCHIVE}").extractall("/tmp")\n`,
      },
    },
  ],
  good: [
    {
      title: 'opens what was in it',
      files: { Dockerfile: DOCKERFILE, 'app.py': `print(open("${MODEL_DIR}/model.json").read())\n` },
    },
    {
      title: 'an archive within the archive, looked for first',
      files: {
        Dockerfile: DOCKERFILE,
        'app.py': `import os, tarfile\npath = "${MODEL_DIR}/${MODEL_ARCHIVE}"\nif os.path.exists(path):\n    tarfile.open(path).extractall("/tmp")\n`,
      },
    },
  ],
  check(subject, report) {
    for (const file of programsOf(subject, ['serve'])) {
      const facts = subject.python(file);
      const read = facts && readsBelow(file, facts, [MODEL_DIR]).find((it) => baseName(it.path) === MODEL_ARCHIVE);
      if (!read) continue;
      report({
        range: fileRange(subject, file),
        message: `\`${baseName(file.path)}\` opens \`${read.path}\` on line ${read.range.start.line + 1}, and SageMaker has unpacked that archive into \`${MODEL_DIR}\` already: it is not there, and the server fails. Open the files themselves.`,
        related: relatedInFile(file, read.range, 'There is no such file on an endpoint.'),
      });
    }
  },
});
