import { createHash } from 'node:crypto';
import { posix, win32 } from 'node:path';
import { UserError } from '../user-error';
import type { EngineTls } from './engine';

/** An address that the user gave. */
export interface GivenHost {
  /** `unix:///path`, `tcp://host:port` … as in DOCKER_HOST. */
  readonly address: string;
  /** Where, for people: `the setting sagemaker.docker.host`. */
  readonly from: string;
}

/** This machine, as far as it says where an engine listens. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Given elsewhere than in the environment, which it goes before. */
  readonly host?: GivenHost | undefined;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** Undefined where there are no user ids. */
  readonly uid: number | undefined;
  /** Undefined when it can't be read. */
  readFile(path: string): string | undefined;
}

export type EngineAddress =
  | { readonly kind: 'socket'; readonly socketPath: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: EngineTls | undefined }
  | {
      readonly kind: 'ssh';
      readonly host: string;
      readonly port: number | undefined;
      readonly user: string | undefined;
      /** Socket on the other machine, when it is not the usual one. */
      readonly remoteSocket: string | undefined;
    };

export interface EngineCandidate {
  readonly address: EngineAddress;
  /** For people: `DOCKER_HOST`, `the setting …`, `the Docker context “colima”`, `Podman’s socket`. */
  readonly how: string;
  /** The user chose this one, so no other is tried. */
  readonly chosen: boolean;
}

/**
 * Where the engine may be, best first: where the user says; else by the rules of the docker CLI: DOCKER_HOST, else
 * DOCKER_CONTEXT, else the current context of ~/.docker/config.json, and that one alone; else the usual sockets of Docker,
 * rootless Docker, Docker Desktop, Colima, Rancher Desktop, OrbStack and Podman.
 */
export function findEngine(here: Surroundings): readonly EngineCandidate[] {
  const given = here.host ?? { address: here.env['DOCKER_HOST'] ?? '', from: 'DOCKER_HOST' };
  const text = given.address.trim();
  if (text !== '') {
    return [{ address: parseHost(text, environmentTls(here), here, given.from), how: given.from, chosen: true }];
  }
  const context = here.env['DOCKER_CONTEXT'] ?? currentContext(here);
  if (context !== undefined && context !== '' && context !== 'default') return [contextCandidate(context, here)];
  return usualSockets(here).map(([how, socketPath]) => ({
    address: { kind: 'socket', socketPath },
    how,
    chosen: false,
  }));
}

