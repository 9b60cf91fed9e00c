import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { ensureBases } from '../base-images.mjs';
import type { Ended } from './example';

/** New projects in a folder of their own, tried as their READMEs say, with the real terminal on a real engine. */
export interface Projects {
  run(...args: readonly string[]): Promise<Ended>;
  /** Makes the project, expects that it lints clean and that no contract test fails; returns how many passed. */
  passed(name: string, answers: readonly string[], subject: string): Promise<number>;
  /** Text of a file, by its path from the folder of the projects. */
  text(file: string): string;
}

/** Makes the folder and the base images before the tests of this file, and removes the folder after them. */
export function useProjects(bases: readonly string[]): Projects {
  let work = '';
  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), 'sagemaker-templates-'));
    if (inject('dockerHost') === '') return;
    process.env['DOCKER_HOST'] = inject('dockerHost');
    ensureBases(bases);
  });
  afterAll(() => {
    rmSync(work, { recursive: true, force: true });
  });

  /** The runner wants to hear of its workers meanwhile: nothing here waits with its ears shut. */
  function run(...args: readonly string[]): Promise<Ended> {
    const home = join(work, 'home');
    const env = { ...process.env, DOCKER_HOST: inject('dockerHost'), SAGEMAKER_CONTAINERS_HOME: home };
    const options = { cwd: work, env, maxBuffer: 1 << 26 };
    return new Promise((done) => {
      const child = execFile(process.execPath, [inject('cli'), ...args], options, (_error, out, err) => {
        done({ code: child.exitCode, out, err });
      });
    });
  }

  return {
    run,
    async passed(name, answers, subject) {
      expect((await run('new', name, ...answers)).code).toBe(0);
      expect(await run('lint', '--max-severity', 'off', name)).toMatchObject({ code: 0 });
      const { code, out, err } = await run('test', join(name, subject), '--format', 'json');
      expect(out, err).toContain('"results"');
      const { results } = JSON.parse(out) as { readonly results: readonly { readonly outcome: string }[] };
      expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
      expect(code).toBe(0);
      return results.filter(({ outcome }) => outcome === 'passed').length;
    },
    text: (file) => readFileSync(join(work, file), 'utf8'),
  };
}
