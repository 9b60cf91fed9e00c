import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import type { DockerEngine } from '../../engine/src/docker/engine';
import type { LogEvent } from '../../engine/src/docker/log-lines';
import { openEngine } from '../../engine/src/docker/open-engine';
import { startContainer } from '../../engine/src/docker/run';
import { cleanups, leftovers, testOwner } from './support/engine';
import { makeTinyImage, TINY_IMAGE } from './support/tiny-image';

const after = cleanups();

/** An engine of its own, in its own network, that may be killed. */
function ownEngine(engineArguments: string) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-dk-'));
  const env = { ...process.env, SM_DOCKERD_HOME: home, SM_DOCKERD_ARGS: engineArguments };
  const script = (word: string) =>
    execFileSync('unshare', ['-n', process.execPath, 'scripts/docker-engine.mjs', word], { env, encoding: 'utf8' });
  const pid = () => Number(fs.readFileSync(path.join(home, 'pid'), 'utf8'));
  after(async () => {
    script('stop');
    endAllOf(home);
    try {
      execFileSync('umount', [path.join(home, 'data')], { stdio: 'ignore' });
    } catch {
      // Only a killed engine leaves it mounted.
    }
    await fs.promises.rm(home, { recursive: true, force: true });
  });
  return {
    start: () => script('start').trim().replace('unix://', ''),
    kill: () => {
      process.kill(pid(), 'SIGKILL');
    },
  };
}

/** What a killed engine left running: every process that names this folder, which nobody else has. */
function endAllOf(home: string): void {
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (words.some((word) => word.startsWith(`${home}/`))) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended in the meantime.
    }
  }
}

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

const mayOwnEngines = inject('engineSocket') !== '' && process.getuid?.() === 0 && process.platform === 'linux';

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
