import { UserError } from '../user-error';
import { errorCode } from './error-code';
import type { EngineCandidate } from './find-engine';

/** A place that was asked and did not answer. */
export interface Attempt {
  readonly candidate: EngineCandidate;
  readonly error: unknown;
  /** What ssh said. */
  readonly complaint?: string | undefined;
}

export interface Machine {
  readonly platform: NodeJS.Platform;
  /** A `docker` or `podman` program was found on PATH. */
  readonly program: 'docker' | 'podman' | undefined;
}

/** What is wrong when no engine answered, in one sentence, and what to do about it. The most telling attempt counts. */
export function connectProblem(attempts: readonly Attempt[], machine: Machine): UserError {
  const refusal = attempts.find(({ error }) => isCode(error, 'EACCES', 'EPERM'));
  const other = attempts.find(({ error }) => !isCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'));
  const telling = refusal ?? other ?? attempts.find(({ candidate }) => candidate.chosen);
  return telling === undefined ? nothingThere(machine) : problemOf(telling, machine);
}

function nothingThere({ platform, program }: Machine): UserError {
  if (program === undefined) {
    return new UserError('Docker is not installed on this machine.', `${INSTALL[kindOf(platform)]}, then try again.`);
  }
  const name = program === 'podman' ? 'Podman’s API' : 'Docker';
  return new UserError(`${name} is not running.`, `${START[program][kindOf(platform)]}, then try again.`);
}

type System = 'linux' | 'darwin' | 'win32';

function kindOf(platform: NodeJS.Platform): System {
  return platform === 'darwin' || platform === 'win32' ? platform : 'linux';
}

const INSTALL: Readonly<Record<System, string>> = {
  linux: 'Install Docker Engine (https://docs.docker.com/engine/install/) or Podman',
  darwin: 'Install Docker Desktop, OrbStack, Colima or Podman',
  win32: 'Install Docker Desktop or Podman Desktop; in WSL, switch on “WSL integration” in Docker Desktop’s settings',
};

const START: Readonly<Record<'docker' | 'podman', Readonly<Record<System, string>>>> = {
  docker: {
    linux: 'Start it with `sudo systemctl start docker` (`systemctl --user start docker` when rootless)',
    darwin: 'Start Docker Desktop (or `colima start`)',
    win32: 'Start Docker Desktop',
  },
  podman: {
    linux: 'Start it with `systemctl --user start podman.socket`',
    darwin: 'Start it with `podman machine start`',
    win32: 'Start it with `podman machine start`',
  },
};

function problemOf({ candidate, error, complaint }: Attempt, machine: Machine): UserError {
  const { address, how } = candidate;
  const cause = { cause: error };
  const place = placeOf(candidate);
  if (address.kind === 'ssh') {
    const said = complaint === undefined ? '' : `: ${complaint}`;
    return new UserError(
      `The Docker Engine on ${address.host} (from ${how}) can’t be reached over ssh${said}.`,
      `Check that \`ssh ${address.host} docker version\` works without a password; load your key with ssh-add if it asks for one.`,
      cause,
    );
  }
  if (isCode(error, 'EACCES', 'EPERM')) {
    const remedy =
      machine.platform === 'linux'
        ? 'Add yourself to the docker group with `sudo usermod -aG docker $USER` and log in again (for VS Code: restart it from the new session).'
        : 'Start Docker Desktop as the user who runs VS Code.';
    return new UserError(`You may not use the Docker Engine at ${place}: permission denied.`, remedy, cause);
  }
  if (isCode(error, 'ENOENT', 'ENOTDIR')) {
    const remedy = `Start the engine, or change ${how}.`;
    return new UserError(`No Docker Engine listens at ${place}: it is not running.`, remedy, cause);
  }
  if (isCode(error, 'ECONNREFUSED')) {
    const remedy =
      address.kind === 'socket'
        ? `${START.docker[kindOf(machine.platform)]}; the socket is left over from an engine that ended.`
        : `Start the engine there, let it listen on that port, or change ${how}.`;
    return new UserError(`The Docker Engine at ${place} is not running: the connection was refused.`, remedy, cause);
  }
  if (isCode(error, 'ENOTFOUND', 'EAI_AGAIN')) {
    return new UserError(`The host of the Docker Engine at ${place} is not known.`, `Correct ${how}.`, cause);
  }
  if (isCertificateError(error)) {
    const remedy =
      'Set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH to the folder with ca.pem, cert.pem and key.pem, or correct the context’s certificates.';
    return new UserError(`The Docker Engine at ${place} and its certificate were not accepted.`, remedy, cause);
  }
  const said = error instanceof Error ? error.message : String(error);
  const remedy = `Restart the engine; if it answers to \`docker version\`, check ${how}.`;
  return new UserError(`The Docker Engine at ${place} does not answer: ${said}.`, remedy, cause);
}

function placeOf({ address, how }: EngineCandidate): string {
  const where = address.kind === 'socket' ? address.socketPath : `${address.host}:${String(address.port ?? '')}`;
  return `${where} (from ${how})`;
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  const code = errorCode(error);
  return code !== undefined && codes.includes(code);
}

function isCertificateError(error: unknown): boolean {
  const code = errorCode(error) ?? '';
  return /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO)/.test(code);
}
