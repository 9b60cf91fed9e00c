import { describe, expect, it } from 'vitest';
import {
  dnsOf,
  formatUri,
  isEcrUri,
  parseEcrUri,
  parsePublicUri,
  parseRepositoryReference,
} from '../../../../contract/images/uri';

describe('parseEcrUri', () => {
  it('splits the URI of any account', () => {
    expect(parseEcrUri('012345678901.dkr.ecr.eu-west-3.amazonaws.com/team/my_image:v1.2-x')).toEqual({
      uri: '012345678901.dkr.ecr.eu-west-3.amazonaws.com/team/my_image:v1.2-x',
      account: '012345678901',
      region: 'eu-west-3',
      dns: 'amazonaws.com',
      fips: false,
      repository: 'team/my_image',
      tag: 'v1.2-x',
      digest: undefined,
    });
  });

  it('knows FIPS and dual-stack hosts', () => {
    expect(parseEcrUri('012345678901.dkr.ecr-fips.us-gov-west-1.amazonaws.com/a')).toMatchObject({
      fips: true,
      tag: undefined,
    });
    expect(parseEcrUri('012345678901.dkr-ecr.us-west-2.on.aws/a:b')).toMatchObject({
      dns: 'on.aws',
      region: 'us-west-2',
      fips: false,
    });
    expect(parseEcrUri('012345678901.dkr-ecr-fips.us-west-2.on.aws/a:b')?.fips).toBe(true);
  });

  it.each([
    '12345678901.dkr.ecr.us-west-2.amazonaws.com/a',
    '0123456789012.dkr.ecr.us-west-2.amazonaws.com/a',
    '012345678901.dkr.ecr.us-west-2.example.com/a',
    '012345678901.dkr.ecr.us-west-2.amazonaws.com/A',
    '012345678901.dkr.ecr.us-west-2.amazonaws.com/a:',
    '012345678901.dkr.ecr.us-west-2.amazonaws.com/',
    ' 012345678901.dkr.ecr.us-west-2.amazonaws.com/a',
    '${A}.dkr.ecr.us-west-2.amazonaws.com/a',
    'python:3.12',
    '',
  ])('refuses %j', (text) => {
    expect(isEcrUri(text)).toBe(false);
  });

  it('accepts what ECR accepts', () => {
    expect(isEcrUri(`012345678901.dkr.ecr.us-west-2.amazonaws.com/a@sha256:${'a'.repeat(64)}`)).toBe(true);
    expect(isEcrUri(`012345678901.dkr.ecr.us-west-2.amazonaws.com/a@sha256:${'a'.repeat(63)}`)).toBe(false);
  });
});

describe('other references', () => {
  it('splits repository, tag and digest', () => {
    expect(parseRepositoryReference('a/b:c')).toEqual({ repository: 'a/b', tag: 'c', digest: undefined });
    expect(parseRepositoryReference('a//b:')).toBeUndefined();
    expect(parsePublicUri('public.ecr.aws/x/y:1')).toEqual({ repository: 'x/y', tag: '1', digest: undefined });
    expect(parsePublicUri('docker.io/x/y:1')).toBeUndefined();
  });

  it('puts a URI together by the partition of the region', () => {
    expect(formatUri('1', 'cn-north-1', 'r', 't')).toBe('1.dkr.ecr.cn-north-1.amazonaws.com.cn/r:t');
    expect(formatUri('1', 'us-iso-east-1', 'r', '')).toBe('1.dkr.ecr.us-iso-east-1.c2s.ic.gov/r');
    expect(formatUri('1', 'us-mars-1', 'r', 't')).toBeUndefined();
    expect(dnsOf('eusc-de-east-1')).toBe('amazonaws.eu');
    expect(dnsOf('constructor')).toBeUndefined();
  });
});