/** Reads `unix:///path`, `tcp://host:port`, `npipe:////./pipe/name`, `ssh://user@host:port`, `host:port`. `from`: for people. */
export function parseHost(
  text: string,
  tls: EngineTls | undefined,
  here: Surroundings,
  from = 'DOCKER_HOST',
): EngineAddress {
  const parsed = (url: string): URL => {
    try {
      return new URL(url);
    } catch {
      throw badHost(text, from, here);
    }
  };
  const [, scheme = 'tcp', rest = ''] = /^(?:([a-z]+):\/\/)?(.*)$/is.exec(text) ?? [];
  switch (scheme.toLowerCase()) {
    case 'unix':
      return { kind: 'socket', socketPath: rest === '' ? '/var/run/docker.sock' : rest };
    case 'npipe':
      return { kind: 'socket', socketPath: rest === '' ? '//./pipe/docker_engine' : rest.replaceAll('\\', '/') };
    case 'tcp':
    case 'http':
    case 'https': {
      const url = parsed(`http://${rest}`);
      const secure = tls ?? (scheme.toLowerCase() === 'https' ? NO_CLIENT_CERTIFICATE : undefined);
      // The explicit port may be http's own 80, which URL hides.
      const port = /:(\d+)(?:[/?#]|$)/.exec(rest.slice(rest.lastIndexOf(']') + 1))?.[1];
      return {
        kind: 'tcp',
        host: plainHost(url.hostname === '' ? 'localhost' : url.hostname),
        port: port === undefined ? (secure === undefined ? 2375 : 2376) : Number(port),
        tls: secure,
      };
    }
    case 'ssh': {
      const url = parsed(`ssh://${rest}`);
      if (url.hostname === '' || url.hostname.startsWith('-')) throw badHost(text, from, here);
      return {
        kind: 'ssh',
        host: plainHost(url.hostname),
        port: url.port === '' ? undefined : Number(url.port),
        user: url.username === '' ? undefined : decodeURIComponent(url.username),
        remoteSocket: url.pathname === '' || url.pathname === '/' ? undefined : url.pathname,
      };
    }
    case 'fd':
    default:
      throw badHost(text, from, here);
  }
}

const NO_CLIENT_CERTIFICATE: EngineTls = { ca: undefined, cert: undefined, key: undefined, verify: true };

function plainHost(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

function badHost(text: string, from: string, { platform }: Surroundings): UserError {
  const example = platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock';
  return new UserError(
    `“${text}” is no address of a Docker Engine.`,
    `Change ${from} to an address such as ${example}, tcp://host:2375 or ssh://user@host, or take it away.`,
  );
}

function paths(here: Surroundings): typeof posix {
  return here.platform === 'win32' ? win32 : posix;
}

function dockerFolder(here: Surroundings): string {
  return here.env['DOCKER_CONFIG'] ?? paths(here).join(here.home, '.docker');
}

function environmentTls(here: Surroundings): EngineTls | undefined {
  const verify = (here.env['DOCKER_TLS_VERIFY'] ?? '') !== '';
  const useTls = (here.env['DOCKER_TLS'] ?? '') !== '';
  if (!verify && !useTls) return undefined;
  return certificates(here.env['DOCKER_CERT_PATH'] ?? dockerFolder(here), verify, here);
}

function certificates(folder: string, verify: boolean, here: Surroundings): EngineTls {
  const read = (name: string) => here.readFile(paths(here).join(folder, name));
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem'), verify };
}

function currentContext(here: Surroundings): string | undefined {
  return member(json(here.readFile(paths(here).join(dockerFolder(here), 'config.json'))), 'currentContext', 'string');
}

function contextCandidate(name: string, here: Surroundings): EngineCandidate {
  const folder = paths(here).join(dockerFolder(here), 'contexts');
  const id = createHash('sha256').update(name).digest('hex');
  const meta = json(here.readFile(paths(here).join(folder, 'meta', id, 'meta.json')));
  const docker = member(member(meta, 'Endpoints', 'object'), 'docker', 'object');
  const host = member(docker, 'Host', 'string');
  if (host === undefined || host === '') {
    throw new UserError(
      `The Docker context “${name}” does not exist.`,
      'Choose one of `docker context ls` by `docker context use NAME`, or unset DOCKER_CONTEXT.',
    );
  }
  const verify = member(docker, 'SkipTLSVerify', 'boolean') !== true;
  const tls = certificates(paths(here).join(folder, 'tls', id, 'docker'), verify, here);
  const given = tls.ca !== undefined || tls.cert !== undefined;
  const how = `the Docker context “${name}”`;
  return {
    address: parseHost(host, given ? tls : undefined, here, how),
    how,
    chosen: true,
  };
}

function usualSockets(here: Surroundings): readonly (readonly [how: string, socketPath: string])[] {
  if (here.platform === 'win32') {
    return [
      ['Docker’s named pipe', '//./pipe/docker_engine'],
      ['Docker Desktop’s named pipe', '//./pipe/dockerDesktopLinuxEngine'],
      ['Podman’s named pipe', '//./pipe/podman-machine-default'],
    ];
  }
  const home = (...parts: string[]) => posix.join(here.home, ...parts);
  const runtime = here.env['XDG_RUNTIME_DIR'] ?? (here.uid === undefined ? undefined : `/run/user/${here.uid}`);
  const inRuntime = (how: string, ...parts: string[]): [string, string][] =>
    runtime === undefined ? [] : [[how, posix.join(runtime, ...parts)]];
  const colima = here.env['COLIMA_HOME'] ?? home('.colima');
  const temporary = here.env['TMPDIR'];
  return [
    ['Docker’s socket', '/var/run/docker.sock'],
    ...inRuntime('rootless Docker’s socket', 'docker.sock'),
    ['Docker Desktop’s socket', home('.docker', 'run', 'docker.sock')],
    ['Docker Desktop’s socket', home('.docker', 'desktop', 'docker.sock')],
    ['Colima’s socket', posix.join(colima, 'default', 'docker.sock')],
    ['Colima’s socket', home('.config', 'colima', 'default', 'docker.sock')],
    ['Rancher Desktop’s socket', home('.rd', 'docker.sock')],
    ['OrbStack’s socket', home('.orbstack', 'run', 'docker.sock')],
    ...inRuntime('Podman’s socket', 'podman', 'podman.sock'),
    ['Podman’s socket', '/run/podman/podman.sock'],
    ['Podman’s socket', home('.local', 'share', 'containers', 'podman', 'machine', 'podman.sock')],
    ['Podman’s socket', home('.local', 'share', 'containers', 'podman', 'machine', 'qemu', 'podman.sock')],
    ...(here.platform === 'darwin' && temporary !== undefined
      ? [['Podman’s socket', posix.join(temporary, 'podman', 'podman-machine-default-api.sock')] as const]
      : []),
  ];
}

function json(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

interface Types {
  string: string;
  boolean: boolean;
  object: object;
}

function member<K extends keyof Types>(value: unknown, name: string, type: K): Types[K] | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  const found: unknown = Reflect.get(value, name);
  return isType(found, type) ? found : undefined;
}

function isType<K extends keyof Types>(value: unknown, type: K): value is Types[K] {
  return typeof value === type && value !== null;
}
