import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import type { RequirementId } from '../../../contract/requirements';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { hasOnlyCmd, nearMisses } from './support/answered';
import { replace } from './support/edits';
import { baseName, headline } from './support/places';
import { entrypointFor } from './support/start-commands';

export const cmdIsReplaced = defineRule({
  id: 'cmd-is-replaced',
  summary: 'The start command is an ENTRYPOINT, not only a CMD',
  requirements: ['LAUNCH-03', 'LAUNCH-01', 'LAUNCH-02'],
  roles: ['training', 'inference'],
  severity: 'error',
  fixable: true,
  why: 'SageMaker appends `train` or `serve` to `docker run IMAGE`, and that replaces CMD. An image whose only start command is `CMD ["uvicorn", …]` works on your machine and starts nothing on SageMaker: Docker tries to execute a program called `serve`.',
  remedy:
    'Turn CMD into an ENTRYPOINT (one that copes with the extra word), or add an executable called `train` or `serve` to PATH. For processing jobs CMD alone is right.',
  bad: [
    {
      title: 'a server in CMD',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\nCMD ["gunicorn", "--bind", "0.0.0.0:8080", "--workers", "2", "--timeout", "60", "app:app"]\n',
      },
    },
    {
      title: 'a server that rejects the extra word',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install uvicorn\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8080"]\n',
      },
    },
    {
      title: 'a training script in CMD, shell form',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nWORKDIR /opt/program\nCOPY train.py .\nCMD python train.py\n',
        'train.py': 'print(1)\n',
      },
    },
  ],
  good: [
    {
      title: 'CMD beside a serve on PATH',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nCMD ["python", "notebook.py"]\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
    {
      title: 'a processing job runs CMD',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY process.py /opt/program/process.py\nCMD ["python", "/opt/program/process.py"]\n',
        'process.py': 'print(1)\n',
      },
    },
  ],
  check(subject, report) {
    const { cmd } = subject.config;
    if (!hasOnlyCmd(subject) || cmd.origin.from !== 'instruction' || !cmd.value.known || !cmd.value.value) return;
    const { instruction } = cmd.origin;
    const command = cmd.value.value;
    const unanswered = [
      ...(subject.has('training') && subject.train.outcome.kind === 'not-found' ? [TRAIN_WORD] : []),
      ...(subject.has('inference') && subject.serve.outcome.kind === 'not-found' ? [SERVE_WORD] : []),
    ];
    const word = unanswered[0];
    if (word === undefined) return;
    const requirements: RequirementId[] = [
      'LAUNCH-03',
      ...unanswered.map((it): RequirementId => (it === TRAIN_WORD ? 'LAUNCH-01' : 'LAUNCH-02')),
    ];
    const range = headline(subject, instruction);
    const line = entrypointFor(command, subject.run.outcome.kind === 'rejects');
    report({
      range,
      requirements,
      severity: subject.has('processing') ? 'warning' : 'error',
      message: `\`docker run IMAGE ${word}\` replaces this CMD, so Docker looks for a program called \`${word}\` and finds none. ${advice(subject, word)} the ENTRYPOINT${unanswered.length > 1 ? ' of a script that tells train and serve apart' : ''}.`,
      fixes:
        unanswered.length > 1
          ? []
          : [{ title: `Replace it by \`${line}\``, edits: [replace(range, line)], safe: false }],
    });
  },
});

/** Up to where the ENTRYPOINT is named: the program may lie where nothing looks for it. */
function advice(subject: Subject, word: string): string {
  const near = nearMisses(subject, word).find((it) => baseName(it.path) === word);
  return near ? `\`${near.path}\` is there, but its folder is not on PATH: put it there, or make this CMD` : 'Make it';
}
