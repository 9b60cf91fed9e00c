import type { Range } from 'vscode-languageserver-types';
import type { Fix, Severity } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { replace } from './support/edits';
import { settingRange } from './support/places';

const IMAGE = '# sagemaker: roles=inference\nFROM python:3.12-slim\n';
const SERVE = 'COPY serve /opt/program/serve\n';
const FILES = { '+x serve': '#!/usr/bin/env python\nprint("serving")\n' };

export const pathKeepsSystemFolders = defineRule({
  id: 'path-keeps-system-folders',
  summary: 'PATH still holds the folders of the system',
  requirements: ['LAUNCH-01', 'LAUNCH-02'],
  roles: ['training', 'inference', 'processing'],
  severity: 'error',
  fixable: true,
  why: '`ENV PATH=…` replaces the whole of PATH. Without the folders that the base image had on it, neither the kernel nor your scripts find `sh`, `env`, `python` or `gunicorn`: `docker run IMAGE train` and `serve` end with `No such file or directory`.',
  remedy: 'Add to it instead: `ENV PATH="/opt/program:${PATH}"`.',
  bad: [
    {
      title: 'only the program’s folder',
      files: { Dockerfile: `${IMAGE}${SERVE}ENV PATH=/opt/program\n`, ...FILES },
    },
    {
      title: 'Python’s own folder is missing',
      files: { Dockerfile: `${IMAGE}${SERVE}ENV PATH=/opt/program:/usr/bin:/bin\n`, ...FILES },
    },
  ],
  good: [
    {
      title: 'added in front',
      files: { Dockerfile: `${IMAGE}${SERVE}ENV PATH="/opt/program:\${PATH}"\n`, ...FILES },
    },
    {
      title: 'all of it written out',
      files: {
        Dockerfile: `${IMAGE}${SERVE}ENV PATH=/opt/program:/usr/local/bin:/usr/bin:/bin\n`,
        ...FILES,
      },
    },
    {
      title: 'a virtual environment instead of the system’s Python',
      files: {
        Dockerfile: `${IMAGE}RUN python -m venv /venv\n${SERVE}ENV PATH=/opt/program:/venv/bin:/usr/bin:/bin\n`,
        ...FILES,
      },
    },
  ],
  check(subject, report) {
    const { path } = subject.config;
    const row = subject.stage.base.row;
    if (
      !path.value.known ||
      path.origin.from !== 'instruction' ||
      row?.kind === 'scratch' ||
      row?.kind === 'distroless'
    )
      return;
    const folders = path.value.value;
    const lost = lostFolder(subject, folders);
    if (lost === undefined) return;
    const range = settingRange(subject, path);
    report({
      range,
      severity: row ? severity(folders, lost) : 'warning',
      message: `PATH is \`${folders.join(':')}\` here, without \`${lost}\`: ${lost === PYTHON_HOME ? 'the Python of the base image and what pip installs are not found there' : 'programs of the system such as `sh`, `env` and `mkdir` are not found'} when SageMaker starts the container. Add to it: \`ENV PATH="${added(folders)}:\${PATH}"\`.`,
      fixes: fixes(subject, folders, range),
    });
  },
});

const SYSTEM = ['/usr/bin', '/bin'];
/** Where the official images of Python have it. */
const PYTHON_HOME = '/usr/local/bin';

function lostFolder(subject: Subject, folders: readonly string[]): string | undefined {
  if (!SYSTEM.some((it) => folders.includes(it))) return '/usr/bin';
  const row = subject.stage.base.row;
  if (row?.kind !== 'language' || !row.packages.includes('pip') || folders.includes(PYTHON_HOME)) return undefined;
  const others = folders.filter((it) => !row.path.includes(it));
  const mayHold = (folder: string): boolean =>
    ['python', 'python3'].some((it) => subject.files.lookup(`${folder}/${it}`).state !== 'absent');
  return others.some(mayHold) ? undefined : PYTHON_HOME;
}

/** A folder `bin` of another installation (conda, a virtual environment) may hold all that is run. */
function severity(folders: readonly string[], lost: string): Severity {
  return lost === PYTHON_HOME || folders.some((it) => it.endsWith('/bin')) ? 'warning' : 'error';
}

function added(folders: readonly string[]): string {
  const own = folders.filter((it) => !SYSTEM.includes(it));
  return (own.length > 0 ? own : folders).join(':');
}

/** Only where the value is written as it is in force. */
function fixes(subject: Subject, folders: readonly string[], range: Range): readonly Fix[] {
  const { dockerfile } = subject;
  const lines = dockerfile.text.split('\n');
  const written = lines[range.start.line]?.slice(range.start.character, range.end.character) ?? '';
  if (range.start.line !== range.end.line || written !== `PATH=${folders.join(':')}`) return [];
  const end = { line: range.end.line, character: range.end.character };
  return [{ title: 'Keep what was on PATH', edits: [replace({ start: end, end }, ':${PATH}')], safe: true }];
}
