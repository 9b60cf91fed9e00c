import type { Section } from './ini';
import { readIni } from './ini';

/** How a profile gets its credentials, as far as its own settings say. */
export type ProfileKind = 'static' | 'sso' | 'assume-role' | 'process' | 'web-identity' | 'console-login' | 'none';

/** A profile of `~/.aws`, without anything secret. */
export interface Profile {
  readonly name: string;
  readonly kind: ProfileKind;
  readonly region: string | undefined;
  /** How an SSO profile signs in; undefined: it is none, or the file lacks what is needed. */
  readonly sso: SsoSettings | undefined;
  /** The profile has addresses of its own for services. */
  readonly customEndpoints: boolean;
}

export interface SsoSettings {
  /** Name of the `sso-session`; undefined: the older form, in which the profile itself says where to sign in. */
  readonly session: string | undefined;
  readonly startUrl: string;
  readonly region: string;
  readonly scopes: readonly string[];
}

/** The two files, read. */
export interface AwsSettings {
  /** Sections of the config file by title. */
  readonly config: ReadonlyMap<string, Section>;
  /** Settings of each profile, those of the credentials file last. */
  readonly profiles: ReadonlyMap<string, Section>;
}

const DEFAULT_SCOPE = 'sso:account:access';

/** Reads both files. The order is that of the config file. */
export function readSettings(configText: string, credentialsText: string): AwsSettings {
  const config = readIni(configText);
  const profiles = new Map<string, Section>();
  for (const [title, section] of config) {
    const name = title === 'default' ? title : /^profile (.+)$/.exec(title)?.[1];
    if (name !== undefined) profiles.set(name, new Map([...(profiles.get(name) ?? []), ...section]));
  }
  for (const [name, section] of readIni(credentialsText)) {
    profiles.set(name, new Map([...(profiles.get(name) ?? []), ...section]));
  }
  return { config, profiles };
}

/** All profiles, `default` first. */
export function profilesOf({ config, profiles }: AwsSettings): readonly Profile[] {
  const all = [...profiles].map(([name, section]) => ({
    name,
    kind: kindOf(section),
    region: section.get('region'),
    sso: ssoOf(section, config),
    customEndpoints: section.has('endpoint_url') || section.has('services'),
  }));
  return all.sort((a, b) => Number(b.name === 'default') - Number(a.name === 'default'));
}

/** In the order in which the SDK looks. */
function kindOf(section: Section): ProfileKind {
  const has = (key: string): boolean => section.has(key);
  if (has('role_arn') && (has('source_profile') || has('credential_source'))) return 'assume-role';
  if (has('aws_access_key_id') && has('aws_secret_access_key')) return 'static';
  if (has('role_arn') && has('web_identity_token_file')) return 'web-identity';
  if (has('credential_process')) return 'process';
  if (has('sso_session') || has('sso_start_url')) return 'sso';
  return has('login_session') ? 'console-login' : 'none';
}

function ssoOf(section: Section, config: AwsSettings['config']): SsoSettings | undefined {
  const session = section.get('sso_session');
  const from = session === undefined ? section : config.get(`sso-session ${session}`);
  const startUrl = from?.get('sso_start_url');
  const region = from?.get('sso_region');
  if (startUrl === undefined || region === undefined) return undefined;
  const scopes = from?.get('sso_registration_scopes') ?? DEFAULT_SCOPE;
  return { session, startUrl, region, scopes: scopes.split(',').map((it) => it.trim()) };
}
