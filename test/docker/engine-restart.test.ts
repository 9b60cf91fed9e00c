import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { DockerEngine } from '../../engine/src/docker/engine';
import type { LogEvent } from '../../engine/src/docker/log-lines';
import { openEngine } from '../../engine/src/docker/open-engine';
import { startContainer } from '../../engine/src/docker/run';
import { leftovers, testOwner } from './support/engine';
import { mayOwnEngines, ownEngines } from './support/own-engine';
import { makeTinyImage, TINY_IMAGE } from './support/tiny-image';

const ownEngine = ownEngines();

async function countTo(engine: DockerEngine, number: number) {
  const owner = await testOwner();
  const lines: LogEvent[] = [];
  const text = `i=0; while [ $i -lt ${number} ]; do echo "line $i"; i=$((i+1)); sleep 0.2; done; exit 6`;
  const container = await startContainer(
    engine,
    {
      options: { Image: TINY_IMAGE, Cmd: ['sh', '-c', text], HostConfig: { NetworkMode: 'none' } },
      host: 'algo-1',
      owner,
      purpose: { kind: 'training-job', job: 'restart' },
      launch: { image: TINY_IMAGE, word: undefined },
      stopGraceSeconds: 1,
    },
    { onLine: (line) => void lines.push(line) },
  );
  while (lines.length < 3) await sleep(20);
  return { container, lines, owner };
}

describe.skipIf(!mayOwnEngines)('an engine that is killed under a running container', () => {
  it('is waited for, and the container’s further lines and its end are not lost', async () => {
    const daemon = ownEngine('--live-restore');
    const engine = await openEngine({ socketPath: daemon.start() }, 'the test');
    await makeTinyImage(engine);
    const { container, lines, owner } = await countTo(engine, 40);
    daemon.kill();
    await sleep(500);
    daemon.start();
    expect(await container.ended).toMatchObject({ exitCode: 6, stopped: false });
    expect(lines.map((line) => line.text)).toEqual(Array.from({ length: 40 }, (_, index) => `line ${index}`));
    await container.remove();
    expect(await leftovers(engine, owner)).toEqual([]);
  }, 120_000);

  it('ends the container with it when it is no engine that takes up again', async () => {
    const daemon = ownEngine('');
    const engine = await openEngine({ socketPath: daemon.start() }, 'the test');
    await makeTinyImage(engine);
    const { container, lines, owner } = await countTo(engine, 1000);
    daemon.kill();
    await sleep(500);
    daemon.start();
    const end = await container.ended;
    expect(end.exitCode).not.toBe(0);
    expect(lines.map((line) => line.text)).toEqual(lines.map((_, index) => `line ${index}`));
    await container.remove();
    expect(await leftovers(engine, owner)).toEqual([]);
  }, 120_000);
});
