import { OPT_ML, STUDIO_HOME, STUDIO_RESERVED_PATHS } from '../../../contract/opt-ml';
import type { ImageFile } from '../context/types';
import type { Instruction } from '../dockerfile/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { baseName, fileRange, headline } from './support/places';

const KERNEL =
  '# sagemaker: roles=studio\nFROM python:3.12-slim\nRUN pip install ipykernel && useradd -m -u 1000 -g 100 dev\nUSER 1000\n';

/** The rules about `/opt/ml` speak for that directory. */
const HIDDEN = [STUDIO_HOME, ...STUDIO_RESERVED_PATHS.filter((it) => it !== OPT_ML)];

export const studioHomeIsNotBaked = defineRule({
  id: 'studio-home-is-not-baked',
  summary: 'Nothing is put where Studio mounts the user’s volume',
  requirements: ['STUDIO-02'],
  roles: ['studio'],
  severity: 'error',
  fixable: false,
  why: `Studio mounts the user’s volume over \`${STUDIO_HOME}\`: what the image has there is hidden. \`/opt/.sagemakerinternal\` and \`/var/log/studio\` belong to Studio, too.`,
  remedy:
    'Put files into another directory (`/opt/…`), and have the start command copy to the home what users should find there.',
  bad: [
    {
      title: 'copied to the home',
      files: { Dockerfile: `${KERNEL}COPY notebooks ${STUDIO_HOME}/notebooks\n`, 'notebooks/start.ipynb': '{}' },
    },
    {
      title: 'copied to the working directory, content unknown',
      files: { Dockerfile: `${KERNEL}WORKDIR ${STUDIO_HOME}\nCOPY --from=example/notebooks:1 /notebooks .\n` },
    },
    {
      title: 'written by a command',
      files: { Dockerfile: `${KERNEL}RUN echo "export X=1" >> ${STUDIO_HOME}/.bashrc\n` },
    },
    {
      title: 'in a directory of Studio',
      files: { Dockerfile: `${KERNEL}COPY tool.py /opt/.sagemakerinternal/tool.py\n`, 'tool.py': '' },
    },
  ],
  good: [
    {
      title: 'elsewhere',
      files: {
        Dockerfile: `${KERNEL}COPY notebooks /opt/notebooks\nWORKDIR ${STUDIO_HOME}\n`,
        'notebooks/start.ipynb': '{}',
      },
    },
    {
      title: 'needed for the build only',
      files: {
        Dockerfile: `${KERNEL}WORKDIR ${STUDIO_HOME}\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n`,
        'requirements.txt': 'polars\n',
      },
    },
    { title: 'removed again', files: { Dockerfile: `${KERNEL}RUN touch ${STUDIO_HOME}/x && rm ${STUDIO_HOME}/x\n` } },
  ],
  check(subject, report) {
    const other = subject.has('training') || subject.has('inference') || subject.has('processing');
    for (const { instruction, directory, range } of bakedIn(subject)) {
      const copied = instruction.keyword !== 'RUN';
      report({
        range,
        severity: copied && !other ? 'error' : 'warning',
        message:
          directory === STUDIO_HOME
            ? `Studio mounts the user’s volume over \`${directory}\`, so what is put there is hidden. Put it into another directory.`
            : `\`${directory}\` belongs to Studio, and what is put there may be hidden or replaced. Put it into another directory.`,
      });
    }
  },
});

interface Baked {
  readonly instruction: Instruction;
  readonly directory: string;
  readonly range: ReturnType<typeof fileRange>;
}

/** One for each instruction. */
function bakedIn(subject: Subject): readonly Baked[] {
  const found = new Map<Instruction, Baked>();
  for (const directory of HIDDEN) {
    for (const file of subject.files.under(directory)) {
      const { instruction } = file;
      if (!instruction || found.has(instruction) || isUsedByBuild(subject, file, instruction)) continue;
      found.set(instruction, { instruction, directory, range: fileRange(subject, file) });
    }
    for (const { instruction, destination, sources } of subject.files.copies) {
      const inside = destination !== undefined && `${destination.replace(/\/$/, '')}/`.startsWith(`${directory}/`);
      const unseen = sources.some(
        (it) =>
          it.state === 'unchecked' &&
          it.pattern !== undefined &&
          !isNamedLater(subject, baseName(it.pattern), instruction),
      );
      if (inside && unseen && !found.has(instruction))
        found.set(instruction, { instruction, directory, range: headline(subject, instruction) });
    }
  }
  return [...found.values()];
}

function isUsedByBuild(subject: Subject, file: ImageFile, instruction: Instruction): boolean {
  return instruction.keyword !== 'RUN' && isNamedLater(subject, baseName(file.path), instruction);
}

/** A RUN further down names the file: requirements that are installed, a script that is run. */
function isNamedLater({ stage }: Subject, name: string, instruction: Instruction): boolean {
  const { lineage } = stage;
  return lineage
    .slice(lineage.indexOf(instruction) + 1)
    .some((it) => it.keyword === 'RUN' && name !== '' && it.code.includes(name));
}
