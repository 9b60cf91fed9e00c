import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { contextState } from '../../../../../engine/src/docker/build/context-state';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

function context(files: Readonly<Record<string, string>>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-context-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

it('sees what is not ignored, and notices a change of content, mode and place', async () => {
  const folder = context({
    Dockerfile: 'FROM x\n',
    '.dockerignore': '*.md\n',
    'a.md': '',
    'code/a.py': '1',
    'b.py': '2',
  });
  const dockerfile = path.join(folder, 'Dockerfile');
  const before = await contextState(folder, dockerfile);
  expect(before).toMatchObject({ dockerfile: 'FROM x\n', ignored: '*.md\n' });
  expect([...before.paths.keys()]).toEqual(['.dockerignore', 'Dockerfile', 'b.py', 'code', 'code/a.py']);
  expect(await contextState(folder, dockerfile)).toEqual(before);
  fs.writeFileSync(path.join(folder, 'code', 'a.py'), '3 and more');
  fs.renameSync(path.join(folder, 'b.py'), path.join(folder, 'c.py'));
  const after = await contextState(folder, dockerfile);
  const changed = [...after.paths.keys()].filter(
    (name) => after.paths.get(name)?.version !== before.paths.get(name)?.version,
  );
  expect(changed).toEqual(['c.py', 'code/a.py']);
  expect(after.paths.has('b.py')).toBe(false);
});

it('takes the .dockerignore of the Dockerfile before that of the context', async () => {
  const folder = context({
    'x.Dockerfile': '',
    'x.Dockerfile.dockerignore': 'a\n',
    '.dockerignore': 'b\n',
    a: '',
    b: '',
  });
  const { ignored, paths } = await contextState(folder, path.join(folder, 'x.Dockerfile'));
  expect(ignored).toBe('a\n');
  expect(paths.has('a')).toBe(false);
  expect(paths.has('b')).toBe(true);
});
