import type { Range } from 'vscode-languageserver-types';
import { STUDIO_LARGEST_ID } from '../../../contract/limits';
import { program } from '../shell/program';
import type { ShellCommand } from '../shell/types';
import { defineRule } from './rule';

const KERNEL =
  '# sagemaker: roles=studio\nFROM python:3.12-slim\nRUN pip install ipykernel && useradd -m -u 1000 -g 100 dev\nUSER 1000\n';

export const studioFilesHaveLowOwner = defineRule({
  id: 'studio-files-have-low-owner',
  summary: 'No file belongs to a user or group above 65535',
  requirements: ['STUDIO-07'],
  roles: ['studio'],
  severity: 'error',
  fixable: false,
  why: 'Studio takes no image in which a file of any layer belongs to a user or group above 65535.',
  remedy:
    'Give the files to user 1000 and group 100, in the instruction that creates them: a `chown` further down leaves the old layer as it is.',
  bad: [
    {
      title: 'copied for a high number',
      files: { Dockerfile: `${KERNEL}COPY --chown=200000:100 tool.py /opt/tool/tool.py\n`, 'tool.py': '' },
    },
    {
      title: 'given to a high group',
      files: { Dockerfile: `${KERNEL}USER root\nRUN mkdir /opt/tool && chown -R 1000:70000 /opt/tool\nUSER 1000\n` },
    },
    {
      title: 'a user with a high number',
      files: { Dockerfile: `${KERNEL}USER root\nRUN useradd --uid=65536 -m other\nUSER 1000\n` },
    },
  ],
  good: [
    {
      title: 'low numbers',
      files: { Dockerfile: `${KERNEL}COPY --chown=1000:65535 tool.py /opt/tool/tool.py\n`, 'tool.py': '' },
    },
    {
      title: 'names',
      files: {
        Dockerfile: `${KERNEL}USER root\nRUN mkdir /opt/tool70000 && chown -R dev:users /opt/tool70000\nUSER 1000\n`,
      },
    },
  ],
  check(subject, report) {
    const complain = (id: string, range: Range): void => {
      report({
        range,
        message: `Files would belong to ${id}. Studio takes no image with a file whose user or group is above ${STUDIO_LARGEST_ID.value}; use 1000 and 100.`,
      });
    };
    for (const instruction of subject.stage.lineage) {
      const flag = instruction.flags.find((it) => it.name === 'chown');
      const id = flag?.value?.value.known ? highId(flag.value.value.value) : undefined;
      if (flag && id !== undefined) complain(id, flag.range);
    }
    for (const command of subject.commands) {
      for (const { id, range } of highOwners(command)) complain(id, range);
    }
  },
});

/** The part of `user:group` that is a number above the limit. */
function highId(owner: string): string | undefined {
  return owner.split(/[:.]/).find((it) => /^\d{1,10}$/.test(it) && Number(it) > STUDIO_LARGEST_ID.value);
}

/** `chown 70000 …`, `useradd -u 70000`, `groupadd -g 70000`. */
function highOwners(command: ShellCommand): readonly { readonly id: string; readonly range: Range }[] {
  const { name, args } = program(command);
  const found = args.flatMap((word, index) => {
    const text = word.value.known ? word.value.value : '';
    const previous = args[index - 1]?.value;
    const option = previous?.known ? previous.value : '';
    return [{ text, option, range: word.range }];
  });
  if (name === 'chown' || name === 'chgrp') {
    const owner = found.find((it) => !it.text.startsWith('-'));
    const id = owner && highId(owner.text);
    return owner && id !== undefined ? [{ id, range: owner.range }] : [];
  }
  if (name === undefined || !/^(?:user(?:add|mod)|group(?:add|mod)|adduser|addgroup)$/.test(name)) return [];
  return found.flatMap(({ text, option, range }) => {
    const value = /^(?:-u|--uid|-g|--gid)$/.test(option) ? text : (/^--[ug]id=(\d{1,10})$/.exec(text)?.[1] ?? '');
    const id = highId(value);
    return id === undefined ? [] : [{ id, range }];
  });
}
