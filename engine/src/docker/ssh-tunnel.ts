import { spawn } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { randomUUID } from 'node:crypto';
import type { EngineAddress } from './engine-address';

type SshAddress = Extract<EngineAddress, { kind: 'ssh' }>;

export interface SshTunnel {
  readonly socketPath: string;
  /** What ssh said last, when it failed. */
  readonly complaint: () => string | undefined;
  readonly close: () => void;
}

/** The arguments of ssh by which the docker CLI reaches a remote engine too. */
export function sshArguments(address: SshAddress): readonly string[] {
  const remote = address.remoteSocket === undefined ? [] : ['--host', `unix://${address.remoteSocket}`];
  return [
    ...(address.user === undefined ? [] : ['-l', address.user]),
    ...(address.port === undefined ? [] : ['-p', String(address.port)]),
    '-o',
    'ConnectTimeout=10',
    // Nobody is there to answer a question.
    '-o',
    'BatchMode=yes',
    '-T',
    '--',
    address.host,
    'docker',
    ...remote,
    'system',
    'dial-stdio',
  ];
}

/**
 * A socket of this machine behind which the engine of another one answers: each connection is an
 * `ssh HOST docker system dial-stdio`, so ssh's own configuration, agent and known hosts count.
 */
export async function openSshTunnel(address: SshAddress, program = 'ssh'): Promise<SshTunnel> {
  const windows = process.platform === 'win32';
  const folder = windows ? undefined : await fs.mkdtemp(path.join(os.tmpdir(), 'sm-ssh-'));
  const socketPath = folder === undefined ? `//./pipe/sm-ssh-${randomUUID()}` : path.join(folder, 'engine.sock');
  let complaint: string | undefined;
  const children = new Set<() => void>();
  const server = net.createServer((connection) => {
    const child = spawn(program, sshArguments(address), { stdio: 'pipe', windowsHide: true });
    const end = () => {
      connection.destroy();
      child.kill();
    };
    children.add(end);
    child.stderr.on('data', (data: Buffer) => (complaint = data.toString().trim() || complaint));
    child.on('error', (error) => {
      complaint = error.message;
      end();
    });
    child.on('close', () => {
      children.delete(end);
      connection.destroySoon();
    });
    // It has ended: what it said about that is read before `close`.
    child.stdin.on('error', () => undefined);
    connection.on('error', end);
    connection.on('close', end);
    connection.pipe(child.stdin);
    child.stdout.pipe(connection, { end: false });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  server.unref();
  return {
    socketPath,
    complaint: () => complaint,
    close: () => {
      server.close();
      for (const end of children) end();
      if (folder !== undefined) void fs.rm(folder, { recursive: true, force: true });
    },
  };
}
