import { createHash } from 'node:crypto';
import { posix, win32 } from 'node:path';
import { UserError } from '../user-error';
import type { EngineTls } from './engine';
import { parseHost } from './engine-address';
import type { EngineAddress, Surroundings } from './engine-address';

function paths(here: Surroundings): typeof posix {
  return here.platform === 'win32' ? win32 : posix;
}

function dockerFolder(here: Surroundings): string {
  return here.env['DOCKER_CONFIG'] ?? paths(here).join(here.home, '.docker');
}

/** What the variables of the docker CLI say about TLS; undefined: nothing. */
export function environmentTls(here: Surroundings): EngineTls | undefined {
  const verify = (here.env['DOCKER_TLS_VERIFY'] ?? '') !== '';
  const useTls = (here.env['DOCKER_TLS'] ?? '') !== '';
  if (!verify && !useTls) return undefined;
  return certificates(here.env['DOCKER_CERT_PATH'] ?? dockerFolder(here), verify, here);
}

function certificates(folder: string, verify: boolean, here: Surroundings): EngineTls {
  const read = (name: string) => here.readFile(paths(here).join(folder, name));
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem'), verify };
}

/** The context that the docker CLI is set to. */
export function currentContext(here: Surroundings): string | undefined {
  return member(json(here.readFile(paths(here).join(dockerFolder(here), 'config.json'))), 'currentContext', 'string');
}

/** The address of a context, and what it is called for people. */
export function contextAddress(
  name: string,
  here: Surroundings,
): { readonly address: EngineAddress; readonly how: string } {
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
  return { address: parseHost(host, given ? tls : undefined, here, how), how };
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
