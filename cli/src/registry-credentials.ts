import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from './engine';

/** What `docker login` left on this machine; undefined: there is no such file. */
export function dockerConfig(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  try {
    return readFileSync(join(env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'), 'config.json'), 'utf8');
  } catch {
    return undefined;
  }
}

/** The user's logins for the images that a build starts from. */
export function registryCredentials(engine: Engine, signal: AbortSignal) {
  return async (host: string): Promise<{ readonly username: string; readonly secret: string } | undefined> => {
    // BuildKit names Docker Hub by the host that it asks.
    const registry = engine.registryOf(`${host === 'registry-1.docker.io' ? 'docker.io' : host}/image`);
    const login = await engine.registryLogin(registry, dockerConfig(), undefined, signal);
    if (login?.identitytoken !== undefined) return { username: '', secret: login.identitytoken };
    const { username, password } = login ?? {};
    return username === undefined || password === undefined ? undefined : { username, secret: password };
  };
}
