import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { ensureBases } from '../base-images.mjs';

const EXAMPLES = resolve(import.meta.dirname, '../../../examples');

/** `describe` that is skipped where there is no Docker Engine. */
export const describeScenario: typeof describe | typeof describe.skip =
  inject('dockerHost') === '' ? describe.skip : describe;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A copy of an example in a folder of its own, and the terminal in that folder, with a store of its own. */
export interface Example {
  /** Runs a command till it ends: `run('train', 'train.training-job.json')`. */
  run(...args: readonly string[]): Promise<Ended>;
  /** Serves while `use` runs, and ends the endpoint. Throws when it does not come into service. */
  whileServing(document: string, use: () => Promise<void>): Promise<void>;
  /** Text of a file of the copy. */
  text(file: string): string;
  /** Writes a file of the copy anew. */
  write(file: string, text: string): void;
  /** Text of the first file in a folder whose name ends so, as soon as it is there. */
  appears(folder: string, ending: string): Promise<string>;
  /** Names in a tar.gz of the copy. */
  archived(file: string): readonly string[];
}

/** Copies the example before the tests of this `describe`, makes its base images, and removes everything after them. */
export function useExample(name: string, bases: readonly string[]): Example {
  let folder = '';
  let home = '';
  beforeAll(() => {
    process.env['DOCKER_HOST'] = inject('dockerHost');
    ensureBases(bases);
    folder = mkdtempSync(join(tmpdir(), 'smc-scenario-'));
    home = mkdtempSync(join(tmpdir(), 'smc-home-'));
    cpSync(join(EXAMPLES, name), folder, { recursive: true });
  });
  afterAll(() => {
    for (const made of [folder, home]) if (made !== '') rmSync(made, { recursive: true, force: true });
  });

  function start(args: readonly string[]) {
    const env = { ...process.env, SAGEMAKER_CONTAINERS_HOME: home };
    const child = spawn(process.execPath, [inject('cli'), ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    const ended = new Promise<Ended>((done) => {
      child.on('close', (code) => {
        done({ code, out, err });
      });
    });
    return { child, ended, said: () => out + err };
  }

  return {
    run: (...args) => start(args).ended,
    async whileServing(document, use) {
      const { child, ended, said } = start(['serve', document]);
      try {
        while (!said().includes('InService')) {
          if (child.exitCode !== null) throw new Error(`It ended before it was in service:\n${said()}`);
          await new Promise((next) => setTimeout(next, 50));
        }
        await use();
      } finally {
        child.kill('SIGINT');
        await ended;
      }
    },
    text: (file) => readFileSync(join(folder, file), 'utf8'),
    write: (file, text) => {
      writeFileSync(join(folder, file), text);
    },
    async appears(at, ending) {
      const find = () => {
        const there = existsSync(join(folder, at)) ? readdirSync(join(folder, at), { recursive: true }) : [];
        return there.map(String).find((it) => it.endsWith(ending));
      };
      let found = find();
      for (; found === undefined; found = find()) await new Promise((next) => setTimeout(next, 50));
      return readFileSync(join(folder, at, found), 'utf8');
    },
    archived: (file) =>
      spawnSync('tar', ['-tzf', join(folder, file)], { encoding: 'utf8' })
        .stdout.split('\n')
        .map((line) => line.replace(/^\.\//, ''))
        .filter((line) => line !== ''),
  };
}

/** Runs the contract tests of the folder, and expects that none fails. Returns the ids of those that passed. */
export async function contractTests(example: Example, ...options: readonly string[]): Promise<readonly string[]> {
  const { code, out, err } = await example.run('test', '.', '--format', 'json', ...options);
  if (!out.trimStart().startsWith('{')) throw new Error(`The contract tests did not run:\n${out}\n${err}`);
  const { results } = JSON.parse(out) as {
    readonly results: readonly { readonly id: string; readonly outcome: string }[];
  };
  expect(results.filter((it) => it.outcome === 'failed')).toEqual([]);
  expect(code).toBe(0);
  return results.filter((it) => it.outcome === 'passed').map((it) => it.id);
}
