import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import type { DockerEngine } from '../../engine/src/docker/engine';
import { JOB_LABEL, OWNED_LABEL, STORAGE_LABEL } from '../../engine/src/docker/labels';
import { storageId } from '../../engine/src/local/job-things';
import { buildCli, CLI, makeFolder } from '../cli/run-cli';
import { describeWithEngine, testEngine } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Running {
  readonly ended: Promise<Ended>;
  /** Waits until it wrote this. */
  until(text: string | RegExp): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** Reads no further, as `| head` does. */
  closePipe(): void;
}

describeWithEngine('the terminal, on a real engine', () => {
  let engine: DockerEngine;
  let home: string;
  let cwd: string;
  const running: Running[] = [];

  beforeAll(async () => {
    buildCli();
    engine = await testEngine();
  });
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'smc-home-'));
    cwd = makeFolder({ 'data/a.csv': '1,2\n3,4\n', 'model/model.json': '{}\n' }).path;
  });
  afterEach(async () => {
    for (const it of running.splice(0)) {
      it.kill('SIGKILL');
      await it.ended;
    }
    for (const folder of [home, cwd]) rmSync(folder, { recursive: true, force: true });
  });
  afterAll(() => {
    engine.close();
  });

  function start(args: readonly string[], input = ''): Running {
    const env = {
      ...process.env,
      DOCKER_HOST: `unix://${inject('engineSocket')}`,
      SAGEMAKER_CONTAINERS_HOME: home,
    };
    const child = spawn(process.execPath, [CLI, ...args], { cwd, env });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.stdin.on('error', () => undefined).end(input);
    const ended = new Promise<Ended>((done) => {
      child.on('close', (code) => {
        done({ code, out, err });
      });
    });
    const it: Running = {
      ended,
      until: async (text) => {
        const seen = () => (typeof text === 'string' ? (out + err).includes(text) : text.test(out + err));
        while (!seen()) {
          if (child.exitCode !== null) throw new Error(`It ended before “${String(text)}”:\n${out}\n${err}`);
          await new Promise((next) => setTimeout(next, 20));
        }
      },
      kill: (signal) => child.kill(signal),
      closePipe: () => child.stdout.destroy(),
    };
    running.push(it);
    return it;
  }

  function run(args: readonly string[], input?: string): Promise<Ended> {
    return start(args, input).ended;
  }

  /** What the engine has of a job of this test: others may have one of the same name. */
  async function left(job: string): Promise<readonly string[]> {
    const filters = {
      label: [`${OWNED_LABEL}=true`, `${STORAGE_LABEL}=${storageId(home)}`, `${JOB_LABEL}=${job}`],
    };
    const all = await Promise.all([
      engine.containers.list(filters),
      engine.networks.list(filters),
      engine.volumes.list(filters),
    ]);
    return all.flat().map((it) => it.name);
  }

  it('trains an example with another image, and leaves its model where the overlay says', async () => {
    cpSync(join(EXAMPLES, 'own-algorithm'), cwd, { recursive: true });
    const { code, out, err } = await run(['train', 'train.training-job.json', '--image', TINY_IMAGE]);
    expect(err).toContain('own-algorithm: Completed.');
    expect(code).toBe(0);
    expect(out).toContain('"max_leaf_nodes": "8"');
    const model = join(cwd, 'output/own-algorithm/output/model.tar.gz');
    expect(err).toContain(model);
    expect(gunzipSync(readFileSync(model)).toString()).toMatch(/model\.json[^]*\{"rows": 60\}/);
    expect(await left('own-algorithm')).toEqual([]);

    const again = await run(['train', 'train.training-job.json', '--image', TINY_IMAGE]);
    expect(again.code).toBe(1);
    expect(again.err).toMatch(/already a training job “own-algorithm”[^]*--replace/);
    const replaced = await run(['train', 'train.training-job.json', '--image', TINY_IMAGE, '--replace']);
    expect(replaced.code).toBe(0);
  });

  it('builds what it trains from a folder, with build arguments', async () => {
    const made = makeFolder({
      Dockerfile: `ARG BASE=scratch\nFROM \${BASE}\nRUN echo made for it > /opt/program/made\n`,
    });
    try {
      const { code, out, err } = await run([
        ...['train', made.path, '--build-arg', `BASE=${TINY_IMAGE}`, '--name', 'smc-test-built'],
        ...['--channel', 'train=data', '--hyperparameter', 'lr=0.1'],
      ]);
      expect(err).toContain('RUN echo made for it');
      expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('"lr": "0.1"') as string });
      const logs = await run(['logs', 'smc-test-built']);
      expect(logs.out).toBe(out);
      expect((await run(['list'])).out).toMatch(/^training-job +smc-test-built +Completed/m);
      expect((await run(['rm', 'smc-test-built'])).code).toBe(0);
      expect(existsSync(join(home, 'jobs/training-job/smc-test-built'))).toBe(false);
    } finally {
      made.dispose();
    }
  });

  it('ends with the exit code of the container, and says why', async () => {
    const { code, err } = await run(['train', TINY_IMAGE, '--name', 'smc-test-bad', '--hyperparameter', 'fail=boom']);
    expect(code).toBe(255);
    expect(err).toContain('smc-test-bad: Failed. AlgorithmError: Exception during training: boom');
    expect(await left('smc-test-bad')).toEqual([]);
  });

  it('stops the job at Ctrl-C, lets it tidy up, and leaves nothing', async () => {
    const job = start(['train', TINY_IMAGE, '--name', 'smc-test-ctrl-c', '--hyperparameter', 'sleep=50']);
    await job.until('epoch 1');
    expect(await left('smc-test-ctrl-c')).not.toEqual([]);
    job.kill('SIGINT');
    await job.until('Stopping');
    job.kill('SIGINT');
    const { code, err } = await job.ended;
    expect(code).toBe(130);
    expect(err).toContain('got SIGTERM, exiting');
    expect(err).toContain('smc-test-ctrl-c: Stopped.');
    expect(await left('smc-test-ctrl-c')).toEqual([]);
  });

  it('stops the job when nobody reads what it writes', async () => {
    const job = start(['train', TINY_IMAGE, '--name', 'smc-test-pipe', '--hyperparameter', 'sleep=50']);
    await job.until('epoch 1');
    job.closePipe();
    const { code, err } = await job.ended;
    expect(code).toBe(130);
    expect(err).toContain('smc-test-pipe: Stopped.');
    expect(await left('smc-test-pipe')).toEqual([]);
  });

  it('ends the job when the folder of jobs is deleted, and says so', async () => {
    const job = start(['train', TINY_IMAGE, '--name', 'smc-test-gone', '--hyperparameter', 'sleep=50']);
    await job.until('epoch 1');
    rmSync(join(home, 'jobs'), { recursive: true });
    const { code, err } = await job.ended;
    expect(code).toBe(1);
    expect(err).toContain('smc-test-gone: gone. It was deleted while it ran');
    expect(await left('smc-test-gone')).toEqual([]);
  });

  it('stops a job from another terminal', async () => {
    const job = start(['train', TINY_IMAGE, '--name', 'smc-test-stop', '--hyperparameter', 'sleep=50']);
    await job.until('epoch 1');
    expect((await run(['rm', 'smc-test-stop'])).err).toContain('Stop the job first');
    expect((await run(['stop', 'training-job/smc-test-stop'])).code).toBe(0);
    expect(await job.ended).toMatchObject({ code: 1, err: expect.stringContaining('Stopped.') as string });
    expect(await left('smc-test-stop')).toEqual([]);
  });

  it('leaves the job of a terminal that died to the commands after it', async () => {
    const job = start(['train', TINY_IMAGE, '--name', 'smc-test-killed', '--hyperparameter', 'sleep=300']);
    await job.until('epoch 1');
    job.kill('SIGKILL');
    await job.ended;
    // It takes the job up, and lets go of it again at its end.
    expect((await run(['train', TINY_IMAGE, '--name', 'smc-test-next'])).code).toBe(0);
    expect((await run(['list'])).out).toMatch(/smc-test-killed +InProgress/);
    expect((await run(['stop', 'smc-test-killed'])).code).toBe(0);
    expect(await left('smc-test-killed')).toEqual([]);
    expect((await run(['list'])).out).toMatch(/smc-test-killed +Stopped/);
  });

  it('leaves the endpoint of a terminal that died to the commands after it', async () => {
    const endpoint = start(['serve', TINY_IMAGE, '--name', 'smc-test-orphan', '--model', 'model']);
    await endpoint.until('InService');
    endpoint.kill('SIGKILL');
    await endpoint.ended;
    const invoke = ['invoke', 'smc-test-orphan', '--data', 'data/a.csv'];
    expect((await run(invoke)).out).toContain('[7]');
    expect((await run(['train', TINY_IMAGE, '--name', 'smc-test-next'])).code).toBe(0);
    expect((await run(['list'])).out).toMatch(/smc-test-orphan +InService/);
    expect((await run(invoke)).out).toContain('[7]');
    expect((await run(['stop', 'smc-test-orphan'])).code).toBe(0);
    expect(await left('smc-test-orphan')).toEqual([]);
  });

  it('serves, answers, transforms with the same model, and leaves nothing', async () => {
    const endpoint = start(['serve', TINY_IMAGE, '--name', 'smc-test-serve', '--model', 'model']);
    await endpoint.until('InService');
    const answer = await run(['invoke', 'smc-test-serve', '--data', 'data/a.csv']);
    expect(answer).toEqual({ code: 0, out: '{"predictions":[7]}', err: '' });
    expect((await run(['invoke', 'smc-test-serve', '--content-type', 'text/plain'], 'abc')).out).toContain('[3]');
    const logs = (await run(['logs', 'smc-test-serve'])).err;
    expect(logs).toContain('invocations 8 bytes text/csv');
    expect(logs).toContain('invocations 3 bytes text/plain');
    endpoint.kill('SIGINT');
    endpoint.kill('SIGINT');
    expect((await endpoint.ended).code).toBe(0);
    expect(await left('smc-test-serve')).toEqual([]);
    expect((await run(['list'])).out).toBe('');
    expect((await run(['invoke', 'smc-test-serve', '--data', 'data/a.csv'])).code).toBe(1);

    const transform = await run([
      ...['transform', TINY_IMAGE, '--name', 'smc-test-batch', '--model', 'model'],
      ...['--input', 'data', '--output', 'predictions', '--content-type', 'text/csv'],
    ]);
    expect(transform.code).toBe(0);
    expect(readFileSync(join(cwd, 'predictions/a.csv.out'), 'utf8')).toContain('{"predictions":[');
    expect(await left('smc-test-batch')).toEqual([]);
  });

  it('says why an endpoint does not come up', async () => {
    const made = makeFolder({
      Dockerfile: `FROM ${TINY_IMAGE}\nRUN printf '#!/bin/sh\\necho no luck; exit 3\\n' > /opt/program/serve\n`,
    });
    try {
      const { code, err } = await run(['serve', made.path, '--name', 'smc-test-down', '--model', 'model']);
      expect(code).not.toBe(0);
      expect(err).toMatch(/smc-test-down: Failed\.[^]*no luck/);
      expect(await left('smc-test-down')).toEqual([]);
    } finally {
      made.dispose();
    }
  });

  it('processes', async () => {
    const script = 'cat /opt/ml/processing/input/data/a.csv > /opt/ml/processing/output/copy.csv';
    const { code } = await run([
      ...['process', TINY_IMAGE, '--name', 'smc-test-process', '--input', 'data=data', '--output', 'made'],
      ...['--', 'sh', '-c', script],
    ]);
    expect(code).toBe(0);
    expect(readFileSync(join(cwd, 'made/copy.csv'), 'utf8')).toBe('1,2\n3,4\n');
    expect(await left('smc-test-process')).toEqual([]);
  });

  it('builds, with a secret; Ctrl-C ends a build', async () => {
    const made = makeFolder({
      Dockerfile: [
        `FROM ${TINY_IMAGE}`,
        'ARG WAIT=0',
        'RUN --mount=type=secret,id=token test "$(cat /run/secrets/token)" = hush',
        'RUN echo waiting $WAIT; sleep $WAIT',
        '',
      ].join('\n'),
      token: 'hush',
    });
    const tag = `smc-test-cli:${process.pid}`;
    // A step that some run has seen to its end would be taken from the cache.
    const wait = String(100_000 + process.pid);
    try {
      const args = ['build', made.path, '--tag', tag, '--secret', `id=token,src=${made.path}/token`];
      const { code, out } = await run(args);
      expect(code).toBe(0);
      expect((await engine.images.inspect(tag))?.Id).toBe(out.trim());
      const slow = start([...args, '--build-arg', `WAIT=${wait}`]);
      await slow.until(`waiting ${wait}`);
      slow.kill('SIGINT');
      expect((await slow.ended).code).toBe(130);
      const failed = await run(['build', made.path, '--tag', tag, '--no-cache']);
      expect(failed.code).toBe(1);
      expect(failed.err).toMatch(/on line 3/);
    } finally {
      await engine.images.remove(tag, { force: true });
      made.dispose();
    }
  });

  it('doctor finds the engine', async () => {
    const { code, out } = await run(['doctor']);
    expect(code).toBe(0);
    expect(out).toMatch(/^ok {2}engine {5}Docker .*found by DOCKER_HOST/m);
  });
});
