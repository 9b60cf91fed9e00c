import type { AwsSettings } from './profiles';

/** Where and as what somebody signs in to IAM Identity Center. */
export interface SsoSession {
  /** What the token is kept under: the name of the `sso-session`, of an old profile its start URL. */
  readonly key: string;
  readonly startUrl: string;
  /** Of Identity Center: seldom that of the jobs. */
  readonly region: string;
  /** Undefined: an old profile, whose token can't be renewed. */
  readonly scopes: readonly string[] | undefined;
}

/** What a session may do when it says nothing: https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html */
const SCOPES = ['sso:account:access'];
/** Profiles that take each other’s credentials in a circle end somewhere. */
const MOST_STEPS = 10;

/** The session of a profile, or of the one whose credentials it takes; undefined: nobody signs in for it. */
export function ssoSessionOf(profile: string, { profiles, config }: AwsSettings): SsoSession | undefined {
  let name: string | undefined = profile;
  for (let step = 0; step < MOST_STEPS && name !== undefined; step++) {
    const section = profiles.get(name);
    const session = section?.get('sso_session');
    const from = session === undefined ? section : config.get(`sso-session ${session}`);
    const startUrl = from?.get('sso_start_url');
    const region = from?.get('sso_region');
    if (startUrl !== undefined && region !== undefined) {
      if (session === undefined) return { key: startUrl, startUrl, region, scopes: undefined };
      const scopes = from
        ?.get('sso_registration_scopes')
        ?.split(',')
        .map((it) => it.trim());
      return { key: session, startUrl, region, scopes: scopes ?? SCOPES };
    }
    name = section?.get('source_profile');
  }
  return undefined;
}
