import { contextAddress, currentContext, environmentTls } from './docker-config';
import { parseHost } from './engine-address';
import type { EngineAddress, Surroundings } from './engine-address';
import { usualSockets } from './usual-sockets';

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
  if (context !== undefined && context !== '' && context !== 'default') {
    return [{ ...contextAddress(context, here), chosen: true }];
  }
  return usualSockets(here).map(([how, socketPath]) => ({
    address: { kind: 'socket', socketPath },
    how,
    chosen: false,
  }));
}
