import { withoutDriver } from '../../../contract/driver-packages';
import { isDriverInstaller, isDriverPackage } from '../../../contract/gpu';
import type { Fix } from '../lint/finding';
import { program } from '../shell/program';
import type { InstalledPackage, ShellCommand, ShellWord } from '../shell/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { replace } from './support/edits';
import { commandWith, removeWord } from './support/shell-words';

const TRAIN = '#!/usr/bin/env python3\nprint("training")\n';

export const noDriverInImage = defineRule({
  id: 'no-driver-in-image',
  summary: 'The image has CUDA, and no NVIDIA driver',
  requirements: ['GPU-01'],
  roles: ['training', 'inference'],
  severity: 'error',
  fixable: true,
  why: 'SageMaker’s hosts have the NVIDIA driver, and put its libraries into the container when it starts. A driver in the image is of another version sooner or later, and then CUDA does not start: `Driver/library version mismatch`.',
  remedy: 'Install the CUDA toolkit or its libraries only, or build on `nvidia/cuda:…-runtime`.',
  bad: [
    {
      title: 'a driver from apt',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM ubuntu:22.04\nRUN apt-get update && apt-get install -y \\\n    nvidia-driver-535 \\\n    python3\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'only a driver',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM ubuntu:22.04\nRUN apt-get update && apt-get install -y libnvidia-compute-535=535.54.03-0ubuntu1\nRUN apt-get install -y python3\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'the metapackage of CUDA',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM ubuntu:22.04\nRUN apt-get update && apt-get install -y python3 cuda-12-4\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'NVIDIA’s installer',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12\nARG VERSION\nRUN wget https://example.com/NVIDIA-Linux-x86_64-$VERSION.run && sh NVIDIA-Linux-x86_64-$VERSION.run --silent\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
  ],
  good: [
    {
      title: 'CUDA without the driver',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM nvidia/cuda:11.4.3-base-ubuntu20.04\nRUN apt-get update && apt-get install -y python3 cuda-toolkit-11-4 cuda-libraries-11-4 nvidia-utils-470\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'needed for the build only',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM nvidia/cuda:11.4.3-base-ubuntu20.04\nRUN apt-get update && apt-get install -y python3 libnvidia-compute-470 && apt-get purge -y "libnvidia-compute*"\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'the installer is only unpacked',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12\nRUN wget https://example.com/NVIDIA-Linux-x86_64-535.54.03.run && sh NVIDIA-Linux-x86_64-535.54.03.run -x\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
  ],
  check(subject, report) {
    for (const it of subject.packages) {
      if (it.manager !== 'apt' && it.manager !== 'yum') continue;
      const replacement = withoutDriver(it.name);
      if ((replacement === undefined && !isDriverPackage(it.name)) || isRemoved(subject, it)) continue;
      report({
        range: it.range,
        severity: replacement === undefined ? 'error' : 'warning',
        message:
          replacement === undefined
            ? `\`${it.name}\` is part of the NVIDIA driver. SageMaker puts the host’s driver into the container, and another one beside it fails with \`Driver/library version mismatch\`; leave it out.`
            : `\`${it.name}\` brings the NVIDIA driver along. SageMaker puts the host’s driver into the container, and another one beside it fails with \`Driver/library version mismatch\`; install \`${replacement}\`.`,
        fixes: fixes(subject, it, replacement),
      });
    }
    for (const command of subject.commands) {
      const installer = driverInstaller(command);
      if (!installer) continue;
      report({
        range: installer.range,
        message:
          'This installs the NVIDIA driver. SageMaker puts the host’s driver into the container, and another one beside it fails with `Driver/library version mismatch`; leave it out.',
      });
    }
  },
});

function fixes(subject: Subject, it: InstalledPackage, replacement: string | undefined): readonly Fix[] {
  if (replacement !== undefined) {
    const edits = [replace(it.range, replacement)];
    return it.version === '' && !it.local ? [{ title: `Install \`${replacement}\``, edits, safe: false }] : [];
  }
  const command = commandWith(subject, it.range);
  const beside = subject.packages.some(
    (other) => other !== it && command?.words.some((word) => word.range === other.range),
  );
  const edit = command && beside ? removeWord(subject, command, it.range) : undefined;
  return edit ? [{ title: `Leave out \`${it.name}\``, edits: [edit], safe: false }] : [];
}

/** Taken out again, by name or pattern, further down. */
function isRemoved({ dockerfile, commands }: Subject, { name, range }: InstalledPackage): boolean {
  const installed = dockerfile.offsetAt(range.start);
  return commands.some((command) => {
    const texts = command.words.map(textOf);
    if (dockerfile.offsetAt(command.range.start) < installed || !texts.some((it) => REMOVES.test(it))) return false;
    return texts.some((it) => it === name || (/^[^*]{4,}\*$/.test(it) && name.startsWith(it.replace(/\.?\*$/, ''))));
  });
}

const REMOVES = /^(?:remove|purge|autoremove|erase)$/;

/** `sh ./NVIDIA-Linux-….run`, not when it only unpacks. */
function driverInstaller(command: ShellCommand): ShellWord | undefined {
  const { name, word, args } = program(command);
  const script =
    name !== undefined && /^(?:ba|da)?sh$/.test(name) ? args.find((it) => !textOf(it).startsWith('-')) : word;
  if (!script || !isDriverInstaller(textOf(script))) return undefined;
  return args.some((it) => /^(?:-x|--extract-only|--uninstall|-h|--help|--check|--info)$/.test(textOf(it)))
    ? undefined
    : script;
}

function textOf({ value, raw }: ShellWord): string {
  return value.known ? value.value : raw;
}
