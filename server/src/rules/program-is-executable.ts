import type { ImageFile } from '../context/types';
import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { addFlag, insertAfter } from './support/edits';
import { failedFiles } from './support/failed-files';
import { baseName, fileRange } from './support/places';

export const programIsExecutable = defineRule({
  id: 'program-is-executable',
  summary: 'The program that SageMaker starts has its execute bit',
  requirements: ['LAUNCH-11'],
  roles: ['training', 'inference', 'processing'],
  severity: 'warning',
  fixable: true,
  why: 'A file copied without the execute bit can’t be started: `exec: "serve": permission denied`. Git keeps the bit, downloads and Windows checkouts lose it.',
  remedy: 'Add `RUN chmod +x …` or `COPY --chmod=755 …`, and set the bit in Git: `git update-index --chmod=+x serve`.',
  bad: [
    {
      title: 'serve without the bit',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        serve: '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
    {
      title: 'copied with its folder',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nENV PATH="/opt/program:${PATH}"\nCOPY program /opt/program\n',
        'program/train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
    {
      title: 'the bit is taken away',
      files: {
        Dockerfile: '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY --chmod=644 train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
  ],
  good: [
    {
      title: 'chmod in the Dockerfile',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nRUN chmod +x /usr/local/bin/serve\n',
        serve: '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
    {
      title: 'the file has it',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
    {
      title: 'an interpreter needs none',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve.py /opt/program/serve.py\nENTRYPOINT ["python", "/opt/program/serve.py"]\n',
        'serve.py': 'print("serving")\n',
      },
    },
  ],
  check(subject, report) {
    for (const { file, commands } of failedFiles(subject, 'not-executable')) {
      const repaired = repairedBy(subject, baseName(file.path));
      const name = baseName(file.path);
      report({
        range: fileRange(subject, file),
        severity: repaired ? 'hint' : 'warning',
        message: repaired
          ? `\`${name}\` has no execute bit here; \`${repaired}\` sets it before the build. A build without that script fails on SageMaker with "permission denied".`
          : `\`${commands[0] ?? ''}\` will fail with "permission denied": \`${file.path}\` is copied without its execute bit. Add \`RUN chmod +x ${file.path}\`.`,
        fixes: fixes(subject, file),
      });
    }
  },
});

function fixes(subject: Subject, file: ImageFile): readonly Fix[] {
  const { instruction } = file;
  if (!instruction || instruction.onbuild || !subject.stage.instructions.includes(instruction)) return [];
  const run: Fix = {
    title: `Add \`RUN chmod +x ${file.path}\``,
    edits: [insertAfter(subject, instruction, `RUN chmod +x ${file.path}`)],
    safe: true,
  };
  const single =
    instruction.keyword === 'COPY' &&
    instruction.words.length === 2 &&
    !instruction.flags.some((it) => it.name === 'chmod');
  if (!single) return [run];
  return [run, { title: 'Add `--chmod=755` to the COPY', edits: [addFlag(instruction, '--chmod=755')], safe: false }];
}

const BUILD_FILE = /\.(?:sh|ya?ml|ipynb|ps1|bat)$|^(?:Makefile|Justfile|makefile)$/;

/** A script or notebook beside the Dockerfile that runs chmod on the file before the build; two thirds of real cases have one. */
function repairedBy(subject: Subject, name: string): string | undefined {
  const { fs, root } = subject.context;
  const own = subject.path.slice(0, subject.path.lastIndexOf('/'));
  const folders = new Set([own, ...(root === undefined ? [] : [root, parentOf(root)])]);
  for (const folder of folders) {
    for (const entry of fs.list(folder)) {
      if (!BUILD_FILE.test(entry)) continue;
      const text = fs.read(`${folder}/${entry}`);
      if (text !== undefined && mentionsChmod(text, name)) return entry;
    }
  }
  return undefined;
}

function mentionsChmod(text: string, name: string): boolean {
  for (const line of text.split('\n')) {
    const at = line.indexOf('chmod');
    if (at < 0) continue;
    const rest = line.slice(at);
    if (
      /\bchmod\s+(?:-R\s+)?(?:[ugoa]*\+[rwx]*x|0?[0-7]*[1357][0-7]*)\b/.test(rest) &&
      new RegExp(`[/\\s"'*]${escape(name)}(?:[\\s"'\\\\;&]|$)|-R|\\*`).test(rest)
    )
      return true;
  }
  return false;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
