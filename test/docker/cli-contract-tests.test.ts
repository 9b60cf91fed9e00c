import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { buildCli, runCli } from '../cli/run-cli';
import { BIND_LABEL, BOUND_SERVE, TRAIN } from './support/broken-images';
import { describeWithEngine, testEngine } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

const EXAMPLE = resolve(import.meta.dirname, '../../examples/own-algorithm');
const IMAGE = 'smc-test-beside';

describeWithEngine('contract tests of a Dockerfile with request documents beside it, in the terminal', () => {
  let folder: string;

  beforeAll(buildCli);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'smc-beside-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    const engine = await testEngine();
    try {
      for (const { tags, id } of await engine.images.list({ reference: [`sagemaker-local/${IMAGE}`] })) {
        if (tags.length > 0) await engine.images.remove(id, { force: true });
      }
    } finally {
      engine.close();
    }
  });

  /** The example with programs that need nothing but the tiny image; training begins with these lines. */
  function example(lines: string): void {
    cpSync(EXAMPLE, folder, { recursive: true });
    for (const name of readdirSync(folder).filter((it) => it.endsWith('.json'))) {
      const file = join(folder, name);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('own-algorithm:latest', `${IMAGE}:latest`));
    }
    const train = TRAIN.replace('P=/opt/ml\n', (it) => `${it}${lines}\n`);
    for (const [name, text] of Object.entries({ train, serve: BOUND_SERVE })) {
      writeFileSync(join(folder, 'program', name), text, { mode: 0o755 });
    }
    // The tiny server answers with the length of what it is asked.
    writeFileSync(join(folder, '.sagemaker/payloads/flowers.csv.expected'), '{"predictions":[31]}');
    const copy = 'COPY program/train program/serve /opt/program/\n';
    writeFileSync(join(folder, 'Dockerfile'), `FROM ${TINY_IMAGE}\n${BIND_LABEL}${copy}`);
  }

  /** The exit code, and what failed. */
  function test(...options: readonly string[]) {
    const env = { ...process.env, DOCKER_HOST: `unix://${inject('engineSocket')}`, SAGEMAKER_CONTAINERS_HOME: folder };
    const { code, out, err } = runCli(['test', '.', '--format', 'json', ...options], { cwd: folder, env });
    const outcomes = [...out.matchAll(/"id": "([^"]+)"[^{}]*?"outcome": "(\w+)"/g)].map(([, id, outcome]) => [
      id,
      outcome,
    ]);
    const having = (wanted: string) => outcomes.filter(([, outcome]) => outcome === wanted).map(([id]) => id);
    return { code, failed: having('failed'), passed: having('passed'), said: out + err };
  }

  it('gives it their data and settings, and serves what was trained', () => {
    example(
      'grep -q \'"max_leaf_nodes": "8"\' $P/input/config/hyperparameters.json\n[ -f $P/input/data/training/flowers.csv ]',
    );
    const { code, failed, passed, said } = test();
    expect(failed, said).toEqual([]);
    expect(code).toBe(0);
    expect(passed).toEqual(
      expect.arrayContaining(['train-succeeds', 'train-model', 'ping-healthy', 'model-read-only', 'bind-to-port']),
    );
  });

  it('tries only what they say that it is for', () => {
    example('true');
    rmSync(join(folder, 'serve.endpoint.json'));
    const { code, failed, passed, said } = test();
    expect(failed, said).toEqual([]);
    expect(code).toBe(0);
    expect(passed).toContain('train-model');
    expect(said).not.toContain('serve-starts');
  });

  it('puts options on top of them', () => {
    example(
      'grep -q \'"max_leaf_nodes": "9"\' $P/input/config/hyperparameters.json\n[ -f $P/input/data/training/other.csv ]',
    );
    expect(test('--role', 'training')).toMatchObject({ code: 1, failed: ['train-succeeds'] });
    cpSync(join(folder, 'data/training/flowers.csv'), join(folder, 'more/other.csv'), { recursive: true });
    const options = ['--hyperparameter', 'max_leaf_nodes=9', '--channel', 'training=more'];
    expect(test('--role', 'training', ...options)).toMatchObject({ code: 0, failed: [] });
  });
});
