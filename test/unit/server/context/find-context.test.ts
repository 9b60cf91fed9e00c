import { describe, expect, it } from 'vitest';
import { findContext } from '../../../../server/src/context/find-context';
import type { ContextQuestion } from '../../../../server/src/context/find-context';
import { memoryFs } from '../../../../server/src/context/memory-fs';
import { createRecordingFileSystem } from '../../../../server/src/context/recording-fs';

function find(
  files: readonly string[],
  dockerfilePath: string | undefined,
  copies: readonly string[],
  more: Partial<ContextQuestion> = {},
): readonly [string | undefined, string, boolean] {
  const fs = memoryFs(Object.fromEntries(files.map((path) => [path, ''])));
  const { root, how, reliable } = findContext({ dockerfilePath, fs, copies, ...more });
  return [root, how, reliable];
}

describe('findContext', () => {
  it('takes the folder of the Dockerfile when it has the sources', () => {
    const files = ['/w/p/Dockerfile', '/w/p/train', '/w/train'];
    expect(find(files, '/w/p/Dockerfile', ['train'])).toEqual(['/w/p', 'inferred', true]);
  });

  it('takes the ancestor whose folders are meant when every file is misspelt', () => {
    const files = ['/w/p/docker/images/Dockerfile', '/w/p/train/code/evaluate.py'];
    const at = '/w/p/docker/images/Dockerfile';
    expect(find(files, at, ['./train/code/evaulate.py'])).toEqual(['/w/p', 'inferred', true]);
    expect(find(files, at, ['./train/code/evaulate.py', 'requirements.txt'])[2]).toBe(false);
    expect(find(files, at, ['train/evaulate.py'])[2]).toBe(false);
  });

  it('takes the ancestor that has most sources', () => {
    const files = ['/w/p/docker/Dockerfile', '/w/p/docker/nginx.conf', '/w/p/src/a.py', '/w/p/requirements.txt'];
    const copies = ['nginx.conf', 'src', 'requirements.txt'];
    expect(find(files, '/w/p/docker/Dockerfile', copies)).toEqual(['/w/p', 'inferred', true]);
    expect(find(files, '/w/p/docker/Dockerfile', ['docker/nginx.conf', '/src/', './src/*.py'])[0]).toBe('/w/p');
  });

  it('is not sure when fewer than half are there', () => {
    const files = ['/w/p/Dockerfile', '/w/p/a'];
    expect(find(files, '/w/p/Dockerfile', ['a', 'b'])).toEqual(['/w/p', 'inferred', true]);
    expect(find(files, '/w/p/Dockerfile', ['a', 'b', 'c'])).toEqual(['/w/p', 'inferred', false]);
    expect(find(files, '/w/p/Dockerfile', ['b'])).toEqual(['/w/p', 'inferred', false]);
  });

  it('looks through patterns', () => {
    const files = ['/w/p/d/Dockerfile', '/w/p/wheels/a.whl'];
    expect(find(files, '/w/p/d/Dockerfile', ['wheel[s]/'])).toEqual(['/w/p', 'inferred', true]);
    expect(find(files, '/w/p/d/Dockerfile', ['whee*/*.whl'])[0]).toBe('/w/p');
    expect(find(files, '/w/p/d/Dockerfile', ['whee*/*.zip'])).toEqual(['/w/p/d', 'inferred', false]);
  });

  it('never goes above a repository, the workspace folder, four levels, the home folder or to the root', () => {
    expect(find(['/w/p/.git/HEAD', '/w/p/d/Dockerfile', '/w/x'], '/w/p/d/Dockerfile', ['x'])[0]).toBe('/w/p/d');
    expect(find(['/w/p/d/.git', '/w/p/d/Dockerfile', '/w/p/x'], '/w/p/d/Dockerfile', ['x'])[0]).toBe('/w/p/d');
    expect(find(['/w/p/.git/HEAD', '/w/p/d/Dockerfile', '/w/p/x'], '/w/p/d/Dockerfile', ['x'])[0]).toBe('/w/p');
    const bound = { boundary: '/w/p' };
    expect(find(['/w/p/d/Dockerfile', '/w/x'], '/w/p/d/Dockerfile', ['x'], bound)[0]).toBe('/w/p/d');
    expect(find(['/w/p/d/Dockerfile', '/w/p/x'], '/w/p/d/Dockerfile', ['x'], bound)[0]).toBe('/w/p');
    expect(find(['/a/b/c/d/e/f/Dockerfile', '/a/b/x'], '/a/b/c/d/e/f/Dockerfile', ['x'])[0]).toBe('/a/b');
    expect(find(['/a/b/c/d/e/f/Dockerfile', '/a/x'], '/a/b/c/d/e/f/Dockerfile', ['x'])[0]).toBe('/a/b/c/d/e/f');
    expect(find(['/home/me/p/Dockerfile', '/home/me/x'], '/home/me/p/Dockerfile', ['x'])[0]).toBe('/home/me/p');
    expect(find(['/h/me/p/Dockerfile', '/h/me/x'], '/h/me/p/Dockerfile', ['x'], { home: '/h/me' })[0]).toBe('/h/me/p');
    expect(find(['/p/Dockerfile', '/x'], '/p/Dockerfile', ['x'])).toEqual(['/p', 'inferred', false]);
    expect(find(['/Dockerfile', '/x'], '/Dockerfile', ['x'])).toEqual([undefined, 'none', false]);
  });

  it('goes by other signs when only the whole context is copied', () => {
    expect(find(['/w/p/Dockerfile', '/w/p/a.md'], '/w/p/Dockerfile', ['.'])[2]).toBe(false);
    expect(find(['/p/Dockerfile'], '/p/Dockerfile', ['.'])).toEqual(['/p', 'inferred', true]);
    expect(find(['/w/p/Dockerfile', '/w/p/.dockerignore'], '/w/p/Dockerfile', ['./'])[2]).toBe(true);
    expect(find(['/w/p/Dockerfile', '/w/p/train.py'], '/w/p/Dockerfile', ['.', '/'])[2]).toBe(true);
    expect(find(['/w/docker/Dockerfile', '/w/docker/serve.py'], '/w/docker/Dockerfile', ['.'])[2]).toBe(false);
  });

  it('believes the project file', () => {
    const files = ['/w/p/Dockerfile', '/w/p/train', '/w/other/x'];
    expect(find(files, '/w/p/Dockerfile', ['train'], { declared: '/w/other' })).toEqual(['/w/other', 'declared', true]);
    expect(find(files, '/w/p/Dockerfile', ['train'], { declared: '/w/none' })).toEqual(['/w/none', 'declared', false]);
  });

  it('has no context for text without files', () => {
    expect(find([], undefined, ['x'])).toEqual([undefined, 'none', false]);
    expect(find([], '/untitled/Dockerfile', ['x'])).toEqual([undefined, 'none', false]);
  });

  it('reads the ignore file in force', () => {
    const fs = memoryFs({ '/w/p/Dockerfile': '', '/w/p/.dockerignore': 'data\n', '/w/p/data/x': '' });
    const context = findContext({ dockerfilePath: '/w/p/Dockerfile', fs, copies: ['data'] });
    expect(context.ignoreFile?.path).toBe('/w/p/.dockerignore');
    expect(context.ignored('data/x')).toBe(true);
    expect(context.ignored('x')).toBe(false);
    expect(context.reliable).toBe(true);
  });

  it('asks for single paths and walks no folder', () => {
    const files = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`/w/p/src/f${i}`, '']));
    const recorder = createRecordingFileSystem(memoryFs({ ...files, '/w/p/d/Dockerfile': '' }));
    findContext({ dockerfilePath: '/w/p/d/Dockerfile', fs: recorder.fs, copies: ['src', 'README.md'] });
    expect(recorder.paths().filter((path) => path.startsWith('/w/p/src/'))).toEqual([]);
  });
});
