import { SERVE_WORD } from '../../../contract/launch';
import { readShellScript } from '../readers/shell-script';
import type { Fix } from '../lint/finding';
import { languageOf } from '../start/language';
import type { Link, Start } from '../start/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { replaceIn } from './support/edits';
import { lostExitCode, lostInline, type Loss } from './support/exit-codes';
import { swallowedException } from './support/swallowed-exception';
import { baseName, fileRange, relatedInFile, startRange } from './support/places';

const START = '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py /opt/program/train.py\n';
const SCRIPT = `${START}COPY train /usr/local/bin/train\n`;
const TRAIN_PY = 'print(1)\n';
const TRAIN = '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\n';
const HANDLER =
  '#!/usr/bin/env python3\nimport traceback\ntry:\n    open("/opt/ml/model/model", "w").write("1")\nexcept Exception as e:\n    with open("/opt/ml/output/failure", "w") as f:\n        f.write(traceback.format_exc())\n';

export const exitCodeIsKept = defineRule({
  id: 'exit-code-is-kept',
  summary: 'A failed run ends with an exit code other than 0',
  requirements: ['EXIT-01'],
  roles: ['training', 'processing'],
  severity: 'error',
  fixable: true,
  why: 'SageMaker tells success from failure by the exit code alone: 0 is `Completed`. A start script that swallows the code of the training program (`|| true`, `exit 0`, a pipe into `tee`) reports success for a job that failed, and the pipeline behind it goes on with no model or a broken one. So does a Python program that catches every exception, writes the failure file and ends as if nothing had happened.',
  remedy: 'Begin the script with `set -euo pipefail`, and end it with `exec python train.py`.',
  bad: [
    {
      title: '|| true',
      files: {
        Dockerfile: SCRIPT,
        'train.py': TRAIN_PY,
        '+x train': '#!/bin/bash\npython /opt/program/train.py || true\n',
      },
    },
    {
      title: 'a pipe into tee',
      files: {
        Dockerfile: SCRIPT,
        'train.py': TRAIN_PY,
        '+x train': '#!/bin/bash\npython /opt/program/train.py 2>&1 | tee /tmp/log\n',
      },
    },
    {
      title: 'exit 0 at the end',
      files: {
        Dockerfile: SCRIPT,
        'train.py': TRAIN_PY,
        '+x train': '#!/bin/bash\npython /opt/program/train.py\n\n# done\necho done\nexit 0\n',
      },
    },
    {
      title: 'in the ENTRYPOINT',
      files: {
        Dockerfile: `${START}ENTRYPOINT ["/bin/sh", "-c", "python /opt/program/train.py || true"]\n`,
        'train.py': TRAIN_PY,
      },
    },
    {
      title: 'a message after it, in the ENTRYPOINT',
      files: {
        Dockerfile: `${START}ENTRYPOINT ["/bin/bash", "-c", "python /opt/program/train.py; echo done"]\n`,
        'train.py': TRAIN_PY,
      },
    },
    {
      title: 'an exception that goes into the failure file alone',
      files: {
        Dockerfile: TRAIN,
        '+x train': `${HANDLER}\nprint("done")\n`,
      },
    },
  ],
  good: [
    {
      title: 'the failure is written, and raised again',
      files: {
        Dockerfile: TRAIN,
        '+x train': `${HANDLER}    raise\n`,
      },
    },
    {
      title: 'the failure is written, and the exit code says so',
      files: {
        Dockerfile: TRAIN,
        '+x train': `${HANDLER}    __import__("sys").exit(255)\n`,
      },
    },
    {
      title: 'an exception that is no failure',
      files: {
        Dockerfile: TRAIN,
        '+x train':
          '#!/usr/bin/env python3\ntry:\n    open("/opt/ml/input/data/extra/a.csv")\nexcept OSError:\n    print("no failure")\n',
      },
    },
    {
      title: 'exec',
      files: {
        Dockerfile: SCRIPT,
        'train.py': TRAIN_PY,
        '+x train': '#!/bin/bash\nmkdir -p /tmp/x || true\nexec python /opt/program/train.py\n',
      },
    },
    {
      title: 'pipefail',
      files: {
        Dockerfile: SCRIPT,
        'train.py': TRAIN_PY,
        '+x train': '#!/bin/bash\nset -o pipefail\npython /opt/program/train.py | tee /tmp/log\n',
      },
    },
    {
      title: 'errexit',
      files: {
        Dockerfile: SCRIPT,
        'train.py': TRAIN_PY,
        '+x train': '#!/bin/bash\nset -e\npython /opt/program/train.py\necho done\n',
      },
    },
    {
      title: 'the code is kept and handed on',
      files: {
        Dockerfile: SCRIPT,
        'train.py': TRAIN_PY,
        '+x train': '#!/bin/bash\npython /opt/program/train.py\ncode=$?\necho done\nexit $code\n',
      },
    },
    {
      title: 'the last program decides',
      files: {
        Dockerfile: SCRIPT,
        'train.py': TRAIN_PY,
        '+x train': '#!/bin/bash\npython /opt/program/train.py\npython /opt/program/train.py\n',
      },
    },
    {
      title: '&& in the ENTRYPOINT',
      files: {
        Dockerfile: `${START}ENTRYPOINT ["/bin/bash", "-o", "pipefail", "-c", "python /opt/program/train.py | tee /tmp/log && echo done"]\n`,
        'train.py': TRAIN_PY,
      },
    },
  ],
  check(subject, report) {
    const seen = new Set<string>();
    for (const { start, job } of starts(subject)) {
      for (const link of start.chain) {
        const loss = lossOf(subject, link);
        const key = link.file?.path ?? '';
        if (!loss || seen.has(key)) continue;
        seen.add(key);
        const where = link.file ? `\`${baseName(link.file.path)}\`` : 'The start command';
        report({
          range: link.file ? fileRange(subject, link.file) : startRange(subject),
          severity: loss.sure ? 'error' : 'warning',
          message: `${where} swallows the exit code of the program (\`${loss.text}\`): a ${job} job that failed is reported as Completed. ${loss.remedy}`,
          related: link.file && loss.range ? relatedInFile(link.file, loss.range, 'The exit code is lost here.') : [],
          fixes: fixes(link, loss),
        });
      }
    }
  },
});

