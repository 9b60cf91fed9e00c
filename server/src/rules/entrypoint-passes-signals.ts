import type { Fix } from '../lint/finding';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { execForm, replace } from './support/edits';
import { fileRange, headline, relatedInFile } from './support/places';

export const entrypointPassesSignals = defineRule({
  id: 'entrypoint-passes-signals',
  summary: 'A shell in front of the program hands over to it with `exec`',
  requirements: ['LAUNCH-05'],
  roles: ['training', 'inference', 'processing'],
  severity: 'warning',
  fixable: true,
  why: 'When SageMaker stops a job or endpoint it sends SIGTERM to process 1. A shell that waits for its child keeps the signal to itself: the model is not saved, requests in flight are lost, and the container is killed after 120 s (training) or 30 s (hosting).',
  remedy: 'Write `exec` before the last command of the script, or forward the signal with a trap.',
  bad: [
    {
      title: 'sh -c without exec',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\nENTRYPOINT ["/bin/sh", "-c", "gunicorn --bind 0.0.0.0:8080 --workers 2 --timeout 60 app:app"]\n',
      },
    },
    {
      title: 'a start script without exec',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY start.sh train.py /opt/program/\nENTRYPOINT ["/opt/program/start.sh"]\n',
        '+x start.sh': '#!/bin/bash\nset -e\npython /opt/program/train.py\n',
        'train.py': 'print(1)\n',
      },
    },
  ],
  good: [
    {
      title: 'sh -c with exec',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn\nENTRYPOINT ["/bin/sh", "-c", "exec gunicorn --bind 0.0.0.0:8080 --workers 2 --timeout 60 app:app"]\n',
      },
    },
    {
      title: 'a start script with exec',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY start.sh train.py /opt/program/\nENTRYPOINT ["/opt/program/start.sh"]\n',
        '+x start.sh': '#!/bin/bash\nset -e\nexec python /opt/program/train.py\n',
        'train.py': 'print(1)\n',
      },
    },
  ],
  check(subject, report) {
    const { entrypoint } = subject.config;
    if (entrypoint.origin.from !== 'instruction' || !entrypoint.value.known || entrypoint.value.value?.form !== 'exec')
      return;
    const words = entrypoint.value.value.words.map((it) => (it.value.known ? it.value.value : undefined));
    const range = headline(subject, entrypoint.origin.instruction);
    const [shell, flag, script] = words;
    if (shell !== undefined && /(?:^|\/)(?:ba|da)?sh$/.test(shell) && flag !== undefined && /^-[a-z]*c$/.test(flag)) {
      if (script === undefined || /\bexec\s|\btrap\s|"\$@"/.test(script) || script.trim() === '') return;
      report({
        range,
        message: `\`${shell} -c\` stays process 1 and keeps SIGTERM to itself, so the program is killed instead of stopped. Write \`exec\` before the command it ends with.`,
        fixes: fixes(words, range),
      });
      return;
    }
    reportScript(subject, report);
  },
});

function fixes(words: readonly (string | undefined)[], range: Parameters<typeof replace>[0]): readonly Fix[] {
  const [shell, flag, script, ...rest] = words;
  if (shell === undefined || flag === undefined || script === undefined || rest.some((it) => it === undefined))
    return [];
  if (/[|\n]|\bfor\b|\bif\b/.test(script)) return [];
  const parts = /^([\s\S]*(?:&&|;)\s*)?([^;&]+)$/.exec(script.trim());
  if (!parts?.[2]) return [];
  const line = `ENTRYPOINT ${execForm([shell, flag, `${parts[1] ?? ''}exec ${parts[2]}`, ...rest.filter((it) => it !== undefined)])}`;
  return [{ title: 'Hand over with `exec`', edits: [replace(range, line)], safe: true }];
}

/** The script that ENTRYPOINT runs ends in a plain command. */
function reportScript(subject: Subject, report: Parameters<typeof entrypointPassesSignals.check>[1]): void {
  const starts = [
    ...(subject.has('training') ? [subject.train] : []),
    ...(subject.has('inference') ? [subject.serve] : []),
    subject.run,
  ];
  const link = starts.flatMap((it) => it.chain.slice(0, 2)).find((it) => it.file && subject.script(it.file));
  const file = link?.file;
  const facts = file && subject.script(file);
  if (!file || !facts || facts.endsWithExec || facts.trapsTerm || facts.dispatchesOn.length > 0) return;
  const last = facts.starts[facts.starts.length - 1];
  if (!last || facts.starts.length + facts.servers.length !== 1) return;
  report({
    range: fileRange(subject, file),
    severity: subject.has('training') ? 'info' : 'hint',
    message: `The shell that runs \`${file.path}\` stays process 1 and keeps SIGTERM to itself, so the program is killed instead of stopped. Write \`exec\` before its last command.`,
    related: relatedInFile(file, last.range, 'This command should take the place of the shell.'),
  });
}
