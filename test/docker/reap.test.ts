import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import type { DockerEngine } from '../../engine/src/docker/engine';
import { labelsFor } from '../../engine/src/docker/labels';
import type { Owner } from '../../engine/src/docker/labels';
import { localProcesses } from '../../engine/src/docker/owner';
import { reap, reapOwn } from '../../engine/src/docker/reap';
import { cleanups, describeWithEngine, leftovers, testEngine, testOwner } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

const after = cleanups();

/** A running container on a network and with a volume of this owner. */
async function make(engine: DockerEngine, owner: Owner): Promise<void> {
  const labels = labelsFor(owner, { kind: 'training-job', job: 'reaped' });
  const name = owner.window;
  const [network, volume] = [`net-${name}`, `vol-${name}`];
  await engine.networks.create({ name: network, internal: true, labels });
  await engine.volumes.create({ name: volume, labels });
  const { id } = await engine.containers.create({
    Image: TINY_IMAGE,
    Cmd: ['sleep', '300'],
    name: `con-${name}`,
    Labels: { ...labels },
    HostConfig: { NetworkMode: network, Mounts: [{ Type: 'volume', Source: volume, Target: '/data' }] },
  });
  await engine.containers.start(id);
  after(() => reapOwn(engine, owner));
}

/** Under a name of its own, so that other tests, which reap too, leave this machine’s things alone. */
const processes = { ...localProcesses(), machine: `reap-test-${crypto.randomUUID()}` };

async function livingOwner(): Promise<Owner> {
  return { ...(await testOwner()), machine: processes.machine };
}

/** A process that has died, as an owner. */
async function deadOwner(): Promise<Owner> {
  const child = spawn('sleep', ['60']);
  const pid = child.pid ?? 0;
  const started = (await processes.started(pid)) ?? '';
  child.kill('SIGKILL');
  await once(child, 'exit');
  return { ...(await livingOwner()), pid, started };
}

describeWithEngine('reaping', () => {
  it('ends what a dead process left: container, network and volume', async () => {
    const engine = await testEngine();
    const owner = await deadOwner();
    await make(engine, owner);
    const reaped = await reap(engine, undefined, processes);
    expect(reaped.containers).toContain(`con-${owner.window}`);
    expect(reaped.networks).toContain(`net-${owner.window}`);
    expect(reaped.volumes).toContain(`vol-${owner.window}`);
    expect(await leftovers(engine, owner)).toEqual([]);
  });

  it('spares what belongs to the living, to another machine, and what is taken up again', async () => {
    const engine = await testEngine();
    const living = await livingOwner();
    const elsewhere = { ...(await deadOwner()), machine: 'another/linux' };
    const kept = await deadOwner();
    for (const owner of [living, elsewhere, kept]) await make(engine, owner);
    await reap(engine, (labels) => Object.values(labels).includes(kept.window), processes);
    for (const owner of [living, elsewhere, kept]) expect(await leftovers(engine, owner)).toHaveLength(3);
  });

  it('takes a new process under an old number for another', async () => {
    const engine = await testEngine();
    const owner = await livingOwner();
    const before = { ...owner, started: owner.started.replace(/\d+$/, '1') };
    await make(engine, before);
    await reap(engine, undefined, processes);
    expect(await leftovers(engine, before)).toEqual([]);
  });

  it('ends everything of one owner alone', async () => {
    const engine = await testEngine();
    const [mine, other] = [await livingOwner(), await livingOwner()];
    await make(engine, mine);
    await make(engine, other);
    await reapOwn(engine, mine);
    expect(await leftovers(engine, mine)).toEqual([]);
    expect(await leftovers(engine, other)).toHaveLength(3);
  });
});
