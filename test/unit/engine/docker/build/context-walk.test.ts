import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ContextEntry, walkContext } from '../../../../../engine/src/docker/build/context-walk';
import { readSyncRequest, statOf } from '../../../../../engine/src/docker/build/filesync';
import { followLinks } from '../../../../../engine/src/docker/build/follow-links';
import { compilePatterns } from '../../../../../engine/src/docker/build/patterns';

let root: string;

async function files(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), name);
  }
}

async function walk(exclude?: readonly string[], include?: readonly string[]): Promise<string[]> {
  const list = (patterns?: readonly string[]) => patterns && compilePatterns(patterns);
  const paths: string[] = [];
  for await (const { path } of walkContext(root, { include: list(include), exclude: list(exclude) })) paths.push(path);
  return paths;
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sm-walk-'));
  return () => rm(root, { recursive: true });
});

describe('walking a context', () => {
  it('goes by the bytes of the names, folders before what is in them', async () => {
    await files('a/z', 'a-b', 'a.b', 'B', 'ä', '\u{1F389}', '\uFF5E');
    expect(await walk()).toEqual(['B', 'a', 'a/z', 'a-b', 'a.b', 'ä', '\uFF5E', '\u{1F389}']);
  });

  it('gives an excluded folder only when something in it is kept', async () => {
    await files('d/drop', 'd/keep/a', 'd/keep/b', 'd/zero/x', 'e/x');
    await mkdir(join(root, 'empty'));
    expect(await walk(['d', 'e', '!d/keep/b', '!e/y'])).toEqual(['d', 'd/keep', 'd/keep/b', 'empty']);
    expect(await walk(['*'])).toEqual([]);
    expect(await walk(['**/keep'])).toEqual(['d', 'd/drop', 'd/zero', 'd/zero/x', 'e', 'e/x', 'empty']);
  });

  it('gives what is included, and the folders above', async () => {
    await files('a/b/c', 'a/b/d', 'a/e', 'f', 'g/h');
    expect(await walk(undefined, ['a/b', 'f'])).toEqual(['a', 'a/b', 'a/b/c', 'a/b/d', 'f']);
    expect(await walk(['a/b/d'], ['a/b', 'g*'])).toEqual(['a', 'a/b', 'a/b/c', 'g', 'g/h']);
    expect(await walk(undefined, ['a/x'])).toEqual([]);
  });

  it('does not enter excluded folders, nor links', async () => {
    await files('secret/x', 'real/y');
    await symlink('real', join(root, 'link'));
    await symlink('.', join(root, 'loop'));
    await chmod(join(root, 'secret'), 0o000);
    expect(await walk(['secret', '!other/**/x'])).toEqual(['link', 'loop', 'real', 'real/y']);
    await chmod(join(root, 'secret'), 0o700);
  });

  it('describes entries as Go does', async () => {
    await files('f');
    await chmod(join(root, 'f'), 0o4751);
    await mkdir(join(root, 'd'));
    await chmod(join(root, 'd'), 0o1777);
    await symlink('/etc/x', join(root, 'l'));
    const entries = new Map<string, ContextEntry>();
    for await (const entry of walkContext(root, { include: undefined, exclude: undefined }))
      entries.set(entry.path, entry);
    const stat = (path: string) => {
      const entry = entries.get(path);
      return entry && statOf(entry);
    };
    expect(stat('f')).toMatchObject({ path: 'f', mode: 0o751 | (1 << 23), size: '1', linkname: '' });
    expect(stat('d')).toMatchObject({ mode: 2 ** 31 + 2 ** 20 + 0o777, size: '0' });
    expect(stat('l')).toMatchObject({ mode: (1 << 27) | 0o777, size: '0', linkname: '/etc/x' });
    expect(stat('f')?.['modTime']).toBe(entries.get('f')?.stats.mtimeNs.toString());
  });
});

describe('following links', () => {
  it('adds what links on the way lead to', async () => {
    await files('real/deep/f', 'other/g', 'plain');
    await symlink('real', join(root, 'l1'));
    await symlink('../../other/g', join(root, 'real/deep/l2'));
    await symlink('/real/deep', join(root, 'l3'));
    expect(await followLinks(root, ['plain'])).toEqual(['plain']);
    expect(await followLinks(root, ['/l1/deep/l2'])).toEqual(['l1', 'other/g', 'real/deep/l2']);
    expect(await followLinks(root, ['l3/f', 'nosuch/x'])).toEqual(['l3', 'nosuch/x', 'real/deep/f']);
    expect(await followLinks(root, ['l?'])).toEqual(['l1', 'l3', 'l?', 'real', 'real/deep']);
  });

  it('cannot be led out of the context, nor round in circles', async () => {
    await symlink('../../../../etc/passwd', join(root, 'out'));
    await symlink('b', join(root, 'a'));
    await symlink('a', join(root, 'b'));
    expect(await followLinks(root, ['out', 'a/x'])).toEqual(['a', 'b', 'etc/passwd', 'out']);
  });

  it('wants everything when the root is named', async () => {
    expect(await followLinks(root, ['x', './'])).toBeUndefined();
    await symlink('.', join(root, 'self'));
    expect(await followLinks(root, ['self'])).toBeUndefined();
  });
});

describe('what the engine asks for', () => {
  it('reads repeated and encoded headers', () => {
    const raw = [
      'Dir-Name',
      'context',
      'followpaths',
      'a,b',
      'followpaths',
      'c+d%20',
      'exclude-patterns',
      '%C3%A4+%2B',
    ];
    expect(readSyncRequest([...raw, 'exclude-patterns-encoded', '1', 'include-patterns', 'x'])).toEqual({
      directory: 'context',
      follow: ['a,b', 'c+d%20'],
      include: ['x'],
      exclude: ['ä +'],
    });
    expect(readSyncRequest(['exclude-patterns', '%', 'exclude-patterns-encoded', '1']).exclude).toEqual(['%']);
    expect(readSyncRequest([])).toEqual({ directory: '', follow: [], include: [], exclude: [] });
  });
});
