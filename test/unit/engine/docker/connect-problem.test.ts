import { describe, expect, it } from 'vitest';
import { connectProblem } from '../../../../engine/src/docker/connect-problem';
import type { Attempt, Machine } from '../../../../engine/src/docker/connect-problem';
import type { EngineAddress } from '../../../../engine/src/docker/engine-address';

const coded = (code: string) => Object.assign(new Error(code), { code });
const SOCKET: EngineAddress = { kind: 'socket', socketPath: '/var/run/docker.sock' };

function attempt(error: unknown, address: EngineAddress = SOCKET, chosen = false, complaint?: string): Attempt {
  return { candidate: { address, how: chosen ? 'DOCKER_HOST' : 'Docker’s socket', chosen }, error, complaint };
}

const machine = (more: Partial<Machine> = {}): Machine => ({ platform: 'linux', program: 'docker', ...more });
const missing = attempt(coded('ENOENT'));

describe('connectProblem', () => {
  it('says that Docker is not installed, for this system', () => {
    const problem = connectProblem([missing], machine({ program: undefined }));
    expect(problem.message).toBe('Docker is not installed on this machine.');
    expect(problem.remedy).toContain('https://docs.docker.com/engine/install/');
    expect(connectProblem([missing], machine({ program: undefined, platform: 'win32' })).remedy).toContain('WSL');
  });

  it('says that it is installed and does not run', () => {
    expect(connectProblem([missing], machine()).remedy).toContain('systemctl start docker');
    expect(connectProblem([missing], machine({ platform: 'darwin' })).remedy).toContain('Docker Desktop');
    expect(connectProblem([missing], machine({ program: 'podman' })).remedy).toContain('podman.socket');
  });

  it('prefers a refusal to all others, and names the docker group', () => {
    const problem = connectProblem([missing, attempt(coded('ECONNREFUSED')), attempt(coded('EACCES'))], machine());
    expect(problem.message).toContain('permission denied');
    expect(problem.remedy).toContain('usermod -aG docker');
    expect(connectProblem([attempt(coded('EACCES'))], machine({ platform: 'win32' })).remedy).not.toContain('usermod');
  });

  it('tells a dead socket from a host that refuses', () => {
    const socket = connectProblem([missing, attempt(coded('ECONNREFUSED'))], machine());
    expect(socket.message).toContain('/var/run/docker.sock');
    expect(socket.remedy).toContain('systemctl');
    const tcp: EngineAddress = { kind: 'tcp', host: 'far', port: 2375, tls: undefined };
    const refused = connectProblem([attempt(coded('ECONNREFUSED'), tcp, true)], machine());
    expect(refused.message).toContain('far:2375 (from DOCKER_HOST)');
    expect(refused.remedy).toContain('DOCKER_HOST');
    expect(connectProblem([attempt(coded('ENOTFOUND'), tcp, true)], machine()).message).toContain('not known');
    expect(connectProblem([attempt(coded('CERT_HAS_EXPIRED'), tcp, true)], machine()).remedy).toContain(
      'DOCKER_CERT_PATH',
    );
  });

  it('names a chosen socket that is not there', () => {
    const problem = connectProblem([attempt(coded('ENOENT'), SOCKET, true)], machine({ program: undefined }));
    expect(problem.message).toContain('No Docker Engine listens at /var/run/docker.sock');
  });

  it('tells what ssh said', () => {
    const ssh: EngineAddress = { kind: 'ssh', host: 'far', port: undefined, user: 'me', remoteSocket: undefined };
    const problem = connectProblem(
      [attempt(coded('ECONNRESET'), ssh, true, 'Permission denied (publickey).')],
      machine(),
    );
    expect(problem.message).toContain('Permission denied (publickey).');
    expect(problem.remedy).toContain('ssh far docker version');
  });

  it('keeps what is not known', () => {
    const cause = new Error('no answer within 2 s');
    const problem = connectProblem([attempt(cause)], machine());
    expect(problem.message).toContain('no answer within 2 s');
    expect(problem.cause).toBe(cause);
  });
});
