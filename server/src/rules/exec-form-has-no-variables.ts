import { isInterpreter } from '../../../contract/servers';
import type { RequirementId } from '../../../contract/requirements';
import type { Command, Word } from '../dockerfile/types';
import { readServerCommand } from '../readers/server-command';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { hasOnlyCmd } from './support/answered';
import { execForm, replace } from './support/edits';
import { baseName, headline } from './support/places';

const IMAGE = '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\nENV PORT=8080\n';
const OPTIONS = '"--workers", "2", "--timeout", "60", "app:app"';

export const execFormHasNoVariables = defineRule({
  id: 'exec-form-has-no-variables',
  summary: 'The exec form of ENTRYPOINT names no variables',
  requirements: ['LAUNCH-01', 'LAUNCH-02'],
  roles: ['training', 'inference', 'processing'],
  severity: 'error',
  fixable: true,
  why: 'Docker replaces no variables in ENTRYPOINT and CMD; in the shell form the shell does. In the exec form there is none, so the program gets the text `$PORT` itself: gunicorn and uvicorn end with "not a valid port number", Python finds no such file, and the container never starts.',
  remedy:
    'Write the value, let the program read the variable itself, or run a shell: `ENTRYPOINT ["/bin/sh", "-c", "exec gunicorn -b 0.0.0.0:$PORT app:app"]`.',
  bad: [
    {
      title: 'the port of gunicorn',
      files: { Dockerfile: `${IMAGE}ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:$PORT", ${OPTIONS}]\n` },
    },
    {
      title: 'the path of a script',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nENV APP=/opt/program\nCOPY train.py /opt/program/\nENTRYPOINT ["python", "${APP}/train.py"]\n',
        'train.py': 'print("training")\n',
      },
    },
  ],
  good: [
    {
      title: 'a shell that replaces it',
      files: {
        Dockerfile: `${IMAGE}ENTRYPOINT ["/bin/sh", "-c", "exec gunicorn -b 0.0.0.0:$PORT ${OPTIONS.replace(/[",]/g, '')}"]\n`,
      },
    },
    {
      title: 'a script of one’s own, which may do so',
      files: {
        Dockerfile: `${IMAGE}COPY run.sh /run.sh\nENTRYPOINT ["/run.sh", "$PORT"]\n`,
        '+x run.sh': `#!/bin/sh\neval "exec gunicorn -b 0.0.0.0:$1 ${OPTIONS.replace(/[",]/g, '')}"\n`,
      },
    },
  ],
  check(subject, report) {
    const { entrypoint, cmd } = subject.config;
    const setting = hasOnlyCmd(subject) ? cmd : entrypoint;
    if (setting.origin.from !== 'instruction' || !setting.value.known) return;
    const command = setting.value.value;
    const word = command?.form === 'exec' ? literalVariable(command) : undefined;
    if (!command || !word) return;
    const name = VARIABLE.exec(textOf(word))?.[0] ?? '';
    const line = throughShell(command);
    report({
      range: word.range,
      requirements: requirements(subject),
      message: `Nothing replaces \`${name}\` in the exec form: \`${baseName(textOf(command.words[0]))}\` gets it as it is written and ends with an error. Write the value, or run a shell: \`${line}\`.`,
      fixes:
        setting === entrypoint
          ? [
              {
                title: 'Run it by a shell',
                edits: [replace(headline(subject, setting.origin.instruction), line)],
                safe: false,
              },
            ]
          : [],
    });
  },
});

/** The same command line with a shell that replaces the variables and gives way to the program. */
function throughShell(command: Command): string {
  const words = command.words
    .map(textOf)
    .map((it) => (/^[\w@%+=:,./${}-]+$/.test(it) ? it : `"${it.replace(/["\\`]/g, '\\$&')}"`));
  return `ENTRYPOINT ${execForm(['/bin/sh', '-c', `exec ${words.join(' ')}`])}`;
}

const VARIABLE = /\$(?:[A-Z][A-Z0-9_]*|\{[A-Z][A-Z0-9_]*(?::?[-=+][^}]*)?\})/;

/** A word with a variable that goes to a program which surely replaces none: a web server, or Python as the path of a script or an option. */
function literalVariable(command: Command): Word | undefined {
  const texts = command.words.map(textOf);
  const first = texts[0] ?? '';
  if (texts.some((it) => /^-\w*[ce]$/.test(it) || /(?:^|\/)(?:ba|da|z|a|k)?sh$/.test(it))) return undefined;
  const python = isInterpreter(first) && /^python/.test(baseName(first));
  const server = readServerCommand(texts, () => NOWHERE);
  if (!python && (server === undefined || server.program === 'other' || server.program === 'plumber')) return undefined;
  // What a program of one's own does with its arguments is not known; where the program itself lies, is.
  const upTo = server ? command.words.length : 1 + texts.slice(1).findIndex((it) => !it.startsWith('-')) + 1;
  return command.words.slice(1, upTo).find((it) => VARIABLE.test(textOf(it)));
}

function textOf(word: Word | undefined): string {
  return word?.value.known === true ? word.value.value : '';
}

function requirements(subject: Subject): readonly RequirementId[] {
  return [
    ...(subject.has('training') ? (['LAUNCH-01'] as const) : []),
    ...(subject.has('inference') ? (['LAUNCH-02'] as const) : []),
    ...(subject.has('training') || subject.has('inference') ? [] : (['LAUNCH-08'] as const)),
  ];
}

const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
