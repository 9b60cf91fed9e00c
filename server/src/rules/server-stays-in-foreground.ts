import type { ImageFile } from '../context/types';
import type { FoundServer } from '../start/types';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { isLastProgram, isLeftInBackground } from './support/ends-container';
import { baseName } from './support/places';
import { placeOf } from './support/server-fixes';
import { servingStart } from './support/serving';

const DOCKERFILE =
  '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install gunicorn supervisor\nCOPY serve supervisord.conf /opt/program/\nENV PATH="/opt/program:${PATH}"\n';
const GUNICORN = 'gunicorn -b 0.0.0.0:8080 -w 2 -t 60 app:app';
const CONFIG = `[program:app]\ncommand=${GUNICORN}\n`;
const SUPERVISORD = 'supervisord -c /opt/program/supervisord.conf';

export const serverStaysInForeground = defineRule({
  id: 'server-stays-in-foreground',
  summary: 'What starts the server does not return while the server runs',
  requirements: ['LAUNCH-02', 'WEB-05'],
  roles: ['inference'],
  severity: 'error',
  fixable: false,
  why: 'A container lives as long as its first program. `torchserve --start`, `supervisord`, `gunicorn --daemon` and commands with `&` start the server in the background and return; when nothing comes after them, the container ends at once and the endpoint fails.',
  remedy:
    'Keep it in the foreground (`torchserve --foreground`, `supervisord -n` or `nodaemon=true`, no `--daemon`, no `&`), or end the script with `wait`.',
  bad: [
    {
      title: 'supervisord without nodaemon',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/bin/sh\nexec ${SUPERVISORD}\n`,
        'supervisord.conf': `[supervisord]\nuser=root\n${CONFIG}`,
      },
    },
    {
      title: 'TorchServe that only starts',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nRUN pip install torchserve\nCOPY serve /usr/local/bin/serve\n',
        '+x serve': '#!/bin/bash\ntorchserve --start --model-store /opt/ml/model --models all\n',
      },
    },
    {
      title: 'Python that does not wait',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/usr/bin/env python\nimport subprocess\nsubprocess.Popen(${JSON.stringify(GUNICORN.split(' '))})\nprint("started")\n`,
        'supervisord.conf': CONFIG,
      },
    },
    {
      title: 'the last command ends in &',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/bin/bash\nnohup ${GUNICORN} > /tmp/log 2>&1 &\n`,
        'supervisord.conf': CONFIG,
      },
    },
  ],
  good: [
    {
      title: 'supervisord with nodaemon',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/bin/sh\nexec ${SUPERVISORD}\n`,
        'supervisord.conf': `[supervisord]\nnodaemon=true\n${CONFIG}`,
      },
    },
    {
      title: 'supervisord -n',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/bin/sh\nexec ${SUPERVISORD} -n\n`,
        'supervisord.conf': CONFIG,
      },
    },
    {
      title: 'the script waits',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/bin/bash\n${GUNICORN} &\nwait -n\n`,
        'supervisord.conf': CONFIG,
      },
    },
    {
      title: 'Python that waits',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/usr/bin/env python\nimport subprocess\nserver = subprocess.Popen(${JSON.stringify(GUNICORN.split(' '))})\nserver.wait()\n`,
        'supervisord.conf': CONFIG,
      },
    },
    {
      title: 'something else keeps the container alive',
      files: {
        Dockerfile: DOCKERFILE,
        '+x serve': `#!/bin/bash\n${SUPERVISORD}\ntail -f /dev/null\n`,
        'supervisord.conf': CONFIG,
      },
    },
  ],
  check(subject, report) {
    const start = servingStart(subject);
    for (const { program, range, file, config } of start.detached) {
      if (!isLastProgram(start, { program, range, file }) || isOwnConfig(subject, file)) continue;
      report({
        ...placeOf(subject, file, range, 'It is started here.'),
        message: `\`${program}\` goes into the background, since \`${baseName(config.path)}\` does not set \`nodaemon=true\`: the container ends at once and the endpoint fails. Set it in \`[supervisord]\`, or start \`${program} -n\`.`,
      });
    }
    for (const found of start.servers) reportServer(subject, found, report);
  },
});

/** A program that another supervisor starts: that one keeps the container alive. */
function isOwnConfig(subject: Subject, file: FoundServer['file']): boolean {
  return file !== undefined && servingStart(subject).detached.some((it) => it.config.path === file.path);
}

function reportServer(
  subject: Subject,
  { server, file }: FoundServer,
  report: Parameters<typeof serverStaysInForeground.check>[1],
): void {
  const { program, range } = server;
  if (program === 'nginx' && server.background !== false) return;
  const at = { program, range, file };
  if (file && isOnlyLaunched(subject, file)) {
    report({
      ...placeOf(subject, file, range, 'The server is started here.'),
      message: `\`${baseName(file.path)}\` starts \`${program}\` with \`Popen\` and ends without waiting for it, so the container ends at once and the endpoint fails. Use \`subprocess.run\`, or wait for the process.`,
    });
    return;
  }
  const daemon = server.background === true && isLastProgram(servingStart(subject), at);
  if (!daemon && !isLeftInBackground(servingStart(subject), at)) return;
  const advice = daemon ? ADVICE[program] : 'Leave the `&` out, or end the script with `wait`.';
  report({
    ...placeOf(subject, file, range, 'The server is started here.'),
    message: `\`${program}\` is the last program of the container and runs in the background, so the container ends at once and the endpoint fails. ${advice ?? 'Keep it in the foreground.'}`,
  });
}

/** The first program of the container is a Python file that starts it by `Popen` and does nothing more that takes time. */
function isOnlyLaunched(subject: Subject, file: ImageFile): boolean {
  const text = file.text ?? '';
  const first = servingStart(subject).chain[0]?.file;
  return (
    first?.path === file.path && subject.python(file) !== undefined && text.includes('Popen(') && !STAYS.test(text)
  );
}

/** Waiting, looping, sleeping, or running something else in its own process. */
const STAYS =
  /\bwait|communicate|\bwhile\b|\bpause\(|sleep|\bjoin\(|\bpoll\(|\brun\(|\bcall\(|check_(?:call|output)|\bserve|\bexec|\binput\(|\bstdout\b|asyncio|os\.system|with\s+(?:subprocess\.)?Popen/;

const ADVICE: Readonly<Record<string, string>> = {
  torchserve: 'Add `--foreground`.',
  'multi-model-server': 'Add `--foreground`.',
  gunicorn: 'Leave `--daemon` out.',
};
