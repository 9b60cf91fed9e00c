import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUILD_TIMEOUT_MS, buildCli, makeFolder, runCli } from './run-cli';

beforeAll(buildCli, BUILD_TIMEOUT_MS);

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => {
  folder = makeFolder({});
});
afterEach(() => {
  folder.dispose();
});

const run = (...args: readonly string[]) => runCli(args, { cwd: folder.path });

describe('new', () => {
  it('writes a project that lints clean and can be planned, and prints its files', () => {
    const made = run(
      'new',
      'flowers',
      '--what',
      'both',
      '--framework',
      'none',
      '--packages',
      'pip',
      '--server',
      'flask',
    );
    expect(made.code).toBe(0);
    expect(made.out.split('\n')).toContain('flowers/program/train');
    expect(run('lint', '--max-severity', 'off', 'flowers').code).toBe(0);
    expect(run('plan', 'flowers/train.training-job.json').out).toContain('flowers');
  });

  it('overwrites nothing', () => {
    expect(run('new', 'flowers', '--what', 'r').code).toBe(0);
    const again = run('new', 'flowers', '--what', 'inference-toolkit');
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toContain('nothing was written');
    expect(readFileSync(join(folder.path, 'flowers/Dockerfile'), 'utf8')).toContain('r-base');
  });

  it.each([
    [['new', 'x', '--what', 'both'], 'Say --framework with one of'],
    [['new', 'x', '--what', 'nothing'], '“nothing” can’t be had as what.'],
    [['new', '--what', 'r'], 'Name the project with --name'],
    [['new', 'Not_A_Name', '--what', 'r'], 'Name the project with --name'],
    [['new', 'a', 'b', '--what', 'r'], 'one folder'],
  ])('%j: a wrong call', (args, message) => {
    const { code, err } = run(...args);
    expect(err).toContain(message);
    expect(code).toBe(2);
    expect(existsSync(join(folder.path, 'x'))).toBe(false);
  });
});

describe('import', () => {
  it('says what it found, and writes request files beside it', () => {
    const project = makeFolder({
      'container/Dockerfile': 'FROM ubuntu\n',
      'container/local_test/test_dir/input/data/training/a.csv': '1\n',
    });
    try {
      const dry = runCli(['import', project.path, '--dry-run']);
      expect(dry.err).toContain('container/local_test/test_dir');
      expect(existsSync(join(project.path, 'container/train.training-job.json'))).toBe(false);
      expect(runCli(['import', project.path]).code).toBe(0);
      const plan = runCli(['plan', join(project.path, 'container/train.training-job.json')]);
      expect(plan.out).toContain('local_test/test_dir/input/data/training');
    } finally {
      project.dispose();
    }
  });

  it('says so when nothing is known', () => {
    expect(run('import', '.')).toMatchObject({ code: 1, out: '' });
  });
});
