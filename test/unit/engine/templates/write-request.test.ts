import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scriptStarter } from '../../../../engine/src/templates/script-starter';
import { writeRequest, writeWithFolders } from '../../../../engine/src/templates/write-request';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sm-write-request-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const named = { stem: 'one', kind: 'training-job' } as const;
const overlayOf = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

describe('writing a request', () => {
  it('keeps what the overlay says already, and adds the new folders', () => {
    writeFileSync(join(folder, 'one.local.json'), '{"gpus":"none","s3":{"s3://a":"./a"},"env":{"A":"1"}}');
    const path = writeRequest(folder, named, { A: 1 }, { gpus: 'all', s3: { 's3://b': './b' } });
    expect(basename(path)).toBe('one.training-job.json');
    expect(overlayOf('one.local.json')).toEqual({
      gpus: 'none',
      env: { A: '1' },
      s3: { 's3://a': './a', 's3://b': './b' },
    });
  });

  it('takes another name where a request or an overlay is in the way', () => {
    writeFileSync(join(folder, 'one.local.json'), '// mine\n{}');
    const first = writeRequest(folder, named, {}, {});
    expect(basename(first)).toBe('one-2.training-job.json');
    expect(basename(writeRequest(folder, named, {}, {}))).toBe('one-3.training-job.json');
    expect(readFileSync(join(folder, 'one.local.json'), 'utf8')).toBe('// mine\n{}');
  });

  it('makes the folders, and a script to begin with where there is none', () => {
    const written = { request: {}, overlay: { s3: { 's3://b/code': './code' } }, folders: ['./code', './data/train'] };
    const starter = scriptStarter('training-job', './code', 'train.py', (path) => `# ${path}\n`);
    writeWithFolders(folder, named, written, starter);
    expect(existsSync(join(folder, 'data/train'))).toBe(true);
    expect(readFileSync(join(folder, 'code/train.py'), 'utf8')).toBe('# script-mode/train.py\n');
    writeFileSync(join(folder, 'code/train.py'), 'mine');
    writeWithFolders(folder, named, written, starter);
    expect(readFileSync(join(folder, 'code/train.py'), 'utf8')).toBe('mine');
  });

  it('has no script for an archive, or one of another name', () => {
    const read = (): string => '';
    expect(scriptStarter('endpoint', './model', 'inference.py', read)?.path).toBe('./model/code/inference.py');
    expect(scriptStarter('endpoint', './model.tar.gz', 'inference.py', read)).toBeUndefined();
    expect(scriptStarter('training-job', './code', 'other.py', read)).toBeUndefined();
  });
});
