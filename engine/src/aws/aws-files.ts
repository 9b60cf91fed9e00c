import * as fs from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../docker/error-code';
import { profilesOf, readSettings } from './profiles';
import type { AwsSettings, Profile } from './profiles';

export type Env = Readonly<Record<string, string | undefined>>;

export interface AwsFiles {
  readonly config: string;
  readonly credentials: string;
}

/** Editors write a file in several steps: what they tell within this time is one change. */
const SETTLED_MS = 200;

/** Where the AWS CLI and the SDKs look. */
export function awsFiles(env: Env = process.env): AwsFiles {
  const folder = join(homedir(), '.aws');
  return {
    config: env['AWS_CONFIG_FILE'] ?? join(folder, 'config'),
    credentials: env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(folder, 'credentials'),
  };
}

/** Reads both files; one that is not there is empty. */
export async function loadSettings(env: Env = process.env): Promise<AwsSettings> {
  const { config, credentials } = awsFiles(env);
  const [configText, credentialsText] = await Promise.all([readOrEmpty(config), readOrEmpty(credentials)]);
  return readSettings(configText, credentialsText);
}

/** All profiles of this user, without anything secret. */
export async function listProfiles(env: Env = process.env): Promise<readonly Profile[]> {
  return profilesOf(await loadSettings(env));
}

/** Where credentials come from when no profile is chosen, as far as the environment says; undefined: it says nothing. */
export function environmentKind(env: Env = process.env): 'environment' | 'web-identity' | 'container' | undefined {
  const has = (name: string): boolean => (env[name] ?? '') !== '';
  if (has('AWS_ACCESS_KEY_ID') && has('AWS_SECRET_ACCESS_KEY')) return 'environment';
  if (has('AWS_WEB_IDENTITY_TOKEN_FILE')) return 'web-identity';
  const container = ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'].some(has);
  return container ? 'container' : undefined;
}

/** Calls when one of the files was changed, made or deleted, until the signal. The folders are watched: files are replaced. */
export function watchAwsFiles(changed: () => void, signal: AbortSignal, env: Env = process.env): void {
  if (signal.aborted) return;
  const { config, credentials } = awsFiles(env);
  const names = new Set([basename(config), basename(credentials)]);
  let timer: NodeJS.Timeout | undefined;
  const watchers = [...new Set([dirname(config), dirname(credentials)])].flatMap((folder) => {
    try {
      const watcher = fs.watch(folder, { persistent: false }, (_event, name) => {
        if (name !== null && !names.has(name)) return;
        clearTimeout(timer);
        timer = setTimeout(changed, SETTLED_MS);
      });
      watcher.on('error', () => {
        watcher.close();
      });
      return [watcher];
    } catch (error) {
      // A folder that isn't there has no profiles; who makes it opens the list again.
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  });
  signal.addEventListener(
    'abort',
    () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
    { once: true },
  );
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}
