import type { DockerEngine } from '../docker/engine';

/** Where a program listens for TCP. */
export interface ListeningSocket {
  readonly reach: 'everywhere' | 'loopback' | 'one address';
  readonly port: number;
}

const LISTEN_STATE = '0A';
/** Docker’s own name server, in networks of one’s own. */
const DOCKER_DNS = '0B00007F';

/** Reads `/proc/net/tcp` and `/proc/net/tcp6`, one after the other. */
export function parseListeners(text: string): readonly ListeningSocket[] {
  const found = new Map<string, ListeningSocket>();
  for (const line of text.split('\n')) {
    const [, local = '', , state] = line.trim().split(/\s+/);
    const [address = '', hexPort = ''] = local.split(':');
    const port = Number.parseInt(hexPort, 16);
    if (state !== LISTEN_STATE || Number.isNaN(port) || address === DOCKER_DNS) continue;
    const reach = reachOf(address);
    found.set(`${reach} ${port}`, { reach, port });
  }
  return [...found.values()];
}

function reachOf(address: string): ListeningSocket['reach'] {
  if (/^0+$/.test(address)) return 'everywhere';
  // Words of four bytes, each with its lowest byte first.
  const loopback = /^[0-9A-F]{6}7F$/i.test(address) || /^0{24}01000000$|^0{16}FFFF0000[0-9A-F]{6}7F$/i.test(address);
  return loopback ? 'loopback' : 'one address';
}

/** Asked of the container itself; undefined where it has no `cat`. */
export async function listenersOf(
  engine: DockerEngine,
  id: string,
  signal?: AbortSignal,
): Promise<readonly ListeningSocket[] | undefined> {
  try {
    const command = ['cat', '/proc/net/tcp', '/proc/net/tcp6'];
    const { stdout } = await engine.containers.exec(id, { command }, signal);
    const text = stdout.toString('latin1');
    return text.includes('local_address') ? parseListeners(text) : undefined;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

export function socketText({ reach, port }: ListeningSocket): string {
  switch (reach) {
    case 'everywhere':
      return `0.0.0.0:${port}`;
    case 'loopback':
      return `127.0.0.1:${port}`;
    case 'one address':
      return `one address, port ${port}`;
  }
}
