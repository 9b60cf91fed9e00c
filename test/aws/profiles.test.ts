import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { AwsConnection } from '../../engine/src/aws/connection';
import { UserError } from '../../engine/src/user-error';
import { motoEnvironment } from './support/connect';
import { startForwarder } from './support/forwarder';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-aws-profiles-'));

beforeAll(() => {
  const config = path.join(folder, 'config');
  const url = inject('motoUrl');
  const tool = path.join(folder, 'tool.json');
  fs.writeFileSync(tool, JSON.stringify({ Version: 1, AccessKeyId: 'tool', SecretAccessKey: 'x' }));
  const text = `
[profile base]
aws_access_key_id = test
aws_secret_access_key = test
[profile role]
role_arn = arn:aws:iam::111122223333:role/deploy
source_profile = base
[profile guarded]
role_arn = arn:aws:iam::111122223333:role/deploy
source_profile = base
mfa_serial = arn:aws:iam::111122223333:mfa/me
[profile tool]
credential_process = cat ${tool}
[profile nothing]
region = us-west-2
[profile signed-out]
sso_session = company
sso_account_id = 111122223333
sso_role_name = dev
[sso-session company]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
[profile elsewhere]
aws_access_key_id = test
aws_secret_access_key = test
endpoint_url = http://127.0.0.1:1
`;
  fs.writeFileSync(config, text);
  // For `elsewhere` the variables must not decide; the nested client of `role` reads only those.
  Object.assign(process.env, motoEnvironment(url), { AWS_CONFIG_FILE: config, HOME: folder });
});

afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

async function identityOf(profile: string) {
  const connection = new AwsConnection({ profile, region: 'us-west-2' }, { attempts: 1 });
  try {
    return await connection.identity();
  } finally {
    connection.close();
  }
}

it('takes keys, a tool, and a role with the time it ends', async () => {
  expect(await identityOf('base')).toMatchObject({ account: '123456789012', expires: undefined });
  expect(await identityOf('tool')).toMatchObject({ account: '123456789012' });
  const role = await identityOf('role');
  expect(role.arn).toMatch(/^arn:aws:sts::111122223333:assumed-role\/deploy\//);
  expect(role.expires?.getTime()).toBeGreaterThan(Date.now());
});

it('never takes other credentials in place of those of the profile', async () => {
  await expect(identityOf('nothing')).rejects.toMatchObject({ name: 'CredentialsError' });
  await expect(identityOf('nosuch')).rejects.toMatchObject({ name: 'CredentialsError' });
});

it('says that one has to sign in', async () => {
  await expect(identityOf('signed-out')).rejects.toMatchObject({
    name: 'ExpiredToken',
    remedy: expect.stringContaining('aws sso login --profile signed-out') as string,
  });
});

describe('a profile with an MFA device', () => {
  it('asks for the code of that device once, hands it to STS, and then is the role', async () => {
    const sts = await startForwarder(inject('motoUrl'));
    process.env['AWS_ENDPOINT_URL'] = sts.url;
    const devices: string[] = [];
    const mfaCode = (device: string): Promise<string> => {
      devices.push(device);
      return Promise.resolve('123456');
    };
    const connection = new AwsConnection({ profile: 'guarded', region: 'us-west-2' }, { attempts: 1, mfaCode });
    try {
      const [one, other] = await Promise.all([connection.identity(), connection.identity()]);
      expect(one.arn).toMatch(/^arn:aws:sts::111122223333:assumed-role\/deploy\//);
      expect(other.arn).toBe(one.arn);
      expect(devices).toEqual(['arn:aws:iam::111122223333:mfa/me']);
      const assumed = sts.bodies.filter((it) => it.includes('Action=AssumeRole'));
      expect(assumed).toHaveLength(1);
      expect(new URLSearchParams(assumed[0]).get('TokenCode')).toBe('123456');
      expect(new URLSearchParams(assumed[0]).get('SerialNumber')).toBe('arn:aws:iam::111122223333:mfa/me');
      // Whose credentials have ended is asked again.
      connection.renew();
      await connection.identity();
      expect(devices).toHaveLength(2);
    } finally {
      connection.close();
      await sts.stop();
      process.env['AWS_ENDPOINT_URL'] = inject('motoUrl');
    }
  });

  it('is refused with a reason when nobody can be asked, and asks again after a code was not given', async () => {
    await expect(identityOf('guarded')).rejects.toMatchObject({ name: 'CredentialsError' });
    let asked = 0;
    const mfaCode = (): Promise<string> => {
      asked += 1;
      return asked === 1
        ? Promise.reject(new UserError('Nobody gave a code.', 'Try again.'))
        : Promise.resolve('654321');
    };
    const connection = new AwsConnection({ profile: 'guarded', region: 'us-west-2' }, { attempts: 1, mfaCode });
    try {
      await expect(connection.identity()).rejects.toThrow('Nobody gave a code.');
      expect((await connection.identity()).account).toBe('111122223333');
      expect(asked).toBe(2);
    } finally {
      connection.close();
    }
  });
});

it('asks where the profile says', async () => {
  delete process.env['AWS_ENDPOINT_URL'];
  await expect(identityOf('elsewhere')).rejects.toMatchObject({ name: 'NetworkError' });
});
