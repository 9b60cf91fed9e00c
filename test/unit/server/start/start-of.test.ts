import { describe, expect, it } from 'vitest';
import type { Start } from '../../../../server/src/start/types';
import { subjectOf } from '../subject-of';

const HEAD = '# sagemaker: roles=training,inference\nFROM python:3.12-slim\nWORKDIR /app\n';
const GUNICORN = 'gunicorn -b 0.0.0.0:8080 app:app';
const ARGPARSE = 'import argparse\np = argparse.ArgumentParser()\np.add_argument("--epochs")\nargs = p.parse_args()\n';

/** `runs gunicorn:8080`, `not-found serve`, `rejects`. */
function told(start: Start): string {
  const { outcome } = start;
  if (outcome.kind === 'not-found') return `not-found ${outcome.program}`;
  if (outcome.kind === 'rejects') return outcome.knows ? `knows ${outcome.knows.join(',')}` : 'rejects';
  const servers = start.servers.map(({ server }) => `${server.program}:${server.port?.value ?? ''}`);
  return [outcome.kind, ...servers].join(' ');
}

const serve = (text: string, files: Record<string, string> = {}, head = HEAD): string =>
  told(subjectOf({ Dockerfile: `${head}${text}`, ...files }).serve);

/** An ENTRYPOINT that is this script. */
const script = (text: string, files: Record<string, string> = {}): string =>
  serve('COPY run.sh .\nENTRYPOINT ["/app/run.sh"]\n', { '+x run.sh': `#!/bin/bash\n${text}`, ...files });

describe('docker run IMAGE serve', () => {
  it.each<[string, string, Record<string, string>, string]>([
    ['nothing', '', {}, 'not-found serve'],
    [
      'a program on PATH',
      'COPY serve /usr/bin/serve\n',
      { '+x serve': `#!/bin/sh\nexec ${GUNICORN}\n` },
      'runs gunicorn:8080',
    ],
    ['without its execute bit', 'COPY serve /usr/bin/serve\n', { serve: '#!/bin/sh\n' }, 'not-executable'],
    ['without a first line', 'COPY serve /usr/bin/serve\n', { '+x serve': 'print(1)\n' }, 'bad-shebang'],
    ['with Windows line ends', 'COPY serve /usr/bin/serve\n', { '+x serve': '#!/bin/sh\r\n' }, 'crlf'],
    ['a server that takes anything', 'ENTRYPOINT ["gunicorn", "-b", ":8080", "app:app"]\n', {}, 'runs gunicorn:8080'],
    ['a server that does not', 'ENTRYPOINT ["uvicorn", "app:app", "--port", "8080"]\n', {}, 'rejects'],
    [
      'a shell that drops the word',
      'ENTRYPOINT ["sh", "-c", "exec uvicorn app:app --port 8080"]\n',
      {},
      'runs uvicorn:8080',
    ],
    [
      'a shell that hands it on',
      'ENTRYPOINT ["sh", "-c", "exec uvicorn app:app --port 8080 \\"$@\\"", "--"]\n',
      {},
      'rejects',
    ],
    [
      'a shell that is given the word as its script',
      'COPY serve /usr/bin/\nENTRYPOINT ["bash", "-c"]\n',
      { '+x serve': '#!/bin/sh\n' },
      'runs',
    ],
    [
      'an interpreter and a file of that name',
      'COPY . .\nENTRYPOINT ["python"]\n',
      { serve: 'from flask import Flask\napp = Flask(__name__)\napp.run(host="0.0.0.0", port=8080)\n' },
      'runs flask:8080',
    ],
    ['an interpreter and no such file', 'COPY . .\nENTRYPOINT ["python"]\n', { 'app.py': '' }, 'not-found serve'],
    [
      'a script that is missing',
      'COPY . .\nENTRYPOINT ["python", "/app/x.py"]\n',
      { 'app.py': '' },
      'not-found /app/x.py',
    ],
    [
      'a relative path that is missing',
      'COPY . .\nWORKDIR /\nENTRYPOINT ["./run.sh"]\n',
      { '+x run.sh': '#!/bin/sh\n' },
      'not-found ./run.sh',
    ],
    ['an init that is not installed', 'ENTRYPOINT ["tini", "--", "gunicorn", "app:app"]\n', {}, 'not-found tini'],
    [
      'an init that is',
      'RUN apt-get install -y tini\nENTRYPOINT ["tini", "--", "gunicorn", "app:app"]\n',
      {},
      'runs gunicorn:',
    ],
    ['supervisord', 'RUN apt-get install -y supervisor\nENTRYPOINT ["supervisord", "-n"]\n', {}, 'rejects'],
    ['argparse', 'COPY . .\nENTRYPOINT ["python", "train.py"]\n', { 'train.py': ARGPARSE }, 'rejects'],
    [
      'argparse under a launcher',
      'COPY . .\nENTRYPOINT ["torchrun", "--nproc_per_node", "8", "train.py"]\n',
      { 'train.py': ARGPARSE },
      'rejects',
    ],
    [
      'argparse under another',
      'COPY . .\nENTRYPOINT ["mpirun", "-np", "2", "python", "train.py"]\n',
      { 'train.py': ARGPARSE },
      'rejects',
    ],
    [
      'argparse choices',
      'COPY . .\nENTRYPOINT ["python", "m.py"]\n',
      {
        'm.py':
          'import argparse\np = argparse.ArgumentParser()\np.add_argument("job", choices=["train", "test"])\nargs = p.parse_args()\n',
      },
      'knows train,test',
    ],
    [
      'argparse choices behind an option',
      'COPY . .\nENTRYPOINT ["python", "m.py", "test"]\n',
      {
        'm.py':
          'import argparse\np = argparse.ArgumentParser()\np.add_argument("job", choices=["train", "test"])\nargs, rest = p.parse_known_args()\n',
      },
      'runs',
    ],
  ])('%s', (_title, text, files, expected) => {
    expect(serve(text, files)).toBe(expected);
  });

  it('knows the programs that a base lacks', () => {
    const ubuntu = '# sagemaker: roles=inference\nFROM ubuntu:22.04\nCOPY app.py /app/app.py\n';
    const entry = 'ENTRYPOINT ["python", "/app/app.py"]\n';
    const files = { 'app.py': 'print(1)\n', 'setup.sh': '' };
    expect(serve(`RUN apt-get install -y python3\n${entry}`, files, ubuntu)).toBe('not-found python');
    for (const line of [
      'RUN apt-get install -y python-is-python3',
      'RUN apt-get install -y python3 && ln -s /usr/bin/python3 /usr/bin/python',
      'RUN apt-get install -y python3 && python3 -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH',
      'COPY setup.sh /tmp/\nRUN bash /tmp/setup.sh',
      'COPY setup.sh /tmp/\nRUN /tmp/setup.sh',
      'RUN curl https://example.com/install | bash',
      'ADD root.tar.gz /',
      'COPY --from=python:3.12-slim /usr/local /usr/local',
      'COPY --from=python:3.12-slim /usr/local /opt/py\nENV PATH=/opt/py/bin:$PATH',
    ]) {
      expect(serve(`${line}\n${entry}`, files, ubuntu), line).toBe('runs');
    }
  });
});

