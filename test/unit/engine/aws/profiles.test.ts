import { describe, expect, it } from 'vitest';
import { readProfiles } from '../../../../engine/src/aws/profiles';

const CONFIG = `
# of the company
[profile sso-dev]
sso_session = company
sso_account_id = 111122223333
sso_role_name = Developer
region = eu-central-1   # Frankfurt

[sso-session company]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1

[profile "with space"]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = default
s3 =
  region = us-east-2
  addressing_style = path

[default]
region = us-west-2
[profile old-sso]
sso_start_url = https://old.awsapps.com/start
[profile tool]
credential_process = /opt/tool get
[profile web]
role_arn = arn:aws:iam::111122223333:role/y
web_identity_token_file = /token
[profile console]
login_session = arn:aws:iam::111122223333:user/me
[profile only-region]
region = ap-south-1
not a profile
[services local]
sagemaker =
  endpoint_url = http://localhost:4566
`;

const CREDENTIALS = `
[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = secret
[keys]\r
aws_access_key_id=AKIAIOSFODNN7EXAMPLE\r
`;

describe('profiles of ~/.aws', () => {
  it('tells names, regions and how each signs in, and nothing secret', () => {
    const all = readProfiles(CONFIG, CREDENTIALS);
    expect(all).toEqual([
      { name: 'default', kind: 'static', region: 'us-west-2', ssoSession: undefined },
      { name: 'sso-dev', kind: 'sso', region: 'eu-central-1', ssoSession: 'company' },
      { name: 'with space', kind: 'assume-role', region: undefined, ssoSession: undefined },
      { name: 'old-sso', kind: 'sso', region: undefined, ssoSession: 'https://old.awsapps.com/start' },
      { name: 'tool', kind: 'process', region: undefined, ssoSession: undefined },
      { name: 'web', kind: 'web-identity', region: undefined, ssoSession: undefined },
      { name: 'console', kind: 'console-login', region: undefined, ssoSession: undefined },
      { name: 'only-region', kind: 'none', region: 'ap-south-1', ssoSession: undefined },
      { name: 'keys', kind: 'static', region: undefined, ssoSession: undefined },
    ]);
    expect(JSON.stringify(all)).not.toMatch(/AKIA|secret/);
  });

  it('is content with nothing', () => {
    expect(readProfiles('', '')).toEqual([]);
    expect(readProfiles('[', ']\n=\n[]')).toEqual([]);
  });
});
