import { program } from '../shell/program';
import type { InstalledPackage } from '../shell/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { insertAfter } from './support/edits';
import { installLine } from './support/system-lines';

const TRAIN = '#!/usr/bin/env python\nprint("training")\n';
const COPY = 'COPY train /usr/local/bin/train\n';

export const mpiHasSsh = defineRule({
  id: 'mpi-has-ssh',
  summary: 'An image that trains with MPI has an SSH server',
  requirements: ['GPU-09'],
  roles: ['training'],
  severity: 'info',
  fixable: true,
  why: '`mpirun` starts its processes on the other hosts of a training job over SSH. The training toolkit starts `sshd` for that; without it a job on several hosts waits for them in vain.',
  remedy:
    'Install `openssh-server` and `openssh-client`, and let root log in with a key of the image; or build on an AWS Deep Learning Container.',
  bad: [
    {
      title: 'mpi4py',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libopenmpi-dev openmpi-bin\nRUN pip install mpi4py\n${COPY}`,
        '+x train': TRAIN,
      },
    },
    {
      title: 'Horovod, in the requirements',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12\nCOPY requirements.txt /tmp/\nRUN pip install -r /tmp/requirements.txt\n${COPY}`,
        'requirements.txt': 'horovod[pytorch]\n',
        '+x train': TRAIN,
      },
    },
  ],
  good: [
    {
      title: 'with a server',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libopenmpi-dev openmpi-bin openssh-server\nRUN pip install mpi4py\n${COPY}`,
        '+x train': TRAIN,
      },
    },
    {
      title: 'no MPI',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12-slim\nRUN pip install numpy\n${COPY}`,
        '+x train': TRAIN,
      },
    },
    {
      title: 'a script may install it',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12\nCOPY setup.sh /tmp/setup.sh\nRUN bash /tmp/setup.sh && pip install mpi4py\n${COPY}`,
        'setup.sh': 'apt-get install -y $EXTRA\n',
        '+x train': TRAIN,
      },
    },
  ],
  check(subject, report) {
    const mpi = subject.packages.find(isMpi);
    const row = subject.stage.base.row;
    if (!mpi || !row || row.kind === 'sagemaker' || subject.packages.some(isSsh) || isHidden(subject)) return;
    const line = installLine(subject, {
      apt: ['openssh-server', 'openssh-client'],
      apk: ['openssh'],
      yum: ['openssh-server', 'openssh-clients'],
    });
    report({
      range: mpi.range,
      message: `\`${mpi.name}\` is installed, and no SSH server: a training job on several hosts cannot start its MPI processes. Install \`openssh-server\`.`,
      fixes:
        line === undefined
          ? []
          : [{ title: 'Install openssh-server', edits: [insertAfter(subject, mpi.instruction, line)], safe: false }],
    });
  },
});

function isMpi({ manager, name }: InstalledPackage): boolean {
  return manager === 'pip' || manager === 'conda'
    ? /^(?:mpi4py|horovod)$/.test(name)
    : /^openmpi(?:-bin)?$|^mpich$/.test(name);
}

function isSsh({ name }: InstalledPackage): boolean {
  return /^(?:openssh(?:-server|-sftp-server)?|ssh|dropbear)$/.test(name);
}

/** A step that may install what we can't see, or that sets the server up. */
function isHidden(subject: Subject): boolean {
  return subject.commands.some((command) => {
    const { name } = program(command);
    if (name === undefined ? command.words.length > 0 : /^(?:bash|sh|source|\.|eval|make)$|\.sh$/.test(name))
      return true;
    return command.words.some((word) => /sshd/.test(word.raw));
  });
}
