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
