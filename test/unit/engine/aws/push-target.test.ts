import { describe, expect, it } from 'vitest';
import { pushTarget } from '../../../../engine/src/aws/push-target';

const HOME = { account: '123456789012', region: 'eu-west-1' };

describe('where an image is pushed to', () => {
  it('is in the account and region of the connection', () => {
    expect(pushTarget('sagemaker-churn:v2', HOME)).toEqual({
      account: '123456789012',
      region: 'eu-west-1',
      repository: 'sagemaker-churn',
      tag: 'v2',
      host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
      uri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-churn:v2',
    });
    expect(pushTarget('team/churn', HOME).uri).toMatch(/\/team\/churn:latest$/);
  });

  it('has the address of its partition', () => {
    expect(pushTarget('churn', { account: '123456789012', region: 'cn-north-1' }).host).toBe(
      '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn',
    );
  });

  it('may be in another account, but not in another region', () => {
    expect(pushTarget('999999999999.dkr.ecr.eu-west-1.amazonaws.com/a/b:c', HOME).account).toBe('999999999999');
    expect(() => pushTarget('999999999999.dkr.ecr.us-east-1.amazonaws.com/ab:c', HOME)).toThrow(/its own region only/);
  });

  it.each(['docker.io/me/churn:1', 'localhost:5000/churn', 'Churn', 'churn:', 'a', 'churn@sha256:12', 'a//b', ''])(
    'is not %s',
    (text) => {
      expect(() => pushTarget(text, HOME)).toThrow(/no place in ECR/);
    },
  );

  it('is no digest', () => {
    expect(() => pushTarget(`churn@sha256:${'a'.repeat(64)}`, HOME)).toThrow(/names a digest/);
  });

  it('keeps the address that a URI has', () => {
    const fips = '999999999999.dkr.ecr-fips.eu-west-1.amazonaws.com';
    expect(pushTarget(`${fips}/ab:c`, HOME)).toMatchObject({ host: fips, uri: `${fips}/ab:c` });
    const unknown = { account: '123456789012', region: 'xx-west-9' };
    expect(() => pushTarget('ab:c', unknown)).toThrow(/is not known here/);
  });

  it('fits into a request', () => {
    expect(() => pushTarget(`${'a'.repeat(200)}:${'b'.repeat(60)}`, HOME)).toThrow(/SageMaker takes 255/);
  });
});
