import { setTimeout as sleep } from 'node:timers/promises';
import { pack } from 'tar-stream';
import { expect, it } from 'vitest';
import type { ContainerCreateOptions, DockerEngine } from '../../engine/src/docker/engine';
import { exitProblem } from '../../engine/src/docker/exit-problem';
import { JOB_LABEL } from '../../engine/src/docker/labels';
import type { Owner } from '../../engine/src/docker/labels';
import type { LogEvent } from '../../engine/src/docker/log-lines';
import { followContainer, runContainer, startContainer } from '../../engine/src/docker/run';
import type { ContainerRun } from '../../engine/src/docker/run';
import { RequirementError } from '../../engine/src/docker/start-problem';
import { cleanups, describeWithEngine, leftovers, testEngine, testOwner } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

const after = cleanups();

function runOf(owner: Owner, command: readonly string[], options: ContainerCreateOptions = {}): ContainerRun {
  return {
    options: { Image: TINY_IMAGE, Cmd: [...command], ...options },
    host: 'algo-1',
    owner,
    purpose: { kind: 'training-job', job: 'test-job' },
    launch: { image: TINY_IMAGE, word: command[0], enginePlatform: 'linux/amd64', imagePlatform: 'linux/amd64' },
    stopGraceSeconds: 2,
  };
}

function collector() {
  const lines: LogEvent[] = [];
  return { lines, onLine: (line: LogEvent) => void lines.push(line) };
}

async function failure(engine: DockerEngine, run: ContainerRun): Promise<RequirementError> {
  const error: unknown = await startContainer(engine, run, collector()).catch((one: unknown) => one);
  if (!(error instanceof RequirementError)) throw new Error('a RequirementError was expected', { cause: error });
  expect(await leftovers(engine, run.owner)).toEqual([]);
  return error;
}

const script = (text: string) => ['sh', '-c', text];

