import { SERVE_WORD, TRAIN_WORD } from '../../../contract/launch';
import { parseDockerignore } from '../context/dockerignore';
import { expandSource } from '../context/expand-sources';
import { joinPath, relativeTo } from '../context/paths';
import { isIgnored } from '../context/walk-folder';
import type { Fix, Related } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { contextSourcesOf, stateOf, type ContextSource } from './support/context-sources';
import { replaceIn } from './support/edits';
import { baseName } from './support/places';

export const dockerignoreKeepsPrograms = defineRule({
  id: 'dockerignore-keeps-programs',
  summary: '.dockerignore lets through what the image needs',
  requirements: ['IMG-15'],
  roles: 'any',
  severity: 'error',
  fixable: true,
  why: 'A file that `.dockerignore` names is not sent to the builder. A COPY of it fails, and a COPY of its folder leaves it out without a word: the image then lacks its `train`, its `serve` or its start script.',
  remedy: 'Take the line out of `.dockerignore`, or add an exception: `!serve`.',
  bad: [
    {
      title: 'serve is kept out',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nCOPY app.py /app.py\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
        'app.py': 'print(1)\n',
        '.dockerignore': 'serve\n',
      },
    },
    {
      title: 'a folder comes without its train',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nENV PATH="/opt/program:${PATH}"\nCOPY program /opt/program\n',
        '+x program/train': '#!/usr/bin/env python\nprint("training")\n',
        'program/model.py': 'print(1)\n',
        '.dockerignore': '*\n!program\nprogram/train',
      },
    },
    {
      title: 'the start script is kept out',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nWORKDIR /app\nCOPY . /app\nENTRYPOINT ["python", "/app/start.py"]\n',
        'start.py': 'print("serving")\n',
        'model.py': 'print(1)\n',
        '.dockerignore': 'start.*\n',
      },
    },
    {
      title: 'another file',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY requirements.txt /tmp/\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
        'requirements.txt': 'numpy\n',
        '.dockerignore': '*.txt\n',
      },
    },
  ],
  good: [
    {
      title: 'an exception lets it through',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
        '.dockerignore': '*\n!serve\n',
      },
    },
    {
      title: 'what else is kept out does not matter',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nENV PATH="/opt/program:${PATH}"\nCOPY . /opt/program\n',
        '+x serve': '#!/usr/bin/env python\nprint("serving")\n',
        'test.py': 'print(1)\n',
        'tests/serve': 'print(1)\n',
        '.dockerignore': 'test*\n',
      },
    },
  ],
  check(subject, report) {
    const { ignoreFile, root } = subject.context;
    if (!ignoreFile || root === undefined) return;
    const wanted = wantedPrograms(subject);
    for (const source of contextSourcesOf(subject)) {
      for (const { path, explicit } of keptOut(source, subject, wanted)) {
        const relative = relativeTo(root, path);
        const name = baseName(path);
        const program = wanted.has(name) || (explicit && (name === TRAIN_WORD || name === SERVE_WORD));
        if (!explicit && !program) continue;
        report({
          range: source.word.range,
          severity: program ? 'error' : 'warning',
          message: explicit
            ? `\`${baseName(ignoreFile.path)}\` keeps \`${relative}\` out of the build context, so this ${source.instruction.keyword} finds nothing and the build fails. Add \`!${relative}\` to it.`
            : `\`${baseName(ignoreFile.path)}\` keeps \`${relative}\` out of the build context, so the image comes without it and nothing answers. Add \`!${relative}\` to it.`,
          related: related(subject, relative),
          fixes: exception(ignoreFile, relative),
        });
      }
    }
  },
});

/** Names of the programs that the starts look for and don't find. */
function wantedPrograms(subject: Subject): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [role, start] of [
    ['training', subject.train],
    ['inference', subject.serve],
    ['processing', subject.run],
  ] as const) {
    if (subject.has(role) && start.outcome.kind === 'not-found') names.add(baseName(start.outcome.program));
  }
  return names;
}

interface KeptOut {
  readonly path: string;
  /** COPY names it itself; otherwise it names the folder. */
  readonly explicit: boolean;
}

function keptOut(source: ContextSource, subject: Subject, wanted: ReadonlySet<string>): readonly KeptOut[] {
  const { context } = subject;
  if (context.root === undefined || !context.reliable) return [];
  const paths = expandSource(context.fs, context.root, source.pattern);
  if (stateOf(source, subject) === 'ignored') return paths.map((path) => ({ path, explicit: true }));
  return paths.flatMap((path) =>
    context.fs.stat(path)?.type === 'directory'
      ? [...wanted].flatMap((name) => {
          const inside = joinPath(path, name);
          return context.fs.stat(inside)?.type === 'file' && isIgnored(context, inside)
            ? [{ path: inside, explicit: false }]
            : [];
        })
      : [],
  );
}

function exception(ignoreFile: { readonly path: string; readonly text: string }, relative: string): readonly Fix[] {
  const { path, text } = ignoreFile;
  const lines = text.split('\n');
  const at = { line: lines.length - 1, character: (lines.at(-1) ?? '').length };
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const before = text === '' || text.endsWith('\n') ? '' : end;
  const edit = replaceIn(path, { start: at, end: at }, `${before}!${relative}${end}`);
  return [{ title: `Add \`!${relative}\` to ${baseName(path)}`, edits: [edit], safe: true }];
}

/** The line that keeps it out: the last one that matches and is no exception. */
function related(subject: Subject, relative: string): readonly Related[] {
  const { ignoreFile } = subject.context;
  if (!ignoreFile) return [];
  const lines = ignoreFile.text.split(/\r?\n/);
  const line = lines.findLastIndex((it) => parseDockerignore(it)(relative));
  if (line < 0) return [];
  const range = { start: { line, character: 0 }, end: { line, character: (lines[line] ?? '').length } };
  return [{ file: ignoreFile.path, range, message: 'This line keeps it out.' }];
}
