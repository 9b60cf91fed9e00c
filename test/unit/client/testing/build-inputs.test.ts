import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { isBuildInput } from '../../../../client/src/testing/build-inputs';
import { copiedByName, copiesFile } from '../../../../client/src/testing/copied-files';

it.each([
  ['COPY train.py /opt/ml/code/', ['train.py'], ['serve.py', 'src/train.py']],
  ['COPY ./src/ /app', ['src/a.py', 'src/b/c.py'], ['a.py', 'srcs/a.py']],
  ['COPY --chown=1:1 *.py requirements.txt /app/', ['a.py', 'requirements.txt'], ['a.txt', 'src/a.py']],
  ['ADD ["my file.txt", "/app/"]', ['my file.txt'], ['/app/', 'other']],
  ['COPY . .', ['a', 'b/c'], []],
  ['COPY --from=build /app /app', [], ['app', 'app/a']],
  ['ARG D=src\nCOPY $D /app', ['src/a', 'other'], []],
  ['ADD https://example.org/a.tar.gz /', [], ['a.tar.gz']],
  ['COPY a \\\n  b /app/', ['a', 'b'], ['app']],
  ['COPY <<EOF /app/x\nCOPY y /z\nEOF', [], ['y']],
  ['RUN --mount=type=bind,source=pkg,target=/pkg pip install /pkg', ['pkg/setup.py'], ['setup.py']],
  ['RUN --mount=type=cache,target=/root/.cache pip install x', [], ['x']],
])('knows what is copied: %s', (line, copied, others) => {
  const dockerfile = `FROM a\n${line}\n`;
  expect(copied.filter((path) => !copiesFile(dockerfile, path))).toEqual([]);
  expect(others.filter((path) => copiesFile(dockerfile, path))).toEqual([]);
});

it.each([
  ['COPY src /app', ['src'], ['data', 'source']],
  ['COPY ./src/train.py /app/', ['src'], ['data']],
  ['COPY . /app', [], ['src', 'data']],
  ['ARG D=src\nCOPY $D /app', [], ['src']],
  ['COPY *.py /app/', ['a.py'], ['data']],
])('knows what is copied by its name: %s', (line, copied, others) => {
  const dockerfile = `FROM a\n${line}\n`;
  expect(copied.filter((path) => !copiedByName(dockerfile, path))).toEqual([]);
  expect(others.filter((path) => copiedByName(dockerfile, path))).toEqual([]);
});

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function context(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sm-inputs-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

it('takes the Dockerfile, what it copies and what is ignored into account', () => {
  const folder = context({ 'docker/Dockerfile': 'FROM a\nCOPY src /app\n', '.dockerignore': 'src/*.md\n' });
  const place = { dockerfile: join(folder, 'docker/Dockerfile'), context: folder };
  const is = (path: string): boolean => isBuildInput(place, join(folder, path));
  expect([is('docker/Dockerfile'), is('.dockerignore'), is('src/a.py')]).toEqual([true, true, true]);
  expect([is('src/a.md'), is('other.py'), isBuildInput(place, '/elsewhere/src/a.py')]).toEqual([false, false, false]);
});

it('prefers the ignore file of the Dockerfile', () => {
  const folder = context({ Dockerfile: 'FROM a\nCOPY . .\n', '.dockerignore': 'a', 'Dockerfile.dockerignore': 'b' });
  const place = { dockerfile: join(folder, 'Dockerfile'), context: folder };
  expect(['a', 'b'].map((name) => isBuildInput(place, join(folder, name)))).toEqual([true, false]);
});