describeWithEngine('running a container', () => {
  it('gives every line with its stream, the exit code and the times, and leaves nothing behind', async () => {
    const [engine, owner] = [await testEngine(), await testOwner()];
    const hooks = collector();
    const text = 'i=0; while [ $i -lt 500 ]; do echo "out $i"; i=$((i+1)); done; echo bad >&2; printf "no end"; exit 3';
    const end = await runContainer(engine, runOf(owner, script(text)), hooks);
    expect(end).toMatchObject({ exitCode: 3, outOfMemory: false, stopped: false });
    expect(end.finishedAt?.getTime()).toBeGreaterThanOrEqual(end.startedAt?.getTime() ?? Infinity);
    const of = (stream: string) => hooks.lines.filter((line) => line.stream === stream).map((line) => line.text);
    expect(of('stdout')).toEqual([...Array.from({ length: 500 }, (_, index) => `out ${index}`), 'no end']);
    expect(of('stderr')).toEqual(['bad']);
    expect(hooks.lines[0]).toMatchObject({ host: 'algo-1' });
    expect(end.lastLines.at(-1)).toBe('no end');
    expect(await leftovers(engine, owner)).toEqual([]);
  });

  it('misses no line and no exit of a container that is over at once', async () => {
    const [engine, owner] = [await testEngine(), await testOwner()];
    for (let round = 0; round < 5; round++) {
      const hooks = collector();
      const end = await runContainer(engine, runOf(owner, script('echo quick')), hooks);
      expect([end.exitCode, hooks.lines.map((line) => line.text)]).toEqual([0, ['quick']]);
    }
  });

  it('puts files in before the start and takes files out after the end', async () => {
    const [engine, owner] = [await testEngine(), await testOwner()];
    let found: unknown;
    const end = await runContainer(engine, runOf(owner, ['train']), {
      onLine: () => undefined,
      prepare: async (id) => {
        const archive = pack();
        archive.entry({ name: 'input/config/hyperparameters.json' }, '{"fail":"no data"}');
        archive.finalize();
        await engine.containers.putArchive(id, '/opt/ml', archive);
      },
      after: async (id) => {
        found = await engine.containers.getArchive(id, '/opt/ml/output/failure');
      },
    });
    expect(end.exitCode).toBe(255);
    expect(found).toBeDefined();
  });

  it('labels the container, and stops it by SIGTERM', async () => {
    const [engine, owner] = [await testEngine(), await testOwner()];
    const hooks = collector();
    const text = 'trap "echo bye; exit 143" TERM; echo ready; while :; do sleep 1 & wait $!; done';
    const container = await startContainer(engine, runOf(owner, script(text)), hooks);
    after(() => container.remove());
    expect((await engine.containers.inspect(container.id))?.Config.Labels).toMatchObject({ [JOB_LABEL]: 'test-job' });
    while (hooks.lines.length === 0) await sleep(20);
    const end = await container.stop();
    expect(end).toMatchObject({ exitCode: 143, stopped: true, lastLines: ['ready', 'bye'] });
  });

  it('kills what ignores SIGTERM once the grace is over, also when the signal asks for the stop', async () => {
    const [engine, owner] = [await testEngine(), await testOwner()];
    const controller = new AbortController();
    const hooks = {
      onLine: () => {
        controller.abort();
      },
    };
    const text = 'trap "" TERM; echo ready; while :; do sleep 1; done';
    const end = await runContainer(
      engine,
      { ...runOf(owner, script(text)), stopGraceSeconds: 1 },
      hooks,
      controller.signal,
    );
    expect(end).toMatchObject({ exitCode: 137, outOfMemory: false, stopped: true });
    expect(await leftovers(engine, owner)).toEqual([]);
  });

  it('knows that it ran out of memory', async () => {
    const [engine, owner] = [await testEngine(), await testOwner()];
    const run = runOf(owner, script('exec tail /dev/zero'), {
      HostConfig: { Memory: 16 * 2 ** 20, MemorySwap: 16 * 2 ** 20 },
    });
    const end = await runContainer(engine, run, collector());
    expect(end).toMatchObject({ exitCode: 137, outOfMemory: true });
    expect(exitProblem(end, run.launch, 16 * 2 ** 20)?.message).toContain('16 MiB');
  });

  it('goes on after our own restart, without a line twice', async () => {
    const [engine, owner] = [await testEngine(), await testOwner()];
    const run = runOf(
      owner,
      script('i=0; while [ $i -lt 6 ]; do echo "line $i"; echo "err $i" >&2; i=$((i+1)); sleep 0.2; done'),
    );
    const before = collector();
    const container = await startContainer(engine, run, before);
    after(() => container.remove());
    while (before.lines.filter((line) => line.stream === 'stdout').length < 2) await sleep(10);
    const seen = { stdout: 2, stderr: 1 };
    const again = collector();
    const end = await followContainer(engine, container.id, run, again, seen).ended;
    expect(end.exitCode).toBe(0);
    const texts = again.lines.map((line) => line.text).sort();
    expect(texts).toEqual(['err 1', 'err 2', 'err 3', 'err 4', 'err 5', 'line 2', 'line 3', 'line 4', 'line 5']);
    expect(again.lines[0]?.time.getTime()).toBeLessThan(again.lines.at(-1)?.time.getTime() ?? 0);
  });

  it('names the requirement when the program is missing, not executable or no program', async () => {
    const [engine, owner] = [await testEngine(), await testOwner()];
    const path = { Env: ['PATH=/bin'] };
    expect((await failure(engine, runOf(owner, ['train'], path))).requirements).toEqual(['LAUNCH-01']);
    expect((await failure(engine, runOf(owner, ['serve'], path))).requirements).toEqual(['LAUNCH-02']);
    const denied = await failure(engine, runOf(owner, ['/opt/program/not-executable']));
    expect(denied.requirements).toEqual(['LAUNCH-11']);
    expect(denied.message).toContain('permission denied');
    const missing = await failure(engine, runOf(owner, ['train'], { Entrypoint: ['/opt/nope'] }));
    expect(missing.message).toContain('“/opt/nope”');
    expect(missing.requirements).toEqual(['LAUNCH-01']);
  });

  it('names the requirement when the program starts but can’t be executed', async () => {
    const [engine, owner] = [await testEngine(), await testOwner()];
    for (const [program, requirement] of [
      ['no-interpreter', 'LAUNCH-12'],
      ['windows-lines', 'LAUNCH-12'],
      ['no-shebang', 'LAUNCH-12'],
    ] as const) {
      const run = runOf(owner, ['train'], { Entrypoint: [`/opt/program/${program}`] });
      const problem = await runContainer(engine, run, collector()).then(
        (end) => exitProblem(end, run.launch),
        (error: unknown) => (error instanceof RequirementError ? error : undefined),
      );
      expect(problem?.requirements, program).toContain(requirement);
    }
    expect(await leftovers(engine, owner)).toEqual([]);
  });

  it('has a remedy for a GPU, an image or a folder that is not there, and for a port in use', async () => {
    const [engine, owner] = [await testEngine(), await testOwner()];
    const gpu = { HostConfig: { DeviceRequests: [{ Driver: '', Count: -1, Capabilities: [['gpu']] }] } };
    expect((await failure(engine, runOf(owner, ['train'], gpu))).remedy).toContain('NVIDIA Container Toolkit');
    const runtime = { HostConfig: { Runtime: 'nvidia' } };
    expect((await failure(engine, runOf(owner, ['train'], runtime))).remedy).toContain('NVIDIA Container Toolkit');
    const image = { ...runOf(owner, ['train'], { Image: 'sm-nope:1' }) };
    expect((await failure(engine, image)).message).toContain('There is no image');
    const arm = runOf(owner, ['train'], { platform: 'linux/arm64' });
    expect((await failure(engine, arm)).requirements).toEqual(['IMG-03']);
    const mount = { HostConfig: { Mounts: [{ Type: 'bind' as const, Source: '/nowhere/data', Target: '/data' }] } };
    expect((await failure(engine, runOf(owner, ['train'], mount))).message).toContain('“/nowhere/data”');
    const cpus = { HostConfig: { NanoCpus: 1000e9 } };
    expect((await failure(engine, runOf(owner, ['train'], cpus))).remedy).toContain('"cpus"');
  });

  it('says which port is in use', async () => {
    const [engine, owner] = [await testEngine(), await testOwner()];
    const ports = (HostPort: string) => ({
      ExposedPorts: { '8080/tcp': {} },
      HostConfig: { PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort }] } },
    });
    const first = await startContainer(engine, runOf(owner, ['serve'], ports('')), collector());
    after(() => first.remove());
    const bound = (await engine.containers.inspect(first.id))?.NetworkSettings.Ports['8080/tcp']?.[0]?.HostPort ?? '';
    const second = startContainer(engine, runOf(await testOwner(), ['serve'], ports(bound)), collector());
    await expect(second).rejects.toThrow(`127.0.0.1:${bound}`);
    await first.remove();
  });

  it('runs without limits that the engine may not set, and says so', async () => {
    const [engine, owner] = [await testEngine(), await testOwner()];
    const notes: string[] = [];
    const HostConfig = { Ulimits: [{ Name: 'memlock', Soft: -1, Hard: -1 }] };
    const hooks = { ...collector(), onNote: (note: string) => void notes.push(note) };
    const end = await runContainer(engine, runOf(owner, script('true'), { HostConfig }), hooks);
    expect(end.exitCode).toBe(0);
    for (const note of notes) expect(note).toContain('memlock');
    expect(await leftovers(engine, owner)).toEqual([]);
  });

  it('leaves nothing behind when it is called off before the start, or when the preparation fails', async () => {
    const [engine, owner] = [await testEngine(), await testOwner()];
    const controller = new AbortController();
    const prepare = () => {
      controller.abort();
      return Promise.resolve();
    };
    const run = runOf(owner, ['train']);
    await expect(startContainer(engine, run, { ...collector(), prepare }, controller.signal)).rejects.toThrow(/abort/i);
    const broken = () => Promise.reject(new Error('disk on fire'));
    await expect(startContainer(engine, run, { ...collector(), prepare: broken })).rejects.toThrow('disk on fire');
    expect(await leftovers(engine, owner)).toEqual([]);
  });

  it('rejects when somebody removes the container under it', async () => {
    const [engine, owner] = [await testEngine(), await testOwner()];
    const container = await startContainer(engine, runOf(owner, ['sleep', '60']), collector());
    after(() => container.remove());
    await engine.containers.remove(container.id);
    const end = await container.ended.catch((error: unknown) => error);
    expect(end instanceof Error || (typeof end === 'object' && end !== null && 'exitCode' in end)).toBe(true);
  });
});
