import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { connectProblem } from './connect-problem';
import type { Attempt, Machine } from './connect-problem';
import type { DockerEngine, EngineSocket } from './engine';
import type { GivenHost, Surroundings } from './engine-address';
import { findEngine } from './find-engine';
import type { EngineCandidate } from './find-engine';
import { openEngine } from './open-engine';
import { ping } from './ping';
import { openSshTunnel } from './ssh-tunnel';

/** What is not there refuses at once; an engine that is there may have much to do. */
const PING_MILLISECONDS = 10_000;
/** A connection over ssh has keys to exchange first. */
const SSH_PING_MILLISECONDS = 15_000;

/** This machine. `host`: where the user says, elsewhere than in the environment, that the engine listens. */
export function surroundings(env: Surroundings['env'] = process.env, host?: GivenHost): Surroundings {
  return {
    env,
    host,
    platform: process.platform,
    home: os.homedir(),
    uid: process.getuid?.(),
    readFile: (file) => {
      try {
        return fs.readFileSync(file, 'utf8');
      } catch {
        return undefined;
      }
    },
  };
}

/** The first engine that answers. A UserError says what is wrong when none does. */
export async function connectEngine(signal?: AbortSignal, here = surroundings()): Promise<DockerEngine> {
  const attempts: Attempt[] = [];
  for (const candidate of findEngine(here)) {
    const tried = await tryCandidate(candidate, signal);
    if (!('error' in tried)) return tried;
    signal?.throwIfAborted();
    attempts.push(tried);
  }
  throw connectProblem(attempts, machineOf(here));
}

async function tryCandidate(candidate: EngineCandidate, signal?: AbortSignal): Promise<DockerEngine | Attempt> {
  const { address, how } = candidate;
  if (address.kind !== 'ssh') {
    const socket: EngineSocket =
      address.kind === 'socket'
        ? { socketPath: address.socketPath }
        : { host: address.host, port: address.port, tls: address.tls };
    const error = await pingProblem(socket, PING_MILLISECONDS, signal);
    return error === undefined ? openEngine(socket, how) : { candidate, error };
  }
  const tunnel = await openSshTunnel(address);
  const socket = { socketPath: tunnel.socketPath };
  const error = await pingProblem(socket, SSH_PING_MILLISECONDS, signal);
  if (error === undefined) return openEngine(socket, how, tunnel.close);
  tunnel.close();
  return { candidate, error, complaint: tunnel.complaint() };
}

async function pingProblem(socket: EngineSocket, milliseconds: number, signal?: AbortSignal): Promise<unknown> {
  const timeout = AbortSignal.timeout(milliseconds);
  try {
    await ping(socket, signal === undefined ? timeout : AbortSignal.any([signal, timeout]));
    return undefined;
  } catch (error) {
    return timeout.aborted ? new Error(`no answer within ${milliseconds / 1000} s`, { cause: error }) : error;
  }
}

function machineOf({ env, platform }: Surroundings): Machine {
  const windows = platform === 'win32';
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(windows ? ';' : ':').filter((folder) => folder !== '');
  const has = (program: string) =>
    folders.some((folder) => fs.existsSync(path.join(folder, windows ? `${program}.exe` : program)));
  const program = has('docker') || has('dockerd') ? 'docker' : has('podman') ? 'podman' : undefined;
  return { platform, program };
}
