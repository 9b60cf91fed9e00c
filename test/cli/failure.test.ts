import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandHelp } from '../../cli/src/command-help';
import { failureOf } from '../../cli/src/failure';
import { USAGE, UsageError } from '../../cli/src/usage';
import { BUILD_TIMEOUT_MS, buildCli, CLI, makeFolder, runCli } from './run-cli';

const folder = makeFolder({ 'a.training-job.json': '{' });
const cwd = folder.path;
const env = { PATH: process.env['PATH'], DOCKER_HOST: 'unix:///nowhere/docker.sock' };

beforeAll(buildCli, BUILD_TIMEOUT_MS);
afterAll(() => {
  folder.dispose();
});

describe('a command that fails', () => {
  it('says so in a sentence where even its folder is gone', () => {
    const gone = join(cwd, 'gone');
    mkdirSync(gone);
    // Only a shell can stand in a folder that is removed.
    const script = 'cd "$1" && rmdir "$1" && exec "$2" "$3" lint';
    const { status, stderr } = spawnSync('/bin/sh', ['-c', script, 'sh', gone, process.execPath, CLI], {
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^.*no such file or directory.*\nLook whether it is still there.*\n$/);
    expect(status).toBe(1);
  });

  it('says so where a part of the program is missing', () => {
    const alone = join(cwd, 'alone', 'cli.js');
    mkdirSync(dirname(alone));
    copyFileSync(CLI, alone);
    const { status, stderr } = spawnSync(process.execPath, [alone, 'doctor'], { encoding: 'utf8', env });
    rmSync(dirname(alone), { recursive: true });
    expect(stderr).toMatch(/^Cannot find module .*\nA part of SageMaker Containers is missing: install it again\.\n$/);
    expect(status).toBe(1);
  });
});

describe('the end of a command', () => {
  it('is a wrong call, with the help that says more or what to do', () => {
    expect(failureOf(new UsageError('Wrong.'), 'train', false)).toEqual({
      text: 'Wrong.\nSee: sagemaker-containers train --help\n',
      exitCode: 2,
    });
    expect(failureOf(new UsageError('Wrong.'), undefined, false).text).toMatch(/sagemaker-containers --help/);
    expect(failureOf(new UsageError('Wrong.', 'Do it right.'), 'train', false).text).toBe('Wrong.\nDo it right.\n');
  });

  it('is silent after Ctrl-C', () => {
    expect(failureOf(new Error('aborted'), 'train', true)).toEqual({ text: '', exitCode: 130 });
  });

  it('says what to do about what the system refuses', () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write '/x'"), { code: 'ENOSPC' });
    expect(failureOf(full, 'train', false)).toEqual({
      text: "ENOSPC: no space left on device, write '/x'\nThe disk is full: free some space, then try again.\n",
      exitCode: 1,
    });
  });

  it('tells a defect of ours from a failure of the container, with what a report needs', () => {
    const { text, exitCode } = failureOf(new TypeError('x is not a function'), 'train', false);
    expect(text).toMatch(/^SageMaker Containers itself failed, not your container: x is not a function\nPlease report/);
    expect(text).toContain('failure.test.ts');
    expect(exitCode).toBe(70);
    expect(failureOf('thrown text', 'train', false).text).toContain('thrown text');
  });
});

describe('help', () => {
  it.each([
    ['train', /--hyperparameter/, /--gpus/],
    ['push', /--to <repository/, /--dry-run/],
    ['logs', /--follow/, /--profile/],
    ['lint', /--max-severity/, /--stdin-filename/],
    ['rules', /rules \[--format/, /list the rules/],
  ])('of %s has its own options and those it shares, and no other command', (command, own, shared) => {
    const { code, out } = runCli([command, '--help'], { cwd });
    expect(code).toBe(0);
    expect(out).toMatch(own);
    expect(out).toMatch(shared);
    expect(out.match(/^ {2}sagemaker-containers \w+/gm)).toEqual([`  sagemaker-containers ${command}`]);
    expect(runCli(['help', command], { cwd }).out).toBe(out);
  });

  it('is there of every command that the usage names', () => {
    const commands = [...USAGE.matchAll(/^ {2}sagemaker-containers ([a-z]+)/gm)].map(([, it]) => it ?? '');
    expect(commands.length).toBeGreaterThan(20);
    for (const command of commands) expect(commandHelp(command)).toContain(`sagemaker-containers ${command}`);
  });

  it('behind -- is a word for the container', () => {
    const { err } = runCli(['process', 'an-image', '--', 'run.py', '--help'], { cwd, env });
    expect(err).toContain('/nowhere/docker.sock');
  });
});

describe('what is misspelt', () => {
  it.each([
    [['trian'], /no command trian\. Did you mean train\?/],
    [['help', 'lnit'], /no command lnit\. Did you mean lint\?/],
    [['lint', '--formt', 'json'], /no option --formt here\. Did you mean --format\?/],
    [['rules', '--fromat'], /no option --fromat here\. Did you mean --format\?/],
    [['explain', 'serve-is-answerd'], /Did you mean serve-is-answered\?/],
    [['train', '--wholly-else'], /no option --wholly-else here\.\nSee/],
    [['save', 'x', '--to'], /--to needs a value\./],
    [['import', 'nowhere'], /There is no folder nowhere/],
    [['train', 'a.training-job.json'], /a\.training-job\.json:1:2: error: .*\n.*\nCorrect what is said above/],
    [['invoke', 'x', '--data', '.'], /can't be read: it is a folder\.\nName a file/],
  ])('%j is told with what may have been meant', (args, message) => {
    const { code, err } = runCli(args, { cwd, env });
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});
