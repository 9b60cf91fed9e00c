import { EFA_CONTAINER_OPTIONS, EFA_INSTALLER, EFA_SKIP_KMOD_FLAGS } from '../../../contract/gpu';
import { program } from '../shell/program';
import type { ShellCommand, ShellWord } from '../shell/types';
import { defineRule } from './rule';
import { replace } from './support/edits';
import { baseName } from './support/places';

const TRAIN = '#!/usr/bin/env python\nprint("training")\n';
const [SKIP_KMOD = ''] = EFA_SKIP_KMOD_FLAGS;

export const efaInstallerSkipsKmod = defineRule({
  id: 'efa-installer-skips-kmod',
  summary: 'The installer of EFA builds no kernel module',
  requirements: ['GPU-08'],
  roles: ['training', 'inference', 'processing'],
  severity: 'error',
  fixable: true,
  why: 'A container uses the kernel of its host. Without `--skip-kmod` the installer of the Elastic Fabric Adapter builds a module for the kernel of the machine on which the image is built; that fails, or gives a module that nothing can load.',
  remedy: `Run it as AWS’s own images do: \`${EFA_INSTALLER} ${EFA_CONTAINER_OPTIONS}\`.`,
  bad: [
    {
      title: 'the module is built',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12\nRUN curl -O https://efa-installer.amazonaws.com/aws-efa-installer-1.30.0.tar.gz && tar -xf aws-efa-installer-1.30.0.tar.gz \\\n    && cd aws-efa-installer && ./efa_installer.sh -y -g\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'run by bash',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12\nRUN cd /tmp/aws-efa-installer && bash -x efa_installer.sh -y\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
  ],
  good: [
    {
      title: 'as in AWS’s images',
      files: {
        Dockerfile: `# sagemaker: roles=training\nFROM python:3.12\nRUN cd /tmp/aws-efa-installer && ./efa_installer.sh ${EFA_CONTAINER_OPTIONS}\nCOPY train /usr/local/bin/train\n`,
        '+x train': TRAIN,
      },
    },
    {
      title: 'the short option, among others',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12\nRUN cd /tmp/aws-efa-installer && bash efa_installer.sh -y -kn\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
    {
      title: 'options that are not known, and commands that install nothing',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12\nARG OPTIONS\nRUN cd /tmp/aws-efa-installer && cat efa_installer.sh && ./efa_installer.sh --help && ./efa_installer.sh -y $OPTIONS\nCOPY train /usr/local/bin/train\n',
        '+x train': TRAIN,
      },
    },
  ],
  check(subject, report) {
    for (const command of subject.commands) {
      const found = installerOf(command);
      if (!found || skips(found.options)) continue;
      const { end } = found.word.range;
      report({
        range: found.word.range,
        severity: command.conditional ? 'warning' : 'error',
        message: `\`${EFA_INSTALLER}\` builds a kernel module here, and a container cannot load one: the build fails, or the module is of no use. Add \`${SKIP_KMOD}\`.`,
        fixes: [{ title: `Add \`${SKIP_KMOD}\``, edits: [replace({ start: end, end }, ` ${SKIP_KMOD}`)], safe: true }],
      });
    }
  },
});

/** The word that names the installer, where it is run itself or by a shell, and what follows it. */
function installerOf(
  command: ShellCommand,
): { readonly word: ShellWord; readonly options: readonly ShellWord[] } | undefined {
  const { name, word, args } = program(command);
  if (name === EFA_INSTALLER) return word && { word, options: args };
  if (name === undefined || !/^(?:ba|da)?sh$/.test(name)) return undefined;
  const at = args.findIndex((it) => !textOf(it).startsWith('-'));
  const script = args[at];
  return script && baseName(textOf(script)) === EFA_INSTALLER
    ? { word: script, options: args.slice(at + 1) }
    : undefined;
}

/** Options that are not known may hold the flag. */
function skips(options: readonly ShellWord[]): boolean {
  return options.some(
    (it) =>
      !it.value.known ||
      EFA_SKIP_KMOD_FLAGS.includes(it.value.value) ||
      /^-[a-z]*[kuh][a-z]*$|^--(?:uninstall|help|version|minimal)$/.test(it.value.value),
  );
}

function textOf({ value, raw }: ShellWord): string {
  return value.known ? value.value : raw;
}
