import type { ImageFile } from '../context/types';
import type { Fix } from '../lint/finding';
import { hasCrlf } from '../readers/shebang';
import { languageOf } from '../start/language';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { replaceIn } from './support/edits';
import { failedFiles, startsOf } from './support/failed-files';
import { baseName, fileRange } from './support/places';

export const scriptHasUnixLineEnds = defineRule({
  id: 'script-has-unix-line-ends',
  summary: 'Scripts that SageMaker starts have LF line ends',
  requirements: ['LAUNCH-12'],
  roles: ['training', 'inference', 'processing'],
  severity: 'error',
  fixable: true,
  why: 'With Windows line ends the kernel looks for an interpreter called `python\\r`: `/usr/bin/env: ‘python\\r’: No such file or directory`, exit code 127. A shell script run by `bash` stumbles over `\\r` as well.',
  remedy:
    'Save the file with LF line ends, and keep it so with `train text eol=lf` and `*.sh text eol=lf` in .gitattributes.',
  bad: [
    {
      title: 'serve from Windows',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\r\nprint("serving")\r\n',
      },
    },
    {
      title: 'a shell script run by bash',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY start.sh /opt/program/start.sh\nENTRYPOINT ["bash", "/opt/program/start.sh"]\n',
        'start.sh': 'set -e\r\nexec python /opt/program/train.py\r\n',
      },
    },
  ],
  good: [
    {
      title: 'LF',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
      },
    },
    {
      title: 'repaired in the build',
      files: {
        Dockerfile:
          "# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nRUN sed -i 's/\\r$//' /usr/local/bin/serve\n",
        '+x serve': '#!/usr/bin/env python\r\nprint("serving")\r\n',
      },
    },
    {
      title: 'Python reads both',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve.py /opt/program/serve.py\nENTRYPOINT ["python", "/opt/program/serve.py"]\n',
        'serve.py': 'print("serving")\r\n',
      },
    },
  ],
  check(subject, report) {
    const found = new Map<string, { file: ImageFile; command: string }>();
    for (const { file, commands } of failedFiles(subject, 'crlf'))
      found.set(file.path, { file, command: commands[0] ?? '' });
    for (const { file, command } of shellScripts(subject))
      if (!found.has(file.path)) found.set(file.path, { file, command });
    for (const { file, command } of found.values()) {
      report({
        range: fileRange(subject, file),
        message: `\`${command}\` will fail: \`${baseName(file.path)}\` has Windows line ends, so Linux looks for an interpreter or command that ends in \`\\r\`. Save it with LF line ends.`,
        fixes: fixes(file),
      });
    }
  },
});

/** Shell scripts that an interpreter runs: no execute bit or shebang is needed, LF is. */
function shellScripts(subject: Subject): readonly { readonly file: ImageFile; readonly command: string }[] {
  return startsOf(subject).flatMap(({ start, command }) =>
    start.chain.flatMap(({ file }) =>
      file?.text !== undefined &&
      !file.lineEndsRepaired &&
      hasCrlf(file.text) &&
      languageOf(file) === 'shell' &&
      file.path !== ''
        ? [{ file, command }]
        : [],
    ),
  );
}

function fixes(file: ImageFile): readonly Fix[] {
  if (file.source === undefined || file.text === undefined) return [];
  const lines = file.text.split('\n');
  const end = { line: lines.length - 1, character: lines[lines.length - 1]?.length ?? 0 };
  const edit = replaceIn(file.source, { start: { line: 0, character: 0 }, end }, file.text.replaceAll('\r\n', '\n'));
  return [{ title: `Save ${baseName(file.path)} with LF line ends`, edits: [edit], safe: true }];
}
