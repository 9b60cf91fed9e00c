import { PROGRAM_VARIABLE } from '../../../contract/environment';
import { TRAINING_STOP_GRACE_SECONDS } from '../../../contract/launch';
import { CODE_DIR } from '../../../contract/opt-ml';
import { normalPath } from '../../../contract/paths';
import { defineRule } from './rule';
import { fileRange, relatedInFile, baseName } from './support/places';
import { hasTrainingToolkit } from './support/toolkit-presence';

const START =
  'FROM python:3.12\nRUN pip install sagemaker-training\nCOPY train.py /opt/ml/code/train.py\nENV SAGEMAKER_PROGRAM=train.py\n';
const HANDLES =
  'import signal\n\ndef stop(number, frame):\n    print("saving")\n\nsignal.signal(signal.SIGTERM, stop)\n';

export const toolkitForwardsNoSignals = defineRule({
  id: 'toolkit-forwards-no-signals',
  summary: 'A script that waits for SIGTERM is not started by the training toolkit',
  requirements: ['EXIT-05'],
  roles: ['training'],
  severity: 'warning',
  fixable: false,
  why: 'When a job is stopped or loses its Spot instance, SIGTERM goes to the toolkit, which runs your script as a child process and does not pass the signal on. The handler never runs and what it would have saved is lost.',
  remedy:
    'Save checkpoints regularly, or start the script by an ENTRYPOINT in exec form (or by the job’s ContainerEntrypoint) when it relies on SIGTERM.',
  bad: [{ title: 'a handler in the script', files: { Dockerfile: START, 'train.py': HANDLES } }],
  good: [
    { title: 'no handler', files: { Dockerfile: START, 'train.py': 'print("training")\n' } },
    {
      title: 'started by itself',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12\nCOPY train.py /opt/ml/code/train.py\nENTRYPOINT ["python", "/opt/ml/code/train.py"]\n',
        'train.py': HANDLES,
      },
    },
  ],
  check(subject, report) {
    const program = subject.config.env.get(PROGRAM_VARIABLE)?.value;
    if (
      !program?.known ||
      hasTrainingToolkit(subject) !== 'yes' ||
      subject.config.entrypoint.origin.from === 'instruction'
    )
      return;
    const path = normalPath(program.value.startsWith('/') ? program.value : `${CODE_DIR}/${program.value}`);
    const found = path === undefined ? undefined : subject.files.lookup(path);
    if (found?.state !== 'present') return;
    const { file } = found;
    const text = file.text ?? '';
    if (!subject.python(file)?.handlesSigterm) return;
    const line = text.split('\n').findIndex((it) => it.includes('SIGTERM'));
    const range = {
      start: { line: Math.max(line, 0), character: 0 },
      end: { line: Math.max(line, 0), character: (text.split('\n')[line] ?? '').trimEnd().length },
    };
    report({
      range: fileRange(subject, file),
      message: `\`${baseName(file.path)}\` handles SIGTERM, but the training toolkit starts it as a child process and does not pass the signal on: it is killed ${String(TRAINING_STOP_GRACE_SECONDS.value)} seconds after the stop without having saved anything. Save checkpoints regularly, or start it by an ENTRYPOINT.`,
      related: relatedInFile(file, range, 'SIGTERM is handled here.'),
    });
  },
});