describe('a start script', () => {
  it.each<[string, string, string]>([
    ['ignores the word', `exec ${GUNICORN}\n`, 'runs gunicorn:8080'],
    ['hands it to a server that does not mind', `exec ${GUNICORN} "$@"\n`, 'runs gunicorn:8080'],
    ['hands it to one that does', 'exec uvicorn app:app --port 8080 "$@"\n', 'rejects'],
    ['hands over the first argument', 'uvicorn app:app --port 8080 $1\n', 'rejects'],
    ['hands over the second', 'uvicorn app:app --port 8080 $2\n', 'runs uvicorn:8080'],
    [
      'hands it over only sometimes',
      'if [ -n "$DEBUG" ]; then uvicorn app:app --port 8080 "$@"; fi\n',
      'runs uvicorn:8080',
    ],
    ['drops it first', 'shift\nexec uvicorn app:app --port 8080 "$@"\n', 'runs uvicorn:8080'],
    [
      'drops it when it is there',
      'if [ "$1" = serve ]; then shift; fi\nexec uvicorn app:app --port 8080 "$@"\n',
      'runs uvicorn:8080',
    ],
    ['runs it as a command', 'exec "$@"\n', 'not-found serve'],
    [
      'runs another server for it',
      'case "$1" in\n  train) uvicorn a:a --port 1 ;;\n  serve) uvicorn a:a --port 8080 ;;\nesac\n',
      'runs uvicorn:8080',
    ],
    ['knows other words', `case "$1" in\n  web) exec ${GUNICORN} ;;\n  *) exit 1 ;;\nesac\n`, 'knows web'],
    [
      'knows other words, in functions',
      `main() {\n  case "$1" in web) exec ${GUNICORN} ;; esac\n}\nmain "$@"\n`,
      'knows web',
    ],
    ['sources what may know it', `. ./lib.sh\ncase "$1" in web) exec ${GUNICORN} ;; esac\n`, 'runs'],
    ['runs a program that is missing', 'set -e\nexec python /app/none.py\n', 'not-found /app/none.py'],
    ['runs a missing program that a variable names', 'exec python "/app/$PROGRAM"\n', 'runs'],
    ['may run a missing program', 'if [ -f x ]; then python /app/none.py; fi\n', 'runs'],
    ['may have fetched its program', 'aws s3 cp s3://b/x.py /tmp/x.py\nexec python /tmp/x.py\n', 'runs'],
    ['writes its program', 'echo 1 > /tmp/x.py\nexec python /tmp/x.py\n', 'runs'],
    ['runs what comes with the job', 'exec python /opt/ml/input/data/code/x.py\n', 'runs'],
    ['changes PATH before it runs the word', 'export PATH=/x:$PATH\nexec "$@"\n', 'unknown'],
    ['runs the word behind a default', 'exec "${@:-gunicorn}"\n', 'not-found serve'],
    ['goes on after a missing program', `python /app/none.py\nexec ${GUNICORN}\n`, 'runs gunicorn:8080'],
  ])('that %s', (_title, text, expected) => {
    expect(script(text)).toBe(expected);
  });

  it('is read for no word on docker run IMAGE', () => {
    const text = `case "\${1:-web}" in\n  web) exec ${GUNICORN} ;;\n  serve) exec uvicorn app:app --port 8081 ;;\nesac\n`;
    const subject = subjectOf({
      Dockerfile: `${HEAD}COPY . .\nENTRYPOINT ["/app/run.sh"]\n`,
      '+x run.sh': `#!/bin/bash\n${text}`,
    });
    expect([told(subject.run), told(subject.serve), told(subject.train)]).toEqual([
      'runs gunicorn:8080',
      'runs uvicorn:8081',
      'knows web,serve',
    ]);
  });

  it('fills in the image’s variables', () => {
    const files = { '+x run.sh': '#!/bin/sh\nexec python "$APP_DIR/main.py"\n', 'main.py': ARGPARSE };
    const text = 'ENV APP_DIR=/app\nCOPY run.sh main.py ./\nENTRYPOINT ["/app/run.sh"]\n';
    const subject = subjectOf({ Dockerfile: `${HEAD}${text}`, ...files });
    expect(subject.serve.chain.map((it) => it.file?.path)).toContain('/app/main.py');
  });
});
