import type { Range } from 'vscode-languageserver-types';
import { CODE_DIR } from '../../../contract/opt-ml';
import type { ImageFile } from '../context/types';
import type { Subject } from '../subject';
import { defineRule, type Report } from './rule';
import { startsOf } from './support/failed-files';
import { baseName, fileRange, relatedInFile } from './support/places';
import { hasTrainingToolkit } from './support/toolkit-presence';

const START = 'FROM python:3.12\nRUN pip install sagemaker-training\nENV SAGEMAKER_PROGRAM=train.py\n';
const TRAIN = 'print("training")\n';
const OWN = '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n';

export const trainingRequirementsAtBuild = defineRule({
  id: 'training-requirements-at-build',
  summary: 'Python packages are installed when the image is built, not when it starts',
  requirements: ['NET-02'],
  roles: ['training', 'inference'],
  severity: 'warning',
  fixable: false,
  why: 'What is installed at start is downloaded again on every host of every job and endpoint. It fails with network isolation or in a VPC without a way out, when the index has a bad day, and it can bring other versions than the ones you tested.',
  remedy: 'Install them by `RUN pip install` in the Dockerfile.',
  bad: [
    {
      title: 'the start script installs packages',
      files: {
        Dockerfile: OWN,
        '+x serve':
          '#!/bin/bash\nset -e\npip install flask gunicorn\nexec gunicorn --bind 0.0.0.0:8080 --timeout 60 --threads 4 app:app\n',
      },
    },
    {
      title: 'the program installs packages',
      files: {
        Dockerfile: OWN,
        '+x serve':
          '#!/usr/bin/env python\nimport subprocess, sys\nsubprocess.check_call([sys.executable, "-m", "pip", "install", "torch"])\n',
      },
    },
    {
      title: 'the toolkit installs what lies beside the script',
      files: {
        Dockerfile: `${START}COPY train.py requirements.txt /opt/ml/code/\n`,
        'train.py': TRAIN,
        'requirements.txt': 'pandas\n',
      },
    },
  ],
  good: [
    {
      title: 'installed in the build too',
      files: {
        Dockerfile: `${START}COPY train.py requirements.txt /opt/ml/code/\nRUN pip install -r /opt/ml/code/requirements.txt\n`,
        'train.py': TRAIN,
        'requirements.txt': 'pandas\n',
      },
    },
    {
      title: 'what the job brings',
      files: {
        Dockerfile: OWN,
        '+x serve':
          '#!/bin/bash\nset -e\nif [ -f /opt/ml/model/code/requirements.txt ]; then pip install -r /opt/ml/model/code/requirements.txt; fi\nexec python -m http.server 8080\n',
      },
    },
    {
      title: 'only said in a comment',
      files: {
        Dockerfile: OWN,
        '+x serve': '#!/bin/bash\nset -e\n# pip install flask\nexec python -m http.server 8080\n',
      },
    },
  ],
  check(subject, report) {
    checkToolkit(subject, report);
    const seen = new Set<string>();
    for (const { start, command } of startsOf(subject)) {
      if (start.word === undefined || start.outcome.kind !== 'runs') continue;
      const files = [
        ...start.chain.flatMap((it) => (it.file ? [it.file] : [])),
        ...subject.pythonOf(start.word).map((it) => it.file),
      ];
      for (const file of files) {
        const range = seen.has(file.path) ? undefined : installRange(subject, file);
        seen.add(file.path);
        if (!range) continue;
        report({
          range: fileRange(subject, file),
          message: `\`${baseName(file.path)}\` installs packages on every \`${command}\`: that takes time on each host and fails without access to the index (network isolation, a VPC without NAT). Install them by RUN in the Dockerfile.`,
          related: relatedInFile(file, range, 'Packages are installed here.'),
        });
      }
    }
  },
});

/** The toolkit installs the requirements.txt beside the script; that is nothing to do when the build has done it. */
function checkToolkit(subject: Subject, report: Report): void {
  const found =
    subject.has('training') && hasTrainingToolkit(subject) === 'yes'
      ? subject.files.lookup(`${CODE_DIR}/requirements.txt`)
      : undefined;
  if (found?.state !== 'present' || found.file.source === undefined || (found.file.text ?? '').trim() === '') return;
  const { source } = found.file;
  if (subject.config.entrypoint.origin.from === 'instruction' || subject.packages.some((it) => it.listedIn === source))
    return;
  if (subject.commands.some((it) => it.words.some((word) => !word.value.known || /requirements|\.sh\b/.test(word.raw))))
    return;
  report({
    range: fileRange(subject, found.file),
    severity: 'info',
    message: `The training toolkit installs \`${CODE_DIR}/requirements.txt\` at the start of every job: that takes time on each host and fails with network isolation. Install it by \`RUN pip install -r\` in the Dockerfile too.`,
  });
}

/** Where a program of the image installs packages it names itself; what the job brings (`-r …`, variables) can't be built in. */
function installRange(subject: Subject, file: ImageFile): Range | undefined {
  const strings = subject.python(file)?.strings;
  if (strings) {
    const at = strings.findIndex(
      ({ value }, index) =>
        (/^(?:\S+ -m )?pip3? install (?!-r\b|.*\s-r\b)(?:-\S+ )*[A-Za-z]/.test(value.text) && !value.dynamic) ||
        (/^pip3?$/.test(value.text) &&
          strings[index + 1]?.value.text === 'install' &&
          /^[A-Za-z][\w.[\]=<>~-]*$/.test(strings[index + 2]?.value.text ?? '')),
    );
    return strings[at]?.range;
  }
  const lines = (file.text ?? '').split(/\r?\n/);
  if (!subject.script(file)) return undefined;
  const line = lines.findIndex(
    (it) =>
      /^\s*(?:\S*python[\d.]* -m )?pip[\d.]* install (?:--?[a-z][\w-]* )*[A-Za-z]/.test(it) && !/[$]|\s-r\b/.test(it),
  );
  const own = lines[line];
  return own === undefined
    ? undefined
    : {
        start: { line, character: own.length - own.trimStart().length },
        end: { line, character: own.trimEnd().length },
      };
}
