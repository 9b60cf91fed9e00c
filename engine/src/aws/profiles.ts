import type { Section } from './ini';
import { readIni } from './ini';

/** How a profile gets its credentials, as far as its own settings say. */
export type ProfileKind = 'static' | 'sso' | 'assume-role' | 'process' | 'web-identity' | 'console-login' | 'none';

/** A profile of `~/.aws`, without anything secret. */
export interface Profile {
  readonly name: string;
  readonly kind: ProfileKind;
  readonly region: string | undefined;
  /** Who signs in for an SSO profile: name of the `sso-session`, or the start URL of an old one. */
  readonly ssoSession: string | undefined;
}

/** The two files, read. */
export interface AwsSettings {
  /** Sections of the config file by title. */
  readonly config: ReadonlyMap<string, Section>;
  /** Settings of each profile, those of the credentials file last. */
  readonly profiles: ReadonlyMap<string, Section>;
}

/** Reads both files. The order is that of the config file. */
export function readSettings(configText: string, credentialsText: string): AwsSettings {
  const config = readIni(configText);
  const profiles = new Map<string, Section>();
  for (const [title, section] of config) {
    const name = title === 'default' ? title : /^profile (.+)$/.exec(title)?.[1];
    if (name !== undefined) profiles.set(name, new Map([...(profiles.get(name) ?? []), ...section]));
  }
  for (const [name, section] of readIni(credentialsText)) {
    if (name !== '') profiles.set(name, new Map([...(profiles.get(name) ?? []), ...section]));
  }
  return { config, profiles };
}

/** All profiles of the two texts, `default` first. */
export function readProfiles(configText: string, credentialsText: string): readonly Profile[] {
  return profilesOf(readSettings(configText, credentialsText));
}

/** All profiles, `default` first. */
export function profilesOf({ profiles }: AwsSettings): readonly Profile[] {
  const all = [...profiles].map(([name, section]) => ({
    name,
    kind: kindOf(section),
    region: section.get('region'),
    ssoSession: section.get('sso_session') ?? section.get('sso_start_url'),
  }));
  return all.sort((a, b) => Number(b.name === 'default') - Number(a.name === 'default'));
}

/** In the order in which the SDK looks. */
function kindOf(section: Section): ProfileKind {
  const has = (key: string): boolean => section.has(key);
  if (has('role_arn') && (has('source_profile') || has('credential_source'))) return 'assume-role';
  if (has('aws_access_key_id')) return 'static';
  if (has('role_arn') && has('web_identity_token_file')) return 'web-identity';
  if (has('credential_process')) return 'process';
  if (has('sso_session') || has('sso_start_url')) return 'sso';
  return has('login_session') ? 'console-login' : 'none';
}
