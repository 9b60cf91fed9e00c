import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** A sign-in as the AWS CLI and the SDKs keep it. */
export interface SsoToken {
  readonly startUrl: string;
  readonly region: string;
  readonly accessToken: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
  /** With these four the SDKs renew the token by themselves. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly registrationExpiresAt?: string;
  readonly refreshToken?: string;
}

/** The home folder, as the SDK finds it. */
function homeFolder(): string {
  return process.env['HOME'] ?? process.env['USERPROFILE'] ?? homedir();
}

/** The file of a token, as the AWS CLI and the SDKs look for it. `key`: see SsoSession. */
export function ssoTokenPath(key: string, home = homeFolder()): string {
  return join(home, '.aws', 'sso', 'cache', `${createHash('sha1').update(key).digest('hex')}.json`);
}

/** Puts the token where the AWS CLI and the SDKs find it, for this user alone to read. */
export async function writeSsoToken(key: string, token: SsoToken, home?: string): Promise<void> {
  const path = ssoTokenPath(key, home);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.${randomUUID()}`;
  try {
    await writeFile(fresh, JSON.stringify(token), { mode: 0o600 });
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/** A time as the AWS CLI writes it: without parts of a second. */
export function ssoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
