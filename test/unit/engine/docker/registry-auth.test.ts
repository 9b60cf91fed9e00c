import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { registryLogin, registryOf } from '../../../../engine/src/docker/registry-auth';
import { UserError } from '../../../../engine/src/user-error';

const HUB = 'https://index.docker.io/v1/';
const ECR = '123456789012.dkr.ecr.us-west-2.amazonaws.com';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const config = (value: object) => JSON.stringify(value);
const never = () => Promise.reject(new Error('no helper was to be asked'));

it.each([
  ['ubuntu', HUB],
  ['ubuntu:22.04', HUB],
  ['library/ubuntu', HUB],
  ['docker.io/library/ubuntu', HUB],
  [`${ECR}/a/b:1`, ECR],
  ['localhost/a', 'localhost'],
  ['127.0.0.1:5000/a', '127.0.0.1:5000'],
])('knows the registry of %s', (reference, registry) => {
  expect(registryOf(reference)).toBe(registry);
});

describe('registryLogin', () => {
  it('has none without a configuration, or with a broken one', async () => {
    expect(await registryLogin(ECR, undefined, never)).toBeUndefined();
    expect(await registryLogin(ECR, '{"auths', never)).toBeUndefined();
    expect(await registryLogin(ECR, '[]', never)).toBeUndefined();
    expect(await registryLogin(ECR, config({ auths: { [ECR]: {} } }), never)).toBeUndefined();
    expect(await registryLogin(ECR, config({ auths: { [ECR]: { auth: '' } } }), never)).toBeUndefined();
  });

  it('reads what docker login wrote', async () => {
    const auths = { [ECR]: { auth: base64('AWS:a:b') }, [HUB]: { identitytoken: 'token' } };
    expect(await registryLogin(ECR, config({ auths }), never)).toEqual({
      serveraddress: ECR,
      username: 'AWS',
      password: 'a:b',
    });
    expect(await registryLogin(HUB, config({ auths }), never)).toEqual({ serveraddress: HUB, identitytoken: 'token' });
    const old = { auths: { 'https://localhost:5000/v2/': { auth: base64('u:p') } } };
    expect(await registryLogin('localhost:5000', config(old), never)).toMatchObject({ username: 'u', password: 'p' });
  });

  it('asks the helper of the registry before the store of all', async () => {
    const asked: string[] = [];
    const run = (program: string, input: string) => {
      asked.push(`${program} ${input}`);
      return Promise.resolve(config({ ServerURL: input, Username: 'AWS', Secret: 's' }));
    };
    const settings = config({ credHelpers: { [ECR]: 'ecr-login' }, credsStore: 'desktop' });
    expect(await registryLogin(ECR, settings, run)).toEqual({ serveraddress: ECR, username: 'AWS', password: 's' });
    await registryLogin('other.example', settings, run);
    expect(asked).toEqual([`docker-credential-ecr-login ${ECR}`, 'docker-credential-desktop other.example']);
  });

  it('takes a token for a token', async () => {
    const run = () => Promise.resolve(config({ Username: '<token>', Secret: 't' }));
    expect(await registryLogin(HUB, config({ credsStore: 'x' }), run)).toEqual({
      serveraddress: HUB,
      identitytoken: 't',
    });
  });

  it('goes on with what is written when a helper has nothing, or is not installed', async () => {
    const settings = config({ credsStore: 'x', auths: { [ECR]: { auth: base64('AWS:p') } } });
    const nothing = () => Promise.reject(new Error('credentials not found in native keychain'));
    expect(await registryLogin(ECR, settings, nothing)).toMatchObject({ password: 'p' });
    const missing = () => Promise.reject(Object.assign(new Error('spawn ENOENT'), { code: 'ENOENT' }));
    expect(await registryLogin(ECR, settings, missing)).toMatchObject({ password: 'p' });
    expect(await registryLogin(ECR, config({ credsStore: 'sm-no-such-helper' }))).toBeUndefined();
  });

  it('says what a helper complains about', async () => {
    const run = () => Promise.reject(new Error('the token has expired'));
    const login = registryLogin(ECR, config({ credsStore: 'x' }), run);
    await expect(login).rejects.toBeInstanceOf(UserError);
    await expect(login).rejects.toThrow('docker-credential-x gave no login');
    await expect(login).rejects.toThrow('the token has expired');
  });

  it('starts no program with an odd name', async () => {
    for (const credsStore of ['../x', 'a b', 'a;b', '']) {
      expect(await registryLogin(ECR, config({ credsStore }), never)).toBeUndefined();
    }
  });

  it.skipIf(process.platform === 'win32')('speaks to a real helper over its standard input', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-helper-'));
    const before = process.env['PATH'];
    const script = '#!/bin/sh\nread -r server\n[ "$1 $server" = "get bad" ] && { echo "broken keychain"; exit 1; }\n';
    const answer = 'printf \'{"Username":"%s","Secret":"%s"}\' "$1" "$server"\n';
    fs.writeFileSync(path.join(folder, 'docker-credential-sm-test'), script + answer, { mode: 0o755 });
    process.env['PATH'] = `${folder}:${before ?? ''}`;
    try {
      const settings = config({ credsStore: 'sm-test' });
      expect(await registryLogin('good', settings)).toEqual({
        serveraddress: 'good',
        username: 'get',
        password: 'good',
      });
      await expect(registryLogin('bad', settings)).rejects.toThrow('broken keychain');
    } finally {
      process.env['PATH'] = before;
      fs.rmSync(folder, { recursive: true });
    }
  });
});
