import { PRIVILEGED_TOOLS, type PrivilegedTool } from '../../../contract/privileged-tools';
import type { ImageFile } from '../context/types';
import { program } from '../shell/program';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { baseName, fileRange, relatedInFile } from './support/places';

export const noPrivilegedTools = defineRule({
  id: 'no-privileged-tools',
  summary: 'The image does without what needs a privileged container',
  requirements: ['LAUNCH-15'],
  roles: ['training', 'inference'],
  severity: 'warning',
  fixable: false,
  why: 'No job or endpoint can pass flags to `docker run`: there is no `--privileged`, no added capability, no `/dev/fuse`, no Docker socket. Programs that mount a bucket, start containers, or change the network or the kernel’s settings fail when they run.',
  remedy: 'Let SageMaker bring the data (FastFile mode, FSx for Lustre, EFS), and leave the rest out.',
  bad: [
    {
      title: 'a bucket as a file system',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y s3fs\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'downloaded, not installed',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nRUN curl -LO https://s3.amazonaws.com/mountpoint-s3-release/latest/x86_64/mount-s3.deb\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'the start script changes the kernel’s settings',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nCOPY app.py /app.py\n',
        '+x serve': '#!/bin/bash\nsysctl -w net.core.somaxconn=1024\nexec python /app.py\n',
        'app.py': 'print("serving")\n',
      },
    },
  ],
  good: [
    {
      title: 'packages that only sound like it',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y libfuse2 fuse && pip install s3fs docker\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'a start script that goes on without it, and one that only asks',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nCOPY app.py /app.py\n',
        '+x serve':
          '#!/bin/bash\nsysctl -w net.core.somaxconn=1024 || true\nsysctl net.core.somaxconn\nmount\nexec python /app.py\n',
        'app.py': 'print("serving")\n',
      },
    },
  ],
  check(subject, report) {
    for (const { manager, name, range } of subject.packages) {
      const tool = SYSTEM_MANAGERS.has(manager)
        ? PRIVILEGED_TOOLS.value.find((it) => it.packages.includes(name))
        : undefined;
      if (tool) report({ range, message: message(`\`${name}\``, tool) });
    }
    for (const command of subject.commands) {
      if (!FETCHES.has(program(command).name ?? '')) continue;
      const word = command.words.find((it) => it.value.known && DOWNLOADED.test(it.value.value));
      if (!word?.value.known) continue;
      const name = DOWNLOADED.exec(word.value.value)?.[1] ?? '';
      const tool = PRIVILEGED_TOOLS.value.find((it) => it.programs.includes(name));
      if (tool) report({ range: word.range, message: message(`\`${name}\``, tool) });
    }
    for (const file of startScripts(subject)) {
      for (const { value: argv, range } of subject.script(file)?.starts ?? []) {
        const tool = toolOf(argv);
        if (!tool || goesOn(file, range.end.line)) continue;
        report({
          range: fileRange(subject, file),
          message: message(`\`${argv.slice(0, 2).join(' ')}\` in \`${baseName(file.path)}\``, tool),
          related: relatedInFile(file, range, 'This fails on SageMaker.'),
        });
      }
    }
  },
});

const SYSTEM_MANAGERS: ReadonlySet<string> = new Set(['apt', 'apk', 'yum']);

const FETCHES: ReadonlySet<string> = new Set(['curl', 'wget', 'aria2c']);

/** The last part of an address or path that is the program itself, or a package of it. */
const DOWNLOADED = /^https?:\/\/\S{0,300}\/(goofys|mount-s3)(?:[-_.][\w.-]{0,40})?$/;

function message(what: string, tool: PrivilegedTool): string {
  return `${what} does not work on SageMaker, which gives containers ${tool.missing}. ${tool.instead}`;
}

/** Shell scripts that run when the container starts. */
function startScripts(subject: Subject): readonly ImageFile[] {
  const links = [
    ...(subject.has('training') ? subject.train.chain : []),
    ...(subject.has('inference') ? subject.serve.chain : []),
  ];
  return [...new Set(links.flatMap((it) => (it.file?.text !== undefined && isShell(it.file.text) ? [it.file] : [])))];
}

function isShell(text: string): boolean {
  return /^#![^\n]*\b(?:ba|da|z)?sh\b/.test(text);
}

/** The tool that a command line needs a privilege for; questions such as `mount` or `sysctl name` need none. */
function toolOf(argv: readonly string[]): PrivilegedTool | undefined {
  const [program = '', ...rest] = argv;
  const name = baseName(program);
  if ((name === 'mount' || name === 'docker') && rest.length < 2) return undefined;
  if (name === 'sysctl' && !rest.some((it) => it === '-w' || it === '--write' || it === '-p' || it.includes('=')))
    return undefined;
  return PRIVILEGED_TOOLS.value.find((it) => it.programs.includes(name));
}

/** `… || true`: the script expects that it may fail. */
function goesOn(file: ImageFile, line: number): boolean {
  return (file.text ?? '').split('\n')[line]?.includes('||') ?? false;
}
