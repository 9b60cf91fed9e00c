// npm run bench:engine: what the engine adds to plain docker, measured in one run on a real Docker Engine.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../cli/src/engine';
import { openEngine } from '../../engine/src/docker/open-engine';
import { newState } from '../../engine/src/local/state';
import { Store } from '../../engine/src/local/store';
import { makeTinyImage, TINY_IMAGE } from '../docker/support/tiny-image';

const root = resolve(import.meta.dirname, '../..');
const socketPath = execFileSync(process.execPath, [join(root, 'scripts/docker-engine.mjs'), 'start'], {
  encoding: 'utf8',
})
  .trim()
  .replace(/^unix:\/\//, '');
process.env['DOCKER_HOST'] = `unix://${socketPath}`;
await makeTinyImage(await openEngine({ socketPath }, 'the bench'));

// The bundle, as people run it.
const engine = (await import(join(root, 'dist/engine.js'))) as unknown as Engine;
const storage = mkdtempSync(join(tmpdir(), 'sagemaker-bench-'));
const session = await engine.openLocal({
  storage,
  window: 'bench',
  placed: () => ({ overlay: engine.DEFAULT_OVERLAY, folder: storage }),
  onBuild: () => undefined,
  onPull: () => undefined,
});
const { sagemaker } = session;
const signal = new AbortController().signal;
const ROUNDS = 7;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

/** Both in turn, so that a busy moment meets both. */
async function inTurn(plain: () => Promise<number>, ours: () => Promise<number>): Promise<readonly [number, number]> {
  await plain();
  await ours();
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    times[0].push(await plain());
    times[1].push(await ours());
  }
  return [median(times[0]), median(times[1])];
}

/** Until the container's first line is here. */
function plainTrain(): Promise<number> {
  return timed(
    () =>
      new Promise<void>((done, fail) => {
        const child = spawn('docker', ['run', '--rm', TINY_IMAGE, 'train'], { stdio: ['ignore', 'pipe', 'ignore'] });
        child.once('error', fail);
        child.stdout.once('data', () => done());
      }),
  );
}

async function ourTrain(): Promise<number> {
  const name = `bench-${randomUUID()}`;
  const document = engine.requestFor('training-job', name, TINY_IMAGE);
  const { document: parsed } = engine.parseRequest(JSON.stringify(document), 'bench.training-job.json');
  if (parsed === undefined) throw new Error('the request is wrong');
  const time = await timed(async () => {
    await engine.createFrom(sagemaker, parsed, signal);
    for await (const _line of sagemaker.logs('training-job', name)) break;
  });
  await sagemaker.settled('training-job', name);
  return time;
}

function pinged(port: number): Promise<boolean> {
  return new Promise((done) => {
    get({ host: '127.0.0.1', port, path: '/ping', agent: false }, (answer) => {
      answer.resume();
      // The tiny image has no model, so 404 is its way of being there.
      done(answer.statusCode === 404 || answer.statusCode === 200);
    }).once('error', () => done(false));
  });
}

async function untilPinged(port: number): Promise<void> {
  while (!(await pinged(port))) await sleep(10);
}

const MODEL = join(storage, 'model');
mkdirSync(MODEL);
writeFileSync(join(MODEL, 'model.json'), '{}');
const docker = (...args: readonly string[]): string => execFileSync('docker', args, { encoding: 'utf8' }).trim();

async function plainServe(): Promise<number> {
  let id = '';
  const time = await timed(async () => {
    id = docker('run', '-d', '--rm', '-p', '127.0.0.1:0:8080', '-v', `${MODEL}:/opt/ml/model:ro`, TINY_IMAGE, 'serve');
    await untilPinged(Number(docker('port', id, '8080').split(':').at(-1)));
  });
  docker('rm', '-f', id);
  return time;
}

const served = engine.parseRequest(
  JSON.stringify({
    ...engine.requestFor('endpoint', 'bench', TINY_IMAGE),
    Model: {
      ModelName: 'bench',
      ExecutionRoleArn: 'arn:aws:iam::000000000000:role/local',
      PrimaryContainer: { Image: TINY_IMAGE, ModelDataUrl: 's3://local/model.tar.gz' },
    },
  }),
  'bench.endpoint.json',
).document;
if (served === undefined) throw new Error('the endpoint is wrong');
const endpoint = served;
const withModel = await engine.openLocal({
  storage,
  window: 'bench',
  placed: () => ({
    overlay: { ...engine.DEFAULT_OVERLAY, s3: { 's3://local/model.tar.gz': MODEL } },
    folder: storage,
  }),
  onBuild: () => undefined,
  onPull: () => undefined,
});

async function startEndpoint(): Promise<void> {
  await engine.forgetParts(withModel.sagemaker, endpoint);
  await engine.createFrom(withModel.sagemaker, endpoint, signal);
  await withModel.sagemaker.settled('endpoint', 'bench');
}

async function ourServe(): Promise<number> {
  const time = await timed(startEndpoint);
  await withModel.sagemaker.deleteEndpoint('bench');
  return time;
}

function post(port: number): Promise<void> {
  return new Promise((done, fail) => {
    request({ host: '127.0.0.1', port, method: 'POST', path: '/invocations', agent: false }, (answer) => {
      answer.resume().once('end', () => done());
    })
      .once('error', fail)
      .end('x');
  });
}

