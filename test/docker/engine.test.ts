import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { capabilitiesOf } from '../../engine/src/docker/capabilities';
import { connectEngine, surroundings } from '../../engine/src/docker/connect';
import { EngineError } from '../../engine/src/docker/engine';
import { labelsFor } from '../../engine/src/docker/labels';
import { UserError } from '../../engine/src/user-error';
import { cleanups, describeWithEngine, testEngine, testOwner } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

const after = cleanups();

describeWithEngine('a real engine', () => {
  it('is found by DOCKER_HOST and answers', async () => {
    const { socket } = await testEngine();
    if (!('socketPath' in socket)) throw new Error('a socket was expected');
    const engine = await connectEngine(undefined, surroundings({ DOCKER_HOST: `unix://${socket.socketPath}` }));
    expect(engine.foundBy).toBe('DOCKER_HOST');
    expect((await engine.ping()).apiVersion).toMatch(/^1\.\d+$/);
  });

  it('is explained when DOCKER_HOST leads nowhere', async () => {
    const nowhere = connectEngine(undefined, surroundings({ DOCKER_HOST: 'unix:///nowhere/docker.sock' }));
    await expect(nowhere).rejects.toBeInstanceOf(UserError);
    await expect(nowhere).rejects.toThrow('/nowhere/docker.sock (from DOCKER_HOST)');
    await expect(connectEngine(undefined, surroundings({ DOCKER_HOST: 'tcp://127.0.0.1:9' }))).rejects.toThrow(
      'refused',
    );
  });

  it('is not asked at the address of DOCKER_HOST once another one was given', async () => {
    const before = process.env['DOCKER_HOST'];
    process.env['DOCKER_HOST'] = 'tcp://127.0.0.1:9';
    try {
      expect((await (await testEngine()).info()).NCPU).toBeGreaterThan(0);
    } finally {
      if (before === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = before;
    }
  });

  it('says what it can do, BuildKit’s sessions among it', async () => {
    const engine = await testEngine();
    const can = await capabilitiesOf(engine);
    expect(can).toMatchObject({ buildKit: true, podman: false, rootless: false });
    expect(can.platform).toMatch(/^linux\/(amd64|arm64)$/);
    expect(can.runtimes).toContain('runc');
    expect(can.memory).toBeGreaterThan(2 ** 28);
    expect(await capabilitiesOf(engine)).toBe(can);
  });

  it('has images: inspected, tagged, removed; a missing one is undefined', async () => {
    const { images } = await testEngine();
    expect(await images.inspect('sm-nope/nope:1')).toBeUndefined();
    expect((await images.inspect(TINY_IMAGE))?.Config.Labels).toMatchObject({ 'sm.test': '1' });
    const copy = `sm-test-copy:${Date.now()}`;
    const [repository = '', tag = ''] = copy.split(':');
    await images.tag(TINY_IMAGE, repository, tag);
    expect(await images.inspect(copy)).toBeDefined();
    await images.remove(copy);
    expect(await images.inspect(copy)).toBeUndefined();
    await images.remove(copy);
  });

  it('says in its own words what is wrong with a pull', async () => {
    const { images } = await testEngine();
    const pull = images.pull('127.0.0.1:9/nope:1', {});
    await expect(pull).rejects.toBeInstanceOf(EngineError);
    await expect(pull).rejects.toThrow(/127\.0\.0\.1:9/);
  });

  it('takes files into a container that never ran and gives them back', async () => {
    const { containers } = await testEngine();
    const { id } = await containers.create({ Image: TINY_IMAGE, Cmd: ['train'] });
    after(() => containers.remove(id));
    const archive = pack();
    archive.entry({ name: 'input/config/a.json' }, '{"a":1}');
    archive.finalize();
    await containers.putArchive(id, '/opt/ml', archive);
    const back = await containers.getArchive(id, '/opt/ml/input/config/a.json');
    if (back === undefined) throw new Error('the file is missing');
    const entries: string[] = [];
    for await (const entry of back.pipe(extract())) entries.push(entry.header.name, (await buffer(entry)).toString());
    expect(entries).toEqual(['a.json', '{"a":1}']);
    expect(await containers.getArchive(id, '/opt/ml/nope')).toBeUndefined();
  });

  it('executes programs in a running container', async () => {
    const { containers } = await testEngine();
    const { id } = await containers.create({ Image: TINY_IMAGE, Cmd: ['sleep', '60'], StopSignal: 'SIGKILL' });
    after(() => containers.remove(id));
    await containers.start(id);
    const command = ['sh', '-c', 'cat; echo "$WORD" >&2; exit 3'];
    const stdin = Buffer.from('from outside');
    const result = await containers.exec(id, { command, stdin, environment: { WORD: 'hello' } });
    expect(result.exitCode).toBe(3);
    expect(result.stdout.toString()).toBe('from outside');
    expect(result.stderr.toString()).toBe('hello\n');
  });

  it('treats what is gone already as done', async () => {
    const { containers, networks, volumes } = await testEngine();
    await containers.remove('nope');
    await containers.kill('nope');
    await containers.stop('nope', 1);
    await networks.remove('nope');
    await volumes.remove('nope');
    expect(await containers.inspect('nope')).toBeUndefined();
  });

  it('is done with removing a container when it is gone, also while others remove it', async () => {
    const { containers } = await testEngine();
    for (let round = 0; round < 3; round++) {
      const { id } = await containers.create({ Image: TINY_IMAGE, Cmd: ['sleep', '60'] });
      after(() => containers.remove(id));
      await containers.start(id);
      const found = Array.from({ length: 4 }, async () => {
        await containers.remove(id);
        return containers.inspect(id);
      });
      expect(await Promise.all(found)).toEqual([undefined, undefined, undefined, undefined]);
    }
  });

  it('tells what happens, from a time on, until the signal', async () => {
    const engine = await testEngine();
    const owner = await testOwner();
    const Labels = labelsFor(owner, { kind: 'test', job: owner.window });
    const since = new Date(Date.now() - 1000);
    const { id } = await engine.containers.create({ Image: TINY_IMAGE, Cmd: ['sh', '-c', 'exit 4'], Labels });
    after(() => engine.containers.remove(id));
    const { exitCode } = await engine.containers.wait(id, 'next-exit');
    await engine.containers.start(id);
    expect(await exitCode).toBe(4);
    const controller = new AbortController();
    const actions: string[] = [];
    for await (const event of engine.events({ container: [id] }, controller.signal, since)) {
      actions.push(event.action);
      if (event.action !== 'die') continue;
      expect(event.attributes['exitCode']).toBe('4');
      expect(Object.values(event.attributes)).toContain(owner.window);
      controller.abort();
    }
    expect(actions).toEqual(['create', 'start', 'die']);
  });

  it('stops waiting when the signal says so', async () => {
    const { containers } = await testEngine();
    const { id } = await containers.create({ Image: TINY_IMAGE, Cmd: ['sleep', '60'] });
    after(() => containers.remove(id));
    const controller = new AbortController();
    const { exitCode } = await containers.wait(id, 'next-exit', controller.signal);
    controller.abort();
    await expect(exitCode).rejects.toThrow(/abort/i);
  });
});
