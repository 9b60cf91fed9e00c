import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskFs } from '../../../../server/src/context/disk-fs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'disk-fs-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('diskFs', () => {
  it('reads files, modes and folders', () => {
    mkdirSync(join(root, 'src'));
    writeFileSync(join(root, 'train'), 'grüße\r\n', { mode: 0o755 });
    writeFileSync(join(root, 'a'), '', { mode: 0o644 });
    const fs = diskFs();
    expect(fs.read(`${root}/train`)).toBe('grüße\r\n');
    expect(fs.stat(`${root}/train`)).toEqual({ type: 'file', size: 9, executable: true });
    expect(fs.stat(`${root}/a`)?.executable).toBe(false);
    expect(fs.stat(`${root}/src`)?.type).toBe('directory');
    expect(fs.list(root)).toEqual(['a', 'src', 'train']);
  });

  it('knows no modes on Windows', () => {
    writeFileSync(join(root, 'a'), 'x', { mode: 0o755 });
    expect(diskFs({ platform: 'win32' }).stat(`${root}/a`)).toEqual({ type: 'file', size: 1, executable: undefined });
  });

  it('has nothing to say of what is missing, binary, huge or no file', () => {
    writeFileSync(join(root, 'binary'), Buffer.from([1, 0, 2]));
    writeFileSync(join(root, 'huge'), 'x'.repeat(1024 * 1024 + 1));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const fs = diskFs();
    expect(fs.read(`${root}/none`)).toBeUndefined();
    expect(fs.stat(`${root}/none/deeper`)).toBeUndefined();
    expect(fs.stat(`${root}/binary/deeper`)).toBeUndefined();
    expect(fs.list(`${root}/none`)).toEqual([]);
    expect(fs.list(`${root}/binary`)).toEqual([]);
    expect(fs.read(`${root}/binary`)).toBeUndefined();
    expect(fs.read(`${root}/huge`)).toBeUndefined();
    expect(fs.stat(`${root}/huge`)?.type).toBe('file');
    expect(fs.read(root)).toBeUndefined();
    expect(fs.stat(`${root}/pipe`)).toBeUndefined();
    expect(fs.read(`${root}/pipe`)).toBeUndefined();
    expect(fs.stat(`${root}/\u0000`)).toBeUndefined();
  });

  it('follows links, but not those that lead back', () => {
    mkdirSync(join(root, 'src/deep'), { recursive: true });
    mkdirSync(join(root, 'lib'));
    writeFileSync(join(root, 'src/a'), 'a');
    symlinkSync('src/a', join(root, 'link'));
    symlinkSync('.', join(root, 'here'));
    symlinkSync('../..', join(root, 'src/deep/up'));
    symlinkSync('../src', join(root, 'lib/other'));
    symlinkSync('self', join(root, 'self'));
    symlinkSync('nowhere', join(root, 'dangling'));
    const fs = diskFs();
    expect(fs.read(`${root}/link`)).toBe('a');
    expect(fs.stat(`${root}/here`)).toBeUndefined();
    expect(fs.stat(`${root}/src/deep/up`)).toBeUndefined();
    expect(fs.stat(`${root}/lib/other`)?.type).toBe('directory');
    expect(fs.stat(`${root}/self`)).toBeUndefined();
    expect(fs.stat(`${root}/dangling`)).toBeUndefined();
  });

  it('believes what it saw for the fresh time, then looks again', () => {
    let time = 1000;
    const fs = diskFs({ freshFor: 100, now: () => time });
    const path = `${root}/a`;
    writeFileSync(path, 'one', { mode: 0o644 });
    expect(fs.read(path)).toBe('one');
    expect(fs.list(root)).toEqual(['a']);
    writeFileSync(path, 'other');
    writeFileSync(`${root}/b`, '');
    utimesSync(root, new Date(5000), new Date(5000));
    time = 1099;
    expect(fs.read(path)).toBe('one');
    expect(fs.list(root)).toEqual(['a']);
    time = 1100;
    expect(fs.read(path)).toBe('other');
    expect(fs.list(root)).toEqual(['a', 'b']);
    chmodSync(path, 0o755);
    expect(fs.stat(path)?.executable).toBe(false);
    fs.forget(path);
    expect(fs.stat(path)?.executable).toBe(true);
    rmSync(path);
    fs.forget();
    expect(fs.read(path)).toBeUndefined();
  });

  it('reads a file again when only its time changed', () => {
    const fs = diskFs({ freshFor: 0 });
    const path = `${root}/a`;
    writeFileSync(path, 'one');
    utimesSync(path, new Date(1000), new Date(1000));
    expect(fs.read(path)).toBe('one');
    writeFileSync(path, 'two');
    utimesSync(path, new Date(2000), new Date(2000));
    expect(fs.read(path)).toBe('two');
  });

  it('keeps right with hardly any memory', () => {
    for (let i = 0; i < 20; i++) writeFileSync(join(root, `f${i}`), String(i));
    const fs = diskFs({ maxCachedBytes: 500, maxCachedPaths: 2 });
    for (let round = 0; round < 2; round++)
      for (let i = 0; i < 20; i++) expect(fs.read(`${root}/f${i}`)).toBe(String(i));
    expect(fs.list(root)).toHaveLength(20);
  });
});