/** A context of many small files and a few large ones. */
function makeContext(): { readonly folder: string; readonly megabytes: number } {
  const folder = join(storage, 'context');
  mkdirSync(folder);
  const small = Buffer.alloc(4 * 1024, 'x');
  for (let at = 0; at < 4000; at += 1) {
    if (at % 100 === 0) mkdirSync(join(folder, String(at / 100)));
    writeFileSync(join(folder, String(Math.floor(at / 100)), `${at}.py`), small);
  }
  for (let at = 0; at < 4; at += 1) writeFileSync(join(folder, `${at}.bin`), Buffer.alloc(64 * 1024 * 1024, at + 1));
  writeFileSync(join(folder, 'Dockerfile'), `FROM ${TINY_IMAGE}\nARG ROUND\nCOPY . /context/\n`);
  return { folder, megabytes: 4 * 64 + (4000 * 4) / 1024 };
}

const ms = (value: number): string => `${value.toFixed(0)} ms`.padStart(9);
function row(what: string, plain: number, ours: number): void {
  const ratio = (ours / plain).toFixed(2);
  console.log(`${what.padEnd(46)} ${ms(plain)} ${ms(ours)}   + ${ms(ours - plain).trim()} (× ${ratio})`);
}

try {
  console.log(`node ${process.version}, medians of ${ROUNDS}, in turn\n${' '.repeat(46)}    plain      ours`);
  row('train: docker run → first line', ...(await inTurn(plainTrain, ourTrain)));
  row('serve: docker run → /ping answers', ...(await inTurn(plainServe, ourServe)));

  await startEndpoint();
  const [port = 0] = (await openEngine({ socketPath }, 'the bench').then((one) => one.containers.list({ label: [] })))
    .map(({ id }) => docker('port', id))
    .flatMap((text) => /^8080\/tcp -> 127\.0\.0\.1:(\d+)$/m.exec(text)?.[1] ?? [])
    .map(Number);
  const calls = async (act: () => Promise<unknown>): Promise<number> => {
    const times: number[] = [];
    for (let at = 0; at < 30; at += 1) times.push(await timed(act));
    return median(times);
  };
  const invoke = () => withModel.sagemaker.invokeEndpoint('bench', { body: Buffer.from('x') });
  row(
    'invoke: POST /invocations → InvokeEndpoint',
    ...(await inTurn(
      () => calls(() => post(port)),
      () => calls(invoke),
    )),
  );
  await withModel.sagemaker.deleteEndpoint('bench');

  const { folder, megabytes } = makeContext();
  const built = async (round: string): Promise<void> => {
    const buildArguments = { ROUND: round };
    const { socket } = await session.engine();
    await engine.buildImage(
      socket,
      { contextDir: folder, dockerfile: join(folder, 'Dockerfile'), tag: 'sm-bench:ours', buildArguments },
      { signal },
    );
  };
  // A changed file in each round: what is cached is not sent.
  const fresh = (): string => {
    const round = randomUUID();
    for (let at = 0; at < 4; at += 1)
      writeFileSync(join(folder, `${at}.bin`), Buffer.alloc(64 * 1024 * 1024, round.slice(at)));
    return round;
  };
  // Debian's docker has no buildx: its classic builder is measured then.
  const buildx = spawnSync('docker', ['buildx', 'version']).status === 0;
  const theirs = async (): Promise<number> => {
    const round = fresh();
    return timed(() => {
      const args = ['build', '-q', '-t', 'sm-bench:theirs', '--build-arg', `ROUND=${round}`, folder];
      const { status, stderr } = spawnSync('docker', args, {
        env: { ...process.env, DOCKER_BUILDKIT: buildx ? '1' : '0' },
      });
      return status === 0 ? Promise.resolve() : Promise.reject(new Error(String(stderr)));
    });
  };
  const ours = async (): Promise<number> => {
    const round = fresh();
    return timed(() => built(round));
  };
  const pairs = [await theirs(), await ours(), await theirs(), await ours()];
  row(
    `build${buildx ? '' : ' (theirs: classic)'}: 4,004 files, ${megabytes.toFixed(0)} MB`,
    Math.min(pairs[0] ?? NaN, pairs[2] ?? NaN),
    Math.min(pairs[1] ?? NaN, pairs[3] ?? NaN),
  );
  spawnSync('docker', ['rmi', '-f', 'sm-bench:ours', 'sm-bench:theirs']);

  const past = join(storage, 'past');
  const store = new Store(past);
  const owner = { pid: process.pid, started: '', machine: 'bench', window: 'bench' };
  for (let at = 0; at < 1000; at += 1) {
    const state = newState(
      'training-job',
      `past-${at}`,
      `arn:aws:sagemaker:x:1:training-job/past-${at}`,
      'Completed',
      owner,
      new Date(at),
    );
    await store.create(state, { 'request.json': {}, 'plan.json': {} });
  }
  const probe = `
    const engine = require(${JSON.stringify(join(root, 'dist/engine.js'))});
    (async () => {
      const local = await engine.openLocal({ storage: ${JSON.stringify(past)}, window: 'bench', placed: () => ({}), onBuild() {}, onPull() {} });
      global.gc(); const before = process.memoryUsage(); const start = performance.now();
      let count = 0; for await (const row of engine.listAll(local.sagemaker, 'training-job')) count += row.name.length > 0;
      const time = performance.now() - start; global.gc(); const after = process.memoryUsage();
      console.log(JSON.stringify({ count, time, heap: (after.heapUsed - before.heapUsed) / 1e6, rss: after.rss / 1e6 }));
    })();`;
  const told = execFileSync(process.execPath, ['--expose-gc', '-e', probe], { encoding: 'utf8' });
  const { count, time, heap, rss } = JSON.parse(told) as Record<'count' | 'time' | 'heap' | 'rss', number>;
  console.log(
    `\n${count} past jobs: all pages in ${time.toFixed(0)} ms, ${heap.toFixed(1)} MB of heap kept, ${rss.toFixed(0)} MB process`,
  );
} finally {
  await session.close();
  await withModel.close();
  rmSync(storage, { recursive: true, force: true });
}
