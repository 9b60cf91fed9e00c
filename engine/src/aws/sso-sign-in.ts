import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import type { CreateTokenCommandOutput } from '@aws-sdk/client-sso-oidc';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNamed } from '../named-errors';
import { UserError } from '../user-error';
import { agents } from './agents';
import { loadSettings } from './aws-files';
import { awsProblem } from './aws-problem';
import { configuredEndpoint } from './endpoints';
import { ssoTime, writeSsoToken } from './sso-cache';
import { ssoSessionOf } from './sso-session';
import type { SsoSession } from './sso-session';

/** What somebody has to confirm in a browser. */
export interface DeviceCode {
  /** The page, with the code filled in. */
  readonly url: string;
  /** What the page shows: it has to be the same. */
  readonly code: string;
}

const CLIENT_NAME = 'sagemaker-containers';
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const REFRESH_GRANT = 'refresh_token';
/** Where the answer names none: https://www.rfc-editor.org/rfc/rfc8628#section-3.2 */
const INTERVAL_SECONDS = 5;
/** What RFC 8628 adds to the interval for each `slow_down`. */
const SLOWER_SECONDS = 5;
const CODE_SECONDS = 600;

/**
 * Signs in for a profile at IAM Identity Center by device authorization, and leaves the token where the AWS CLI does:
 * whoever asks for credentials of any profile of the same session has them. `show` gets the page to be opened. Rejects with
 * a UserError for a profile that nobody signs in for, when the code was not confirmed in time, or was refused.
 */
export async function ssoSignIn(
  profile: string,
  show: (code: DeviceCode) => void,
  signal: AbortSignal,
): Promise<SsoSession> {
  const settings = await loadSettings();
  const session = ssoSessionOf(profile, settings);
  if (session === undefined) {
    throw new UserError(
      `The profile “${profile}” has no sign-in: no sso_session and no sso_start_url.`,
      'Renew its credentials in the way they were made, or choose another profile.',
    );
  }
  const endpoint = configuredEndpoint('SSO OIDC', profile, settings, process.env);
  const client = new SSOOIDCClient({
    region: session.region,
    // The calls are not signed; without these the SDK would look for credentials to sign with.
    credentials: { accessKeyId: '', secretAccessKey: '' },
    requestHandler: agents(process.env),
    ignoreConfiguredEndpointUrls: true,
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  try {
    await authorise(client, session, show, signal);
    return session;
  } catch (error) {
    signal.throwIfAborted();
    throw awsProblem(error, { profile, region: session.region });
  } finally {
    client.destroy();
  }
}

async function authorise(
  client: SSOOIDCClient,
  { key, startUrl, region, scopes }: SsoSession,
  show: (code: DeviceCode) => void,
  signal: AbortSignal,
): Promise<void> {
  const options = { abortSignal: signal };
  const grantTypes = [DEVICE_GRANT, REFRESH_GRANT];
  const registration = { clientName: CLIENT_NAME, clientType: 'public' };
  const { clientId, clientSecret, clientSecretExpiresAt } = await client.send(
    new RegisterClientCommand(
      scopes === undefined ? registration : { ...registration, scopes: [...scopes], grantTypes },
    ),
    options,
  );
  const asked = await client.send(new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl }), options);
  const { deviceCode, userCode = '', verificationUri = '', verificationUriComplete = verificationUri } = asked;
  const end = Date.now() + (asked.expiresIn ?? CODE_SECONDS) * 1000;
  show({ url: verificationUriComplete, code: userCode });
  const command = new CreateTokenCommand({ clientId, clientSecret, deviceCode, grantType: DEVICE_GRANT });
  const token = await confirmed(() => client.send(command, options), asked.interval ?? INTERVAL_SECONDS, end, signal);
  const { accessToken = '', expiresIn = 0, refreshToken } = token;
  const renewal =
    scopes === undefined || refreshToken === undefined || clientId === undefined || clientSecret === undefined
      ? {}
      : { clientId, clientSecret, registrationExpiresAt: ssoTime((clientSecretExpiresAt ?? 0) * 1000), refreshToken };
  const expiresAt = ssoTime(Date.now() + expiresIn * 1000);
  await writeSsoToken(key, { startUrl, region, accessToken, expiresAt, ...renewal });
}

/** Asks until the code is confirmed. */
async function confirmed(
  ask: () => Promise<CreateTokenCommandOutput>,
  interval: number,
  end: number,
  signal: AbortSignal,
): Promise<CreateTokenCommandOutput> {
  let seconds = interval;
  while (Date.now() < end) {
    await sleep(seconds * 1000, undefined, { signal });
    try {
      return await ask();
    } catch (error) {
      if (isNamed(error, 'SlowDownException')) seconds += SLOWER_SECONDS;
      else if (isNamed(error, 'ExpiredTokenException')) break;
      else if (isNamed(error, 'AccessDeniedException')) throw refused(error);
      else if (!isNamed(error, 'AuthorizationPendingException')) throw error;
    }
  }
  throw new UserError('The code was not confirmed in time.', 'Sign in again, and confirm it in the browser.');
}

function refused(cause: unknown): UserError {
  return new UserError('The sign-in was refused in the browser.', 'Sign in again to decide otherwise.', { cause });
}
