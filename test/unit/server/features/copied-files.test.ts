import { expect, it } from 'vitest';
import { computeCopiedFiles } from '../../../../server/src/features/copied-files';
import { subjectOf } from '../subject-of';
import { viewOf } from './view-of';

const FILES = {
  'serve.py': 'print(1)\n',
  'requirements.txt': 'flask==3.0\nnumpy>=1,<2  # ./not-a-path\n',
  'nginx/nginx.conf': 'events {}\n',
};

/** Why a change of each file of the context needs a build; `copied`: it does not. */
function changes(
  dockerfile: string,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string | undefined>> {
  const subject = subjectOf({ Dockerfile: dockerfile, ...FILES, ...more });
  const view = viewOf(dockerfile);
  const files = computeCopiedFiles({ ...view, result: { ...view.result, subject } });
  return Object.fromEntries(files.map(({ image, needsBuild }) => [image, needsBuild ?? 'copied']));
}

it('copies what a COPY puts into the image and nothing else looks at', () => {
  expect(
    changes(`FROM python:3.12
COPY requirements.txt /tmp/
RUN pip install --no-cache-dir -r /tmp/requirements.txt
WORKDIR /opt/program
COPY --chown=1000:1000 --chmod=755 serve.py ./serve
ADD nginx /etc/nginx/
RUN chmod +x serve && mkdir -p /opt/x && ln -s /opt/program/serve /usr/bin/serve
`),
  ).toEqual({
    '/tmp/requirements.txt': 'is used by RUN on line 3',
    '/opt/program/serve': 'copied',
    '/etc/nginx/nginx.conf': 'copied',
  });
});

it('knows what pip reads, when all has been copied before', () => {
  const text = 'FROM python:3.12\nCOPY . /opt/program/\nWORKDIR /opt/program\nRUN pip install -r requirements.txt\n';
  expect(changes(text)).toMatchObject({
    '/opt/program/serve.py': 'copied',
    '/opt/program/requirements.txt': 'is used by RUN on line 4',
  });
  expect(changes(text, { 'requirements.txt': 'flask\n-e .\n' })).toMatchObject({
    '/opt/program/serve.py': 'may be used by RUN on line 4',
  });
});

it.each([
  'RUN pip install .',
  'RUN pip install -e /opt/program',
  'RUN pip install --find-links /opt/program flask',
  'RUN pip install "$(cat /opt/program/requirements.txt)"',
  'RUN export X=$(cat /opt/program/serve.py)',
  'RUN python -m compileall /opt/program',
  'RUN cd /opt/program && make',
  'RUN cp /opt/program/serve.py /usr/bin/serve',
  'RUN chmod +x /opt/program/serve.py; /opt/program/serve.py --warm-up',
  'RUN $TOOL /opt/program',
  'RUN ["/opt/program/serve.py"]',
  'RUN <<EOF\ncat /opt/program/serve.py\nEOF',
  'RUN apt-get install -y ./serve.deb',
  'RUN tee /x < /opt/program/serve.py',
  'RUN echo x | python /opt/program/serve.py',
  'RUN cat /opt/program/serve.py > /x',
])('builds when a later step may use the file: %s', (step) => {
  const { '/opt/program/serve.py': why } = changes(`FROM python:3.12\nCOPY serve.py /opt/program/\n${step}\n`);
  expect(why).toBe('may be used by RUN on line 3');
});

it('leaves out what a later step changes', () => {
  expect(changes('FROM python:3.12\nCOPY serve.py /x/\nRUN sed -i "s/a/b/" /x/serve.py\n')).toEqual({});
});

it('builds when a step before mounts the file', () => {
  const mounted = 'FROM python:3.12\nRUN --mount=type=bind,target=/src ls /src\nCOPY serve.py /opt/program/\n';
  expect(changes(mounted)).toEqual({ '/opt/program/serve.py': 'is mounted by RUN on line 2' });
  const another = mounted.replace('target', 'source=nginx,target');
  expect(changes(another)).toEqual({ '/opt/program/serve.py': 'copied' });
});

it('builds what other stages take or leave', () => {
  const base = 'FROM python:3.12 AS base\nCOPY serve.py /opt/program/\n';
  const made = `${base}FROM base AS made\nRUN make\n`;
  expect(changes(`${made}FROM base\nCOPY --from=made /out /out\n`)).toMatchObject({
    '/opt/program/serve.py': 'is used by another stage (COPY on line 2)',
  });
  expect(changes(`${made}FROM base\nCOPY nginx /etc/nginx/\n`)).toEqual({
    '/opt/program/serve.py': 'copied',
    '/etc/nginx/nginx.conf': 'copied',
  });
  expect(changes(`${base}FROM scratch\nCOPY --from=base /opt/program/serve.py /serve.py\n`)).toEqual({
    '/serve.py': 'comes by COPY on line 4',
  });
});

it('builds when the linter looks at another stage than the last', () => {
  const served = 'FROM python:3.12\n# sagemaker: serving\nCOPY serve.py /opt/program/serve\n';
  const last = `${served}EXPOSE 8080\nFROM scratch\nCOPY nginx /etc/nginx/\n`;
  const { '/opt/program/serve': why } = changes(last);
  expect(why).not.toBe('copied');
});

it('says where the file lies in the context', () => {
  const subject = subjectOf({ Dockerfile: 'FROM python:3.12\nCOPY nginx /etc/nginx/\n', ...FILES });
  const view = viewOf('');
  const [file] = computeCopiedFiles({ ...view, result: { ...view.result, subject } });
  expect(file).toMatchObject({ inContext: 'nginx/nginx.conf', image: '/etc/nginx/nginx.conf' });
});
