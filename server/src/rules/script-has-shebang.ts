import type { ImageFile } from '../context/types';
import type { Fix } from '../lint/finding';
import { readShebang } from '../readers/shebang';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { replaceIn } from './support/edits';
import { failedFiles } from './support/failed-files';
import { baseName, fileRange, relatedInFile } from './support/places';

export const scriptHasShebang = defineRule({
  id: 'script-has-shebang',
  summary: 'The script that SageMaker starts names an interpreter that the image has',
  requirements: ['LAUNCH-12'],
  roles: ['training', 'inference', 'processing'],
  severity: 'error',
  fixable: true,
  why: 'Docker executes the file itself, not through a shell. Without a first line such as `#!/usr/bin/env python3` it fails with "exec format error"; with an interpreter that the image lacks it fails with "no such file or directory".',
  remedy: 'Begin the script with the path of an interpreter that is in the image.',
  bad: [
    {
      title: 'no first line',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': 'import os\nprint("serving")\n',
      },
    },
    {
      title: 'no python in the image',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM ubuntu:22.04\nRUN apt-get update && apt-get install -y python3\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
  ],
  good: [
    {
      title: 'python of the base',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
    {
      title: 'python3 from a package',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM ubuntu:22.04\nRUN apt-get update && apt-get install -y python3\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python3\nprint("training")\n',
      },
    },
    {
      title: 'a link gives the name',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM ubuntu:22.04\nRUN apt-get update && apt-get install -y python3 && ln -s /usr/bin/python3 /usr/bin/python\nCOPY train /usr/local/bin/train\n',
        '+x train': '#!/usr/bin/env python\nprint("training")\n',
      },
    },
  ],
  check(subject, report) {
    for (const { file, commands } of failedFiles(subject, 'bad-shebang')) {
      report({
        range: fileRange(subject, file),
        message: message(file, commands[0] ?? ''),
        related: relatedInFile(file, firstLine(file), 'The first line decides what runs the script.'),
        fixes: fixes(subject, file),
      });
    }
  },
});

function message(file: ImageFile, command: string): string {
  const shebang = file.text === undefined ? undefined : readShebang(file.text);
  const name = baseName(file.path);
  if (!shebang)
    return `\`${command}\` will fail with "exec format error": \`${name}\` does not begin with \`#!\`. Name its interpreter in the first line.`;
  if (shebang.bom)
    return `\`${command}\` will fail with "exec format error": a byte order mark stands before the \`#!\` of \`${name}\`. Save it without BOM.`;
  if (shebang.interpreter.includes('\\n'))
    return `\`${command}\` will fail with "no such file or directory": \`${name}\` is one line, since the \`echo\` of this shell makes no line end of \`\\n\`. Write the file with \`printf\` or a heredoc.`;
  return `\`${command}\` will fail with "no such file or directory": \`${name}\` wants \`${shebang.interpreter}\`, which is not in the image. Install it or name another interpreter.`;
}

function fixes(subject: Subject, file: ImageFile): readonly Fix[] {
  if (file.source === undefined || file.text === undefined) return [];
  const shebang = readShebang(file.text);
  if (shebang?.bom) {
    const start = { line: 0, character: 0 };
    return [
      {
        title: 'Remove the byte order mark',
        edits: [replaceIn(file.source, { start, end: { line: 0, character: 1 } }, '')],
        safe: true,
      },
    ];
  }
  const line = shebang ? otherPython(shebang.interpreter, subject) : interpreterLine(file.text, subject);
  if (line === undefined) return [];
  const edit = shebang
    ? replaceIn(file.source, firstLine(file), line)
    : replaceIn(file.source, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, `${line}\n`);
  return [{ title: `Begin ${baseName(file.path)} with \`${line}\``, edits: [edit], safe: true }];
}

function firstLine(file: ImageFile): {
  start: { line: number; character: number };
  end: { line: number; character: number };
} {
  const text = file.text ?? '';
  const end = text.search(/[\r\n]/);
  return { start: { line: 0, character: 0 }, end: { line: 0, character: end < 0 ? text.length : end } };
}

/** `python` ↔ `python3`, when the other one is surely there. */
function otherPython(interpreter: string, subject: Subject): string | undefined {
  const name = baseName(interpreter);
  const other = name === 'python' ? 'python3' : name === 'python3' ? 'python' : undefined;
  return other !== undefined && has(subject, other) ? `#!/usr/bin/env ${other}` : undefined;
}

function interpreterLine(text: string, subject: Subject): string | undefined {
  if (/^\s*(?:import|from)\s+\w+|^\s*def\s+\w+\(|\bprint\(/m.test(text)) {
    return has(subject, 'python3')
      ? '#!/usr/bin/env python3'
      : has(subject, 'python')
        ? '#!/usr/bin/env python'
        : undefined;
  }
  return has(subject, 'bash') ? '#!/bin/bash' : has(subject, 'sh') ? '#!/bin/sh' : undefined;
}

function has(subject: Subject, program: string): boolean {
  if (subject.stage.base.row?.has.includes(program)) return true;
  return subject.files.which(program, ['/usr/local/bin', '/usr/bin', '/bin']).state === 'present';
}
