import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { ensureBases } from './base-images.mjs';
import { describeScenario } from './support/example';

// A new project is tried as its README says, with the real terminal on a real engine.
const MINUTES = 60_000;
let work = '';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The runner wants to hear of its workers meanwhile: nothing here waits with its ears shut. */
function run(args: readonly string[]): Promise<Run> {
  const home = join(work, 'home');
  const env = { ...process.env, DOCKER_HOST: inject('dockerHost'), SAGEMAKER_CONTAINERS_HOME: home };
  const options = { cwd: work, env, maxBuffer: 1 << 26 };
  return new Promise((done) => {
    const child = execFile(process.execPath, [inject('cli'), ...args], options, (_error, out, err) => {
      done({ code: child.exitCode, out, err });
    });
  });
}

interface Result {
  readonly id: string;
  readonly outcome: string;
}

/** Outcomes of the contract tests by id. */
async function contract(project: string, subject: string): Promise<Readonly<Record<string, string>>> {
  const { code, out, err } = await run(['test', join(project, subject), '--format', 'json']);
  expect(out, err).toContain('"results"');
  const { results } = JSON.parse(out) as { readonly results: readonly Result[] };
  expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(code).toBe(0);
  return Object.fromEntries(results.map(({ id, outcome }) => [id, outcome]));
}

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'sagemaker-templates-'));
  if (inject('dockerHost') === '') return;
  process.env['DOCKER_HOST'] = inject('dockerHost');
  ensureBases(['public.ecr.aws/docker/library/python:3.12-slim', 'public.ecr.aws/docker/library/r-base:4.4.2']);
}, 15 * MINUTES);

afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

describeScenario('new projects', () => {
  it.each([
    [
      'flask',
      ['--what', 'both', '--framework', 'scikit-learn', '--packages', 'pip', '--server', 'flask'],
      'Dockerfile',
    ],
    ['fastapi', ['--what', 'both', '--framework', 'none', '--packages', 'pip', '--server', 'fastapi'], 'Dockerfile'],
    [
      'sample',
      ['--what', 'serve', '--framework', 'none', '--packages', 'pip', '--server', 'flask'],
      'serve.endpoint.json',
    ],
    ['training', ['--what', 'train', '--framework', 'none'], 'train.training-job.json'],
    ['in-r', ['--what', 'r'], 'Dockerfile'],
  ])(
    '%s builds, lints clean and passes its contract tests',
    async (name, options, subject) => {
      expect((await run(['new', name, ...options])).code).toBe(0);
      expect(await run(['lint', '--max-severity', 'off', name])).toMatchObject({ code: 0 });
      const outcomes = await contract(name, subject);
      expect(Object.values(outcomes).filter((outcome) => outcome === 'passed').length).toBeGreaterThan(10);
    },
    10 * MINUTES,
  );

  it(
    'a processing project leaves its output',
    async () => {
      expect((await run(['new', 'rows', '--what', 'processing', '--framework', 'none'])).code).toBe(0);
      const { code, err } = await run(['process', 'rows/process.processing-job.json']);
      expect(code, err).toBe(0);
      expect(readFileSync(join(work, 'rows/output/rows.csv'), 'utf8').trim().split(/\r?\n/)).toEqual([
        'file,rows',
        'visits.csv,3',
      ]);
    },
    5 * MINUTES,
  );
});
