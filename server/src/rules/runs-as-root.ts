import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { appendToStage, removeInstruction } from './support/edits';
import { baseName, headline, settingInstruction, settingRange } from './support/places';
import { isRoot, uidOf, userAndGroup } from './support/users';

const SERVE = '#!/usr/bin/env python\nprint("serving")\n';

export const runsAsRoot = defineRule({
  id: 'runs-as-root',
  summary: 'The container runs as root',
  requirements: ['LAUNCH-16'],
  roles: ['training', 'inference'],
  severity: 'warning',
  fixable: true,
  why: 'SageMaker expects that every training and hosting container runs as root. What it mounts below `/opt/ml` belongs to root, so another user fails with `Permission denied` when it writes the model, the outputs or a log. SageMaker isolates each container on machines of its own; none of AWS’s images sets a USER.',
  remedy: 'Leave out the last USER, or switch back with `USER root`.',
  bad: [
    {
      title: 'a user of its own',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nRUN useradd -m app\nUSER app\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'a number, and commands that run as that user',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nUSER 1001:0\nRUN touch /tmp/marker\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'the base image’s user',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM quay.io/jupyter/base-notebook:2024-10-14\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'inherited from an earlier stage',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim AS base\nUSER nobody\nFROM base\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
  ],
  good: [
    {
      title: 'no USER',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'back to root at the end',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN useradd -m app\nUSER app\nRUN touch /tmp/marker\nUSER 0:0\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'another user in a stage that is only copied from',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim AS build\nUSER nobody\nRUN python -m venv /tmp/venv\nFROM python:3.12-slim\nCOPY --from=build /tmp/venv /opt/venv\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': SERVE,
      },
    },
    {
      title: 'a user that the build gives',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nARG RUN_AS\nCOPY serve /usr/local/bin/serve\nUSER ${RUN_AS}\n',
        '+x serve': SERVE,
      },
    },
  ],
  check(subject, report) {
    const { user } = subject.config;
    if (!user.value.known || isRoot(user.value.value) || user.value.value === undefined) return;
    // Studio is the other way round.
    if (subject.has('studio') || becomesRoot(subject)) return;
    const name = user.value.value;
    if (uidOf(subject, userAndGroup(name)[0]) === 0) return;
    const instruction = settingInstruction(user);
    const who = instruction
      ? `The container runs as \`${name}\``
      : `The base image makes the container run as \`${name}\``;
    report({
      range: instruction ? headline(subject, instruction) : settingRange(subject, user),
      message: `${who}. SageMaker expects root: what it mounts below \`/opt/ml\` belongs to root, and writing there ends with \`Permission denied\`. ${instruction ? 'Leave this out, or end with' : 'End with'} \`USER root\`.`,
      fixes: [fix(subject)],
    });
  },
});

/** Taking USER out is plain where root was in force before and nothing was run since. */
function fix(subject: Subject): Fix {
  const instruction = settingInstruction(subject.config.user);
  const own = subject.stage.instructions;
  const at = instruction ? own.indexOf(instruction) : -1;
  if (instruction && at >= 0) {
    const before = subject.stage.configAt(instruction).user.value;
    if (before.known && isRoot(before.value) && !own.slice(at).some((it) => it.keyword === 'RUN')) {
      return { title: 'Remove this USER', edits: [removeInstruction(subject, instruction)], safe: false };
    }
  }
  return { title: 'End with `USER root`', edits: [appendToStage(subject, 'USER root')], safe: false };
}

/** The start command is run through sudo. */
function becomesRoot(subject: Subject): boolean {
  return [...subject.train.chain, ...subject.serve.chain].some(({ argv }) =>
    /^(?:sudo|doas)$/.test(baseName(argv[0] ?? '')),
  );
}
