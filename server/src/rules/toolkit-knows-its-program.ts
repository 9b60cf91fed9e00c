import { PROGRAM_VARIABLE, TRAINING_MODULE_VARIABLE } from '../../../contract/environment';
import { TRAIN_WORD } from '../../../contract/launch';
import { CODE_DIR } from '../../../contract/opt-ml';
import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { appendToStage } from './support/edits';
import { baseName } from './support/places';
import { trainingToolkits } from './support/toolkit-presence';

const START = 'FROM python:3.12\nRUN pip install sagemaker-training\n';
const TRAIN = 'print("training")\n';

export const toolkitKnowsItsProgram = defineRule({
  id: 'toolkit-knows-its-program',
  summary: 'The training toolkit is told which script to run',
  requirements: ['ENV-06'],
  roles: ['training'],
  severity: 'info',
  fixable: true,
  why: "The toolkit’s `train` runs what `SAGEMAKER_PROGRAM` names. The SDK gives it by hyperparameter (`entry_point=`); jobs started in another way fail with `'NoneType' object has no attribute 'endswith'`.",
  remedy: 'Set `ENV SAGEMAKER_PROGRAM=train.py` for a script in /opt/ml/code; jobs can still name another one.',
  bad: [
    {
      title: 'not said',
      files: { Dockerfile: `${START}COPY train.py helper.txt /opt/ml/code/\n`, 'train.py': TRAIN, 'helper.txt': '' },
    },
    {
      title: 'several scripts, none named',
      files: { Dockerfile: `${START}COPY a.py b.py /opt/ml/code/\n`, 'a.py': TRAIN, 'b.py': TRAIN },
    },
  ],
  good: [
    {
      title: 'a script',
      files: { Dockerfile: `${START}COPY train.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM=train.py\n`, 'train.py': TRAIN },
    },
    {
      title: 'a function',
      files: {
        Dockerfile: `${START}COPY train.py /opt/program/\nENV SAGEMAKER_TRAINING_MODULE=train:main\n`,
        'train.py': TRAIN,
      },
    },
    {
      title: 'the image leaves the code to the job',
      files: { Dockerfile: `${START}RUN mkdir -p /opt/ml/code\n` },
    },
  ],
  check(subject, report) {
    const [toolkit] = trainingToolkits(subject);
    const { env, envComplete, entrypoint } = subject.config;
    if (!toolkit || toolkit.name !== 'sagemaker-training' || !envComplete || entrypoint.origin.from === 'instruction')
      return;
    if (env.has(PROGRAM_VARIABLE) || env.has(TRAINING_MODULE_VARIABLE)) return;
    if (subject.stage.base.row?.kind === 'sagemaker') return;
    const scripts = scriptsOf(subject);
    if (scripts.length === 0) return;
    report({
      range: toolkit.range,
      message: `\`${PROGRAM_VARIABLE}\` is not set: \`docker run IMAGE ${TRAIN_WORD}\` runs only what the job names (\`entry_point\` of the SDK), and fails in jobs that name nothing. Set it to the script in \`${CODE_DIR}\`.`,
      fixes: fixes(subject, scripts),
    });
  },
});

/** Scripts in the directory of the code; without one the image leaves the code to the job. */
function scriptsOf(subject: Subject): readonly string[] {
  return subject.files
    .under(CODE_DIR)
    .filter((it) => it.type === 'file' && it.path === `${CODE_DIR}/${baseName(it.path)}` && /\.py$/.test(it.path))
    .map((it) => baseName(it.path))
    .filter((it) => !/^(?:setup|__init__|conftest)\.py$|^test_/.test(it));
}

function fixes(subject: Subject, scripts: readonly string[]): readonly Fix[] {
  const likely = scripts.filter((it) => /^(?:train|main|entry_?point)\.py$/.test(it));
  const script = scripts.length === 1 ? scripts[0] : likely.length === 1 ? likely[0] : undefined;
  if (script === undefined) return [];
  const line = `ENV ${PROGRAM_VARIABLE}=${script}`;
  return [{ title: `Add \`${line}\``, edits: [appendToStage(subject, line)], safe: false }];
}
