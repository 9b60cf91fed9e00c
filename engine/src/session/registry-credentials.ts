import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { RegistryLogin } from '../docker/engine';
import { registryLogin, registryOf } from '../docker/registry-auth';

/** What `docker login` left on this machine; undefined: there is no such file. */
function dockerConfig(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  try {
    return readFileSync(join(env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'), 'config.json'), 'utf8');
  } catch {
    return undefined;
  }
}

/** The user's own login for the registry of an image; undefined: none is kept. */
export function loginFor(image: string, signal?: AbortSignal): Promise<RegistryLogin | undefined> {
  return registryLogin(registryOf(image), dockerConfig(), undefined, signal);
}

/** The user's logins for the images that a build starts from. */
export function buildCredentials(signal?: AbortSignal) {
  return async (host: string): Promise<{ readonly username: string; readonly secret: string } | undefined> => {
    // BuildKit names Docker Hub by the host that it asks.
    const login = await loginFor(`${host === 'registry-1.docker.io' ? 'docker.io' : host}/image`, signal);
    if (login?.identitytoken !== undefined) return { username: '', secret: login.identitytoken };
    const { username, password } = login ?? {};
    return username === undefined || password === undefined ? undefined : { username, secret: password };
  };
}
