import { fromIni } from '@aws-sdk/credential-providers';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ssoTokenPath } from '../../../../engine/src/aws/sso-cache';
import { ssoSignIn } from '../../../../engine/src/aws/sso-sign-in';
import type { DeviceCode } from '../../../../engine/src/aws/sso-sign-in';

const CONFIG = `[profile dev]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Dev
region = eu-west-1

[profile admin]
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = dev

[profile old]
sso_start_url = https://old.example/start
sso_region = us-west-2
sso_account_id = 123456789012
sso_role_name = Dev

[profile keys]
region = eu-west-1

[sso-session corp]
sso_start_url = https://corp.example/start
sso_region = eu-west-1
`;
const go = new AbortController().signal;

let home: string;
let server: Server;
let asked: { readonly path: string; readonly body: unknown }[];
/** What the token page says, one after the other. */
let tokens: { readonly status: number; readonly body: object }[];

const pending = { status: 400, body: { error: 'authorization_pending', __type: 'AuthorizationPendingException' } };
const token = { status: 200, body: { accessToken: 'secret', expiresIn: 3600, refreshToken: 'again' } };

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sm-sso-'));
  await mkdir(join(home, '.aws'));
  await writeFile(join(home, '.aws', 'config'), CONFIG);
  asked = [];
  tokens = [token];
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const path = (request.url ?? '').replace(/\?.*$/, '');
      asked.push({ path, body: body === '' ? undefined : JSON.parse(body) });
      const { status, body: answer } = answerOf(path);
      const error = Reflect.get(answer, '__type') as string | undefined;
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(error === undefined ? {} : { 'x-amzn-errortype': error }),
      });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('HOME', home);
  vi.stubEnv('AWS_CONFIG_FILE', join(home, '.aws', 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, '.aws', 'credentials'));
  vi.stubEnv('AWS_ENDPOINT_URL_SSO_OIDC', url);
  vi.stubEnv('AWS_ENDPOINT_URL_SSO', url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
  await rm(home, { recursive: true });
});

function answerOf(path: string): { readonly status: number; readonly body: object } {
  if (path === '/client/register') {
    return { status: 200, body: { clientId: 'client', clientSecret: 'hidden', clientSecretExpiresAt: 4_000_000_000 } };
  }
  if (path === '/device_authorization') {
    const verificationUriComplete = 'https://device.example/?user_code=ABCD-EFGH';
    const body = {
      deviceCode: 'device',
      userCode: 'ABCD-EFGH',
      verificationUriComplete,
      expiresIn: 600,
      interval: 0.01,
    };
    return { status: 200, body };
  }
  if (path === '/token') return tokens.shift() ?? token;
  const roleCredentials = {
    accessKeyId: 'AK',
    secretAccessKey: 'SK',
    sessionToken: 'T',
    expiration: 4_000_000_000_000,
  };
  return { status: 200, body: { roleCredentials } };
}

describe('signing in at Identity Center', () => {
  it('shows the code, waits until it is confirmed, and leaves the token where the SDK finds it', async () => {
    tokens = [pending, pending, token];
    const shown: DeviceCode[] = [];
    await ssoSignIn('dev', (code) => shown.push(code), go);
    expect(shown).toEqual([{ url: 'https://device.example/?user_code=ABCD-EFGH', code: 'ABCD-EFGH' }]);
    expect(asked.map(({ path }) => path).filter((path) => path === '/token')).toHaveLength(3);
    const path = ssoTokenPath('corp', home);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const kept = JSON.parse(await readFile(path, 'utf8')) as object;
    expect(kept).toMatchObject({
      startUrl: 'https://corp.example/start',
      region: 'eu-west-1',
      accessToken: 'secret',
      clientId: 'client',
      clientSecret: 'hidden',
      refreshToken: 'again',
      registrationExpiresAt: '2096-10-02T07:06:40Z',
    });
    expect(await fromIni({ profile: 'dev', ignoreCache: true })()).toMatchObject({ accessKeyId: 'AK' });
  });

  it('signs in for the profile whose credentials another takes', async () => {
    expect((await ssoSignIn('admin', () => undefined, go)).key).toBe('corp');
  });

  it('keeps the token of an old profile under its start URL, without the means to renew it', async () => {
    await ssoSignIn('old', () => undefined, go);
    const kept = JSON.parse(await readFile(ssoTokenPath('https://old.example/start', home), 'utf8')) as object;
    expect(Object.keys(kept).sort()).toEqual(['accessToken', 'expiresAt', 'region', 'startUrl']);
    expect(await fromIni({ profile: 'old', ignoreCache: true })()).toMatchObject({ accessKeyId: 'AK' });
  });

  it('says so when a profile has no sign-in, and when it was refused', async () => {
    await expect(ssoSignIn('keys', () => undefined, go)).rejects.toThrow(/has no sign-in/);
    tokens = [{ status: 400, body: { error: 'access_denied', __type: 'AccessDeniedException' } }];
    await expect(ssoSignIn('dev', () => undefined, go)).rejects.toThrow(/refused in the browser/);
    tokens = [{ status: 400, body: { error: 'expired_token', __type: 'ExpiredTokenException' } }];
    await expect(ssoSignIn('dev', () => undefined, go)).rejects.toThrow(/not confirmed in time/);
  });

  it('ends with the signal', async () => {
    tokens = Array.from({ length: 1000 }, () => pending);
    const end = new AbortController();
    const signing = ssoSignIn(
      'dev',
      () => {
        end.abort();
      },
      end.signal,
    );
    await expect(signing).rejects.toMatchObject({ name: 'AbortError' });
  });
});
