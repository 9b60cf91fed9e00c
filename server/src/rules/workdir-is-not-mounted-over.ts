import {
  CHECKPOINTS_DIR,
  MODEL_DIR,
  OPT_ML,
  PROCESSING_DIR,
  PROGRAM_DIR,
  mountOver,
  type OptMlPath,
} from '../../../contract/filesystem';
import { PROCESSING_INPUT_DIR } from '../../../contract/image-paths';
import { isWithin } from '../../../contract/paths';
import type { Word } from '../dockerfile/types';
import type { Fix, Severity } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { replace } from './support/edits';
import { startsOf } from './support/failed-files';

export const workdirIsNotMountedOver = defineRule({
  id: 'workdir-is-not-mounted-over',
  summary: 'The working directory is not one that SageMaker mounts over',
  requirements: ['LAUNCH-17', 'FS-01'],
  roles: ['training', 'inference', 'processing'],
  severity: 'error',
  fixable: true,
  why: `The container starts in WORKDIR. When that lies in a directory over which SageMaker mounts its own, such as \`${MODEL_DIR}\`, the files that the build put there are hidden, and a relative path such as \`serve.py\` in ENTRYPOINT is no longer found.`,
  remedy: `Use \`WORKDIR ${PROGRAM_DIR}\` for programs.`,
  bad: [
    {
      title: 'the program of a training image is found by WORKDIR',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nWORKDIR /opt/ml/model\nCOPY train.py .\nENTRYPOINT ["python", "train.py"]\n',
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'a serving image works in the model directory',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nWORKDIR /opt/ml/model\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'below the inputs of a processing job',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nWORKDIR /opt/ml/processing/input/code\nENTRYPOINT ["python3"]\n',
      },
    },
  ],
  good: [
    {
      title: 'a directory that SageMaker leaves alone',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nWORKDIR /opt/ml/code\nCOPY train.py .\nENTRYPOINT ["python", "train.py"]\n',
        'train.py': 'print(1)\n',
      },
    },
    {
      title: 'only for a while',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nWORKDIR /opt/ml/model\nWORKDIR /opt/program\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'a directory that only processing mounts, in a serving image',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nWORKDIR /opt/ml/processing\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
  ],
  check(subject, report) {
    const { workdir } = subject.config;
    if (!workdir.value.known || workdir.origin.from !== 'instruction') return;
    const path = workdir.value.value;
    const mount = mountOver(path, subject.roles.active);
    if (!mount) return;
    const program = startedBelow(subject, mount);
    const word = workdir.origin.instruction.words[0];
    report({
      range: word?.range ?? workdir.origin.range,
      severity: severityOf(subject, path, mount, program),
      message: message(path, mount, program),
      fixes: word ? fixes(subject, word, path) : [],
    });
  },
});

/** The started program that the mount hides. */
function startedBelow(subject: Subject, mount: OptMlPath): string | undefined {
  const files = startsOf(subject).flatMap(({ start }) => start.chain.flatMap((link) => link.file?.path ?? []));
  return files.find((path) => isWithin(path, mount.path));
}

/** Where the job or endpoint decides whether there is a mount, it may still work. */
function severityOf(subject: Subject, path: string, mount: OptMlPath, program: string | undefined): Severity {
  const below = isWithin(path, PROCESSING_INPUT_DIR);
  if (mount.path === PROCESSING_DIR && (program === undefined || !below)) return 'info';
  if (program === undefined) return 'warning';
  const optional = mount.path === CHECKPOINTS_DIR || (mount.path === MODEL_DIR && !subject.has('training'));
  return optional ? 'warning' : 'error';
}

function message(path: string, mount: OptMlPath, program: string | undefined): string {
  const hidden =
    program === undefined ? 'hides what the build put there' : `hides \`${program}\`, which the image starts`;
  if (mount.path === PROCESSING_DIR && !isWithin(path, PROCESSING_INPUT_DIR)) {
    return `WORKDIR is \`${path}\`, and SageMaker mounts inputs and outputs below \`${mount.path}\`, at the paths that the job names: one that lies over it ${hidden}. Work in \`${PROGRAM_DIR}\` instead.`;
  }
  return `WORKDIR is \`${path}\`, and SageMaker mounts its own \`${mount.path}\` over it, which ${hidden}. Work in \`${PROGRAM_DIR}\` instead.`;
}

/** Only while nothing else names the directory. */
function fixes(subject: Subject, word: Word, path: string): readonly Fix[] {
  const { dockerfile } = subject;
  const { code } = dockerfile;
  const elsewhere =
    code.slice(0, dockerfile.offsetAt(word.range.start)) + code.slice(dockerfile.offsetAt(word.range.end));
  if (!path.startsWith(`${OPT_ML}/`) || word.raw !== path || elsewhere.includes(path)) return [];
  return [{ title: `Work in \`${PROGRAM_DIR}\``, edits: [replace(word.range, PROGRAM_DIR)], safe: false }];
}
