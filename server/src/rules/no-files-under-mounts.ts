import {
  CHECKPOINTS_DIR,
  CODE_DIR,
  INPUT_CONFIG_DIR,
  INPUT_DIR,
  MODEL_DIR,
  OUTPUT_DIR,
  PROCESSING_CONFIG_DIR,
  PROCESSING_DIR,
  PROGRAM_DIR,
  mountOver,
} from '../../../contract/filesystem';
import { PROCESSING_INPUT_DIR } from '../../../contract/image-paths';
import { isWithin } from '../../../contract/paths';
import type { RequirementId } from '../../../contract/requirements';
import type { Role } from '../../../contract/roles';
import type { Severity } from '../lint/finding';
import { defineRule } from './rule';
import { bakedBelow, listPaths, type Baked } from './support/baked-files';
import { startsOf } from './support/failed-files';

const ROLES: readonly Role[] = ['training', 'processing'];

export const noFilesUnderMounts = defineRule({
  id: 'no-files-under-mounts',
  summary: 'The image keeps no files where SageMaker mounts its own directories',
  requirements: ['FS-01', 'FS-03'],
  roles: ['training', 'processing'],
  severity: 'error',
  fixable: false,
  why: `SageMaker mounts directories over \`${INPUT_DIR}\`, \`${OUTPUT_DIR}\`, \`${CHECKPOINTS_DIR}\` and, in processing jobs, \`${PROCESSING_DIR}\` and \`${PROCESSING_CONFIG_DIR}\`. Whatever the image has there is hidden while the job runs: the program finds other files, or none.`,
  remedy: `Put programs into \`${PROGRAM_DIR}\` (or \`${CODE_DIR}\`), and let the job bring its data through channels or processing inputs. Creating empty directories there is fine.`,
  bad: [
    {
      title: 'data in the input directory',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY data/ /opt/ml/input/data/training/\nCOPY train /usr/local/bin/train\n',
        'data/iris.csv': '1,2\n',
        '+x train': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'a folder of unknown content',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY --from=example.com/data:1 /data /opt/ml/input/data/training\n',
      },
    },
    {
      title: 'a folder that brings input along',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY ml /opt/ml\nENTRYPOINT ["python", "/opt/ml/code/train.py"]\n',
        'ml/code/train.py': 'print(1)\n',
        'ml/input/data/train/a.csv': '1,2\n',
      },
    },
    {
      title: 'a download into the input directory',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM ubuntu:22.04\nRUN curl -o /opt/ml/input/data/a.csv https://example.com/a.csv\n',
      },
    },
    {
      title: 'an archive unpacked into the input directory',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM ubuntu:22.04\nRUN tar -xzf /tmp/data.tgz -C /opt/ml/input/data\n',
      },
    },
    {
      title: 'the program of a processing job lies in its inputs',
      files: {
        Dockerfile:
          '# sagemaker: roles=processing\nFROM python:3.12-slim\nCOPY process.py /opt/ml/processing/input/code/process.py\nENTRYPOINT ["python", "/opt/ml/processing/input/code/process.py"]\n',
        'process.py': 'print(1)\n',
      },
    },
    {
      title: 'checkpoints in the image',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY start.ckpt /opt/ml/checkpoints/\n',
        'start.ckpt': 'x\n',
      },
    },
  ],
  good: [
    {
      title: 'empty directories',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nRUN mkdir -p /opt/ml/input/data /opt/ml/output\nCOPY ml /opt/ml\nENTRYPOINT ["python", "/opt/ml/code/train.py"]\n',
        'ml/code/train.py': 'print(1)\n',
        'ml/input/.gitkeep': '',
      },
    },
    {
      title: 'removed again',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY data/ /opt/ml/input/data/training/\nCOPY test.py /opt/program/test.py\nRUN python /opt/program/test.py && rm -rf /opt/ml/input\nENTRYPOINT ["python", "/opt/program/test.py"]\n',
        'data/iris.csv': '1,2\n',
        'test.py': 'print(1)\n',
      },
    },
    {
      title: 'a serving image has no such mounts',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nCOPY words.txt /opt/ml/processing/words.txt\n',
        'words.txt': 'a\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
  ],
  check(subject, report) {
    const roles = ROLES.filter((role) => subject.has(role));
    const started = new Set(
      startsOf(subject).flatMap(({ start }) => start.chain.flatMap((link) => link.file?.path ?? [])),
    );
    const cover = (path: string): ReturnType<typeof mountOver> => {
      const mount = mountOver(path, roles);
      return mount && isWithin(mount.path, MODEL_DIR) ? undefined : mount;
    };
    for (const baked of bakedBelow(subject, cover)) {
      const program = baked.paths.find((path) => started.has(path));
      report({
        range: baked.range,
        severity: program === undefined || isAnywhere(baked) ? severityOf(baked) : 'error',
        requirements: requirementsOf(baked),
        message: message(baked, program),
      });
    }
  },
});

/** Where the job decides whether there is a mount, or SageMaker brings the same files itself, the job may still work. */
function severityOf({ paths, mount }: Baked): Severity {
  if (mount.path === INPUT_DIR) return paths.every((path) => isWithin(path, INPUT_CONFIG_DIR)) ? 'warning' : 'error';
  if (mount.path === PROCESSING_DIR) return isAnywhere({ paths, mount }) ? 'warning' : 'error';
  return mount.path === OUTPUT_DIR ? 'error' : 'warning';
}

/** Where a processing job may have inputs and outputs, and usually has none: it names their paths itself. */
function isAnywhere({ paths, mount }: Pick<Baked, 'paths' | 'mount'>): boolean {
  return mount.path === PROCESSING_DIR && !paths.some((path) => isWithin(path, PROCESSING_INPUT_DIR));
}

function requirementsOf({ mount }: Baked): readonly RequirementId[] {
  return mount.path === INPUT_DIR || mount.path === OUTPUT_DIR ? ['FS-01'] : ['FS-03'];
}

function message({ paths, mount }: Baked, program: string | undefined): string {
  if (isAnywhere({ paths, mount })) {
    return `SageMaker mounts inputs and outputs below \`${mount.path}\`, at the paths that the job names: one that lies over ${listPaths(paths)} hides it. Put it into \`${PROGRAM_DIR}\`, where nothing is mounted.`;
  }
  const when = mount.path === CHECKPOINTS_DIR ? ' when the job has a CheckpointConfig' : '';
  if (program !== undefined) {
    return `SageMaker mounts \`${mount.path}\`${when}, which hides the program \`${program}\`: the job will not find what it shall run. Copy it to \`${PROGRAM_DIR}\` instead.`;
  }
  return `SageMaker mounts \`${mount.path}\`${when}, which hides ${listPaths(paths)}: the job will not see what the image has there. Put it elsewhere, such as \`${PROGRAM_DIR}\`, or let the job bring it.`;
}
