import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileOf, render } from '../../../../engine/src/templates/render';
import { writeNewFiles } from '../../../../engine/src/templates/write-files';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sm-write-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('makes folders, and programs that can be executed', async () => {
  await writeNewFiles(join(folder, 'new'), [fileOf('program/train', '#!/bin/sh\n'), fileOf('README.md', 'x\n')]);
  expect(statSync(join(folder, 'new/program/train')).mode & 0o111).toBe(0o111);
  expect(statSync(join(folder, 'new/README.md')).mode & 0o111).toBe(0);
});

it('overwrites nothing, and then writes nothing at all', async () => {
  writeFileSync(join(folder, 'b'), 'mine');
  const files = [fileOf('a', 'a\n'), fileOf('b', 'b\n')];
  await expect(writeNewFiles(folder, files)).rejects.toThrow(`${folder} already has b; nothing was written.`);
  expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('mine');
  expect(existsSync(join(folder, 'a'))).toBe(false);
});

it('a line with an empty value goes, and a name without one is a mistake', () => {
  expect(render('a {{x}}\n\n{{y}}\n\nb\n', { x: '1', y: '' })).toBe('a 1\n\nb\n');
  expect(() => render('{{z}}', {})).toThrow('z');
});
