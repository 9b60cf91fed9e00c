import { describe, expect, it } from 'vitest';
import { DOCKER_MANIFEST, OCI_INDEX } from '../../../../contract/image-manifest';
import type { NeededImage } from '../../../../engine/src/aws/launch-needs-types';
import { judgeCaller, judgeName, judgePrice, judgeQuota, priceText } from '../../../../engine/src/aws/preflight-judge';
import { judgeDriver, judgeImage, judgeImageUri } from '../../../../engine/src/aws/preflight-judge-image';
import { judgeRole, judgeRoleArn } from '../../../../engine/src/aws/preflight-judge-role';
import { trustPolicyText } from '../../../../engine/src/aws/roles-policy';

const ROLE = 'arn:aws:iam::111122223333:role/team/sagemaker';
const IMAGE: NeededImage = {
  uri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1',
  purpose: { uses: ['endpoint'], architecture: 'amd64' },
  instanceType: 'ml.g5.xlarge',
  driver: 'hosting',
  privateRegistry: false,
};
const REMOTE = {
  digest: `sha256:${'a'.repeat(64)}`,
  mediaType: DOCKER_MANIFEST,
  platforms: ['linux/amd64'],
  size: 1e9,
  labels: {},
  environment: ['CUDA_VERSION=12.4.1'],
};

describe('the caller', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  const caller = { account: '111122223333', arn: 'arn:me', partition: 'aws' };

  it('is warned of credentials that end soon', () => {
    expect(judgeCaller({ ...caller, expires: undefined }, 'eu-west-1', now).status).toBe('passed');
    expect(judgeCaller({ ...caller, expires: new Date('2026-01-01T02:00:00Z') }, 'eu-west-1', now).status).toBe(
      'passed',
    );
    expect(judgeCaller({ ...caller, expires: new Date('2026-01-01T00:10:00Z') }, 'eu-west-1', now).status).toBe(
      'warning',
    );
  });
});

describe('a role', () => {
  it('is one of the caller’s account', () => {
    expect(judgeRoleArn(ROLE, '111122223333')).toBeUndefined();
    expect(judgeRoleArn(ROLE, '999999999999')?.status).toBe('failed');
    expect(judgeRoleArn('sagemaker', '111122223333')?.status).toBe('failed');
  });

  it('trusts SageMaker', () => {
    const of = (...statements: object[]) =>
      judgeRole(ROLE, encodeURIComponent(JSON.stringify({ Statement: statements }))).status;
    const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'sagemaker.amazonaws.com' } };
    expect(judgeRole(ROLE, trustPolicyText()).status).toBe('passed');
    expect(of(trust)).toBe('passed');
    expect(of({ ...trust, Principal: { Service: ['ec2.amazonaws.com', 'sagemaker.amazonaws.com'] } })).toBe('passed');
    expect(of({ ...trust, Condition: { StringEquals: {} } })).toBe('unknown');
    expect(of({ ...trust, Principal: { Service: 'ec2.amazonaws.com' } })).toBe('failed');
    expect(of({ ...trust, Principal: { AWS: 'sagemaker.amazonaws.com' } })).toBe('failed');
    expect(of(trust, { ...trust, Effect: 'Deny' })).toBe('failed');
    expect(judgeRole(ROLE, 'no policy').status).toBe('failed');
    expect(judgeRole(ROLE, undefined).detail).toMatch(/There is no role/);
  });
});

describe('an image', () => {
  it('is in ECR, in the region of the job', () => {
    expect(judgeImageUri(IMAGE, 'eu-west-1')).toBeUndefined();
    expect(judgeImageUri(IMAGE, 'us-east-1')?.status).toBe('failed');
    expect(judgeImageUri({ ...IMAGE, uri: 'python:3.12' }, 'eu-west-1')?.detail).toMatch(/non-ECR image/);
    expect(judgeImageUri({ ...IMAGE, uri: 'registry.local/a:1', privateRegistry: true }, 'eu-west-1')?.status).toBe(
      'unknown',
    );
  });

  it('is there, legal, and for the hosts', () => {
    expect(judgeImage(IMAGE, REMOTE).status).toBe('passed');
    expect(judgeImage(IMAGE, undefined).status).toBe('failed');
    expect(judgeImage(IMAGE, { ...REMOTE, mediaType: OCI_INDEX }).detail).toMatch(/OCI index/);
    expect(judgeImage(IMAGE, { ...REMOTE, platforms: ['linux/arm64'] }).detail).toMatch(/exec format error/);
    const training: NeededImage = { ...IMAGE, purpose: { uses: ['training'], architecture: 'amd64' } };
    expect(judgeImage(training, { ...REMOTE, mediaType: OCI_INDEX }).status).toBe('warning');
  });

  it('has a CUDA that the hosts’ driver runs', () => {
    expect(judgeDriver(IMAGE, REMOTE)).toMatchObject({
      status: 'warning',
      remedy: expect.stringContaining('InferenceAmiVersion') as string,
    });
    expect(judgeDriver(IMAGE, { environment: ['CUDA_VERSION=11.4.3'] })?.status).toBe('passed');
    expect(
      judgeDriver({ ...IMAGE, instanceType: 'ml.g6.xlarge' }, { environment: ['CUDA_VERSION=12.2'] })?.status,
    ).toBe('passed');
    expect(judgeDriver(IMAGE, { environment: [] })).toBeUndefined();
    expect(judgeDriver({ ...IMAGE, instanceType: 'ml.m5.large' }, REMOTE)).toBeUndefined();
    expect(judgeDriver({ ...IMAGE, driver: undefined }, REMOTE)).toBeUndefined();
  });
});

describe('instances, names, prices', () => {
  const instances = { type: 'ml.m5.large', count: 2, use: 'training' } as const;
  const quota = { name: 'ml.m5.large for training job usage', code: 'L-1' };

  it('are within the quota', () => {
    expect(judgeQuota(instances, { ...quota, value: 2 }).status).toBe('passed');
    expect(judgeQuota(instances, { ...quota, value: 1 })).toMatchObject({
      status: 'failed',
      remedy: expect.stringContaining('L-1') as string,
    });
    expect(judgeQuota(instances, undefined).status).toBe('unknown');
  });

  it('are free', () => {
    expect(judgeName({ what: 'endpoint', name: 'a' }, false).status).toBe('passed');
    expect(judgeName({ what: 'endpoint', name: 'a' }, true).detail).toBe('There is already an endpoint “a”.');
    expect(judgeName({ what: 'training job', name: 'a' }, true).remedy).toMatch(/never free again/);
  });

  it('are told in the currency of the region', () => {
    expect(judgePrice(0.23, [instances], 'eu-west-1').detail).toMatch(/2 × ml\.m5\.large: \$0\.230 an hour/);
    expect(judgePrice(undefined, [instances], 'eu-west-1').status).toBe('unknown');
    expect(judgePrice(undefined, [], 'eu-west-1').status).toBe('passed');
    expect(priceText(12.5, 'cn-north-1')).toBe('CNY 12.50');
  });
});
