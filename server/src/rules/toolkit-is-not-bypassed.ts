import { PROGRAM_VARIABLE, TRAINING_MODULE_VARIABLE } from '../../../contract/environment';
import { TRAIN_WORD } from '../../../contract/launch';
import { defineRule } from './rule';
import { removeInstruction } from './support/edits';
import { headline } from './support/places';
import { startsToolkit, trainingToolkits } from './support/toolkit-presence';

const START =
  'FROM python:3.12\nRUN pip install sagemaker-training\nCOPY train.py /opt/ml/code/train.py\nENV SAGEMAKER_PROGRAM=train.py\n';
const TRAIN = 'print("training")\n';

export const toolkitIsNotBypassed = defineRule({
  id: 'toolkit-is-not-bypassed',
  summary: 'The training toolkit in the image is what starts',
  requirements: ['TK-03'],
  roles: ['training'],
  severity: 'warning',
  fixable: true,
  why: 'The toolkit works through its program `train`. An ENTRYPOINT of your own runs instead of it: no `SM_*` variables, no hyperparameters as arguments, no source code from the job (`source_dir`), no failure file.',
  remedy:
    'Remove the ENTRYPOINT, or end it in `exec "$@"` so that it starts `train`; if you don’t want the toolkit, don’t install it.',
  bad: [
    {
      title: 'the script is the ENTRYPOINT',
      files: { Dockerfile: `${START}ENTRYPOINT ["python", "/opt/ml/code/train.py"]\n`, 'train.py': TRAIN },
    },
    {
      title: 'a start script that runs the program itself',
      files: {
        Dockerfile: `${START}COPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n`,
        'train.py': TRAIN,
        '+x start.sh': '#!/bin/bash\nset -e\nexec python /opt/ml/code/train.py\n',
      },
    },
  ],
  good: [
    { title: 'no ENTRYPOINT', files: { Dockerfile: START, 'train.py': TRAIN } },
    {
      title: 'the toolkit’s program is the ENTRYPOINT',
      files: { Dockerfile: `${START}ENTRYPOINT ["train"]\n`, 'train.py': TRAIN },
    },
    {
      title: 'a start script that hands over',
      files: {
        Dockerfile: `${START}COPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n`,
        'train.py': TRAIN,
        '+x start.sh': '#!/bin/bash\nset -e\nulimit -n 4096\nexec "$@"\n',
      },
    },
    {
      title: 'the program uses the toolkit as a library',
      files: {
        Dockerfile: `${START}COPY main.py /main.py\nENTRYPOINT ["python", "/main.py"]\n`,
        'train.py': TRAIN,
        'main.py':
          'from sagemaker_training import entry_point, environment\nenv = environment.Environment()\nentry_point.run(env.module_dir, env.user_entry_point, env.to_cmd_args(), env.to_env_vars())\n',
      },
    },
  ],
  check(subject, report) {
    const { entrypoint } = subject.config;
    const [toolkit] = trainingToolkits(subject);
    if (!toolkit || entrypoint.origin.from !== 'instruction' || !entrypoint.value.known || !entrypoint.value.value)
      return;
    const { outcome, complete } = subject.train;
    if (outcome.kind !== 'runs' || !complete || startsToolkit(subject)) return;
    const variables = [PROGRAM_VARIABLE, TRAINING_MODULE_VARIABLE].filter((it) => subject.config.env.has(it));
    const lost = variables[0] === undefined ? '' : ` and \`${variables[0]}\` has no effect`;
    const { instruction } = entrypoint.origin;
    const isOwn = subject.stage.instructions.includes(instruction);
    report({
      range: headline(subject, instruction),
      message: `This ENTRYPOINT runs instead of the \`${TRAIN_WORD}\` program of \`${toolkit.name}\`: there are no \`SM_*\` variables and no failure file${lost}. Remove the ENTRYPOINT, or the toolkit if you don’t use it.`,
      fixes:
        isOwn && variables.length > 0 && !subject.has('inference') && !subject.has('processing')
          ? [{ title: 'Remove the ENTRYPOINT', edits: [removeInstruction(subject, instruction)], safe: false }]
          : [],
    });
  },
});
