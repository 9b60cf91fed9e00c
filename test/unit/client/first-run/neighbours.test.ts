import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { neighboursIn } from '../../../../client/src/first-run/neighbours';
import { containerSettings } from '../../../../engine/src/session/container-settings';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'neighbours-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const file = (...path: readonly string[]): void => {
  mkdirSync(join(folder, ...path.slice(0, -1)), { recursive: true });
  writeFileSync(join(folder, ...path), '');
};

describe('what lies beside a run', () => {
  it('are files and folders by name, with the files in them and what the Dockerfile copies by name', () => {
    file('train.py');
    file('data', 'training', 'iris.csv');
    file('data', '.cache', 'old.csv');
    const path = join(folder, 'Dockerfile');
    writeFileSync(path, 'FROM python:3.12\nCOPY train.py /opt/program/\n');
    const found = neighboursIn(folder, { kind: 'dockerfile', path, settings: containerSettings(path) });
    expect(found).toEqual([
      { name: 'Dockerfile', files: undefined, copied: false },
      { name: 'data', files: ['iris.csv'], copied: false },
      { name: 'train.py', files: undefined, copied: true },
    ]);
  });

  it('is looked at in part where it is a large data set', () => {
    for (let index = 0; index < 300; index += 1) file('data', 'images', `${index}.png`);
    for (let index = 0; index < 30; index += 1)
      for (let each = 0; each < 200; each += 1) file('many', String(index), `${each}.csv`);
    const found = new Map(neighboursIn(folder, { kind: 'image', image: 'x' }).map(({ name, files }) => [name, files]));
    expect(found.get('data')).toHaveLength(200);
    expect(found.get('many')?.length).toBeLessThan(5_000);
  });

  it('is nothing where the folder is not there', () => {
    expect(neighboursIn(join(folder, 'none'), { kind: 'image', image: 'x' })).toEqual([]);
  });
});
