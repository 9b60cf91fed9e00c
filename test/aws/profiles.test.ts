import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { AwsConnection } from '../../engine/src/aws/connection';
import { motoEnvironment } from './support/connect';

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

it('asks where the profile says', async () => {
  delete process.env['AWS_ENDPOINT_URL'];
  await expect(identityOf('elsewhere')).rejects.toMatchObject({ name: 'NetworkError' });
});
