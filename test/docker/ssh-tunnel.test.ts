import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, inject, it, vi } from 'vitest';
import { openEngine } from '../../engine/src/docker/open-engine';
import { opensSessions } from '../../engine/src/docker/ping';
import { openSshTunnel, sshArguments } from '../../engine/src/docker/ssh-tunnel';
import { cleanups, describeWithEngine } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

const after = cleanups();
const ADDRESS = { kind: 'ssh', host: 'far', port: 2222, user: 'me', remoteSocket: '/x.sock' } as const;

it('calls ssh as the docker CLI does, and never lets a host be an option', () => {
  const words = sshArguments(ADDRESS);
  expect(words.slice(0, 4)).toEqual(['-l', 'me', '-p', '2222']);
  expect(words.slice(-7)).toEqual(['--', 'far', 'docker', '--host', 'unix:///x.sock', 'system', 'dial-stdio']);
});

/** Stands for ssh: runs the words after `-- HOST` here. */
function fakeSsh(script: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-ssh-test-'));
  after(() => fs.promises.rm(folder, { recursive: true }));
  const program = path.join(folder, 'ssh');
  fs.writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return program;
}

describeWithEngine('an engine behind ssh', () => {
  it('answers, runs containers and opens sessions', async () => {
    const program = fakeSsh('while [ "$1" != "--" ]; do shift; done; shift 2; exec "$@"');
    const remoteSocket = inject('engineSocket');
    const tunnel = await openSshTunnel({ ...ADDRESS, remoteSocket }, program);
    const engine = await openEngine({ socketPath: tunnel.socketPath }, 'ssh', tunnel.close);
    after(() => {
      engine.close();
      return Promise.resolve();
    });
    expect((await engine.ping()).os).toBe('linux');
    const { id } = await engine.containers.create({ Image: TINY_IMAGE, Cmd: ['sh', '-c', 'exit 5'] });
    after(() => engine.containers.remove(id));
    const { exitCode } = await engine.containers.wait(id, 'next-exit');
    await engine.containers.start(id);
    expect(await exitCode).toBe(5);
    expect(await opensSessions(engine.socket)).toBe(true);
  });

  it('keeps what ssh says after it stopped listening', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-ssh-deaf-'));
    after(() => fs.promises.rm(folder, { recursive: true }));
    const deaf = path.join(folder, 'deaf');
    const program = fakeSsh(`exec 0<&-; touch ${deaf}; sleep 1; echo "Connection reset" >&2; exit 255`);
    const tunnel = await openSshTunnel(ADDRESS, program);
    const client = net.connect(tunnel.socketPath);
    client.on('error', () => undefined);
    const closed = new Promise((resolve) => client.once('close', resolve));
    await vi.waitUntil(() => fs.existsSync(deaf), { timeout: 30_000 });
    client.resume().write('GET /_ping HTTP/1.1\r\n\r\n');
    await closed;
    expect(tunnel.complaint()).toBe('Connection reset');
    tunnel.close();
  });

  it('keeps what ssh complains about', async () => {
    const program = fakeSsh('echo "me@far: Permission denied (publickey)." >&2; exit 255');
    const tunnel = await openSshTunnel(ADDRESS, program);
    const engine = await openEngine({ socketPath: tunnel.socketPath }, 'ssh', tunnel.close);
    await expect(engine.ping()).rejects.toThrow();
    expect(tunnel.complaint()).toContain('Permission denied');
    engine.close();
  });
});