function starts(subject: Subject): readonly { readonly start: Start; readonly job: string }[] {
  return [
    ...(subject.has('training') ? [{ start: subject.train, job: 'training' }] : []),
    ...(subject.has('processing') ? [{ start: subject.run, job: 'processing' }] : []),
  ];
}

function lossOf(subject: Subject, link: Link): Loss | undefined {
  const { file, argv } = link;
  if (file) {
    if (file.text === undefined) return undefined;
    if (languageOf(file) === 'python') return swallowedException(file.text);
    if (languageOf(file) !== 'shell') return undefined;
    const facts = subject.script(file);
    // A script that serves as well: which program is the last one depends on the word.
    return facts && !facts.dispatchesOn.includes(SERVE_WORD) ? lostExitCode(file.text, facts) : undefined;
  }
  if (!/^(?:ba|da|z)?sh$/.test(baseName(argv[0] ?? '')) || argv.some((it) => it?.includes('pipefail')))
    return undefined;
  const flag = argv.findIndex((it) => it !== undefined && /^-[a-z]*c$/.test(it));
  const script = flag < 0 ? undefined : argv[flag + 1];
  if (script === undefined || argv[flag]?.includes('e')) return undefined;
  return lostInline(script, readShellScript(script));
}

function fixes(link: Link, loss: Loss): readonly Fix[] {
  const source = link.file?.source;
  if (source === undefined || !loss.edit) return [];
  return [{ title: loss.edit.title, edits: [replaceIn(source, loss.edit.range, loss.edit.text)], safe: false }];
}
