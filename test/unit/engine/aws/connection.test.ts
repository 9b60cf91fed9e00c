import { describe, expect, it } from 'vitest';
import { AwsConnection } from '../../../../engine/src/aws/connection';
import { remembered } from '../../../../engine/src/aws/credentials';
import { configuredEndpoint } from '../../../../engine/src/aws/endpoints';
import { readSettings } from '../../../../engine/src/aws/profiles';

const SETTINGS = readSettings(
  `[default]
endpoint_url = http://default
[profile p]
services = mine
endpoint_url = http://all
[profile quiet]
[services mine]
sagemaker_runtime =
  endpoint_url = http://runtime
`,
  '',
);

describe('addresses of services', () => {
  it.each([
    ['the service’s own section', 'SageMaker Runtime', 'p', {}, 'http://runtime'],
    ['the profile', 'SageMaker', 'p', {}, 'http://all'],
    ['no address of another profile', 'SageMaker', 'quiet', {}, undefined],
    ['the default profile', 'S3', undefined, {}, 'http://default'],
    [
      'the variable of the service',
      'SageMaker Runtime',
      'p',
      { AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: 'http://v' },
      'http://v',
    ],
    ['the variable of all', 'SageMaker Runtime', 'p', { AWS_ENDPOINT_URL: 'http://every' }, 'http://every'],
    [
      'none when told so',
      'S3',
      'p',
      { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true', AWS_ENDPOINT_URL: 'http://x' },
      undefined,
    ],
  ])('come from %s', (_what, service, profile, env, wanted) => {
    expect(configuredEndpoint(service, profile, SETTINGS, env)).toBe(wanted);
  });
});

describe('credentials', () => {
  it('are asked for once, again before they end, and again after a failure', async () => {
    let asked = 0;
    let now = 0;
    const minutes = 60_000;
    const get = remembered(
      () => {
        asked += 1;
        if (asked === 1) return Promise.reject(new Error('not signed in'));
        return Promise.resolve({
          accessKeyId: `${asked}`,
          secretAccessKey: '',
          expiration: new Date(now + 60 * minutes),
        });
      },
      () => now,
    );
    await expect(get()).rejects.toThrow('not signed in');
    const all = await Promise.all([get(), get(), get()]);
    expect(all.map((it) => it.accessKeyId)).toEqual(['2', '2', '2']);
    now = 56 * minutes;
    expect((await Promise.all([get(), get()])).map((it) => it.accessKeyId)).toEqual(['3', '3']);
  });
});

it('refuses what is no region', () => {
  expect(() => new AwsConnection({ profile: undefined, region: '' })).toThrow('No AWS region is chosen.');
  expect(() => new AwsConnection({ profile: undefined, region: 'frankfurt' })).toThrow('no AWS region');
});
