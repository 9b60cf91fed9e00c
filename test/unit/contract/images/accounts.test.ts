import { describe, expect, it } from 'vitest';
import { accountsFor, isAwsImageAccount, nearestRegion, regionsOf } from '../../../../contract/images/accounts';
import { recogniseImage } from '../../../../contract/images/recognise';

const WEST = '763104351884.dkr.ecr.us-west-2.amazonaws.com';

/** Recognised, or the test fails. */
function image(uri: string) {
  const found = recogniseImage(uri);
  if (found === undefined) throw new Error(`not recognised: ${uri}`);
  return found;
}

describe('accounts, regions and hosts', () => {
  it('tells the right account where an AWS account of another region or another image is written', () => {
    const wrong = image('683313688378.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3');
    expect(wrong).toMatchObject({ accountOk: false, regionOk: true, accounts: ['246618743249'] });
    expect(regionsOf('683313688378', 'sagemaker-scikit-learn')).toEqual(['us-east-1']);
    expect(image('811284229777.dkr.ecr.us-east-1.amazonaws.com/kmeans:1')).toMatchObject({
      accountOk: false,
      accounts: ['382416733822'],
    });
  });

  it('recognises a slip in the account, not another account', () => {
    expect(recogniseImage('763104351885.dkr.ecr.us-west-2.amazonaws.com/vllm:omni-cuda-v1')?.accountOk).toBe(false);
    expect(recogniseImage('736104351884.dkr.ecr.us-west-2.amazonaws.com/vllm:omni-cuda-v1')?.accountOk).toBe(false);
    expect(recogniseImage('123456789012.dkr.ecr.us-west-2.amazonaws.com/vllm:omni-cuda-v1')).toBeUndefined();
    expect(recogniseImage('111122223333.dkr.ecr.us-west-2.amazonaws.com/pca:1')).toBeUndefined();
  });

  it('accepts either account of a repository in two tables, and only the right one for a bound tag', () => {
    const xgboost = '.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.7-1';
    expect(image(`246618743249${xgboost}`).accountOk).toBe(true);
    expect(image(`348316444620${xgboost}`).accountOk).toBe(true);
    expect(image(`${WEST}/sagemaker-tritonserver:23.12-py3`).accountOk).toBe(true);
    expect(image(`${WEST}/sagemaker-tritonserver:22.07-py3`)).toMatchObject({
      accountOk: false,
      accounts: ['301217895009'],
    });
  });

  it('knows regions that lack an image', () => {
    expect(image('763104351884.dkr.ecr.eu-south-2.amazonaws.com/lda:1')).toMatchObject({
      regionOk: false,
      accountOk: undefined,
      accounts: [],
    });
    expect(image('763104351884.dkr.ecr.us-mars-1.amazonaws.com/vllm:omni-cuda-v1')).toMatchObject({
      regionOk: undefined,
      accountOk: undefined,
      dnsOk: undefined,
    });
    expect(nearestRegion('us-wset-2')).toBe('us-west-2');
    expect(nearestRegion('moon')).toBeUndefined();
  });

  it('checks the DNS suffix of the partition', () => {
    const cn = accountsFor('pytorch-training', 'cn-north-1')[0] ?? '';
    const tag = 'pytorch-training:2.6.0-gpu-py312';
    expect(image(`${cn}.dkr.ecr.cn-north-1.amazonaws.com.cn/${tag}`).dnsOk).toBe(true);
    expect(image(`${cn}.dkr.ecr.cn-north-1.amazonaws.com/${tag}`).dnsOk).toBe(false);
    expect(image(`${WEST}.cn/${tag}`).dnsOk).toBe(false);
    expect(image(`763104351884.dkr-ecr.us-west-2.on.aws/${tag}`)).toMatchObject({ dns: 'on.aws', dnsOk: true });
    expect(image(`${cn}.dkr-ecr.cn-north-1.on.aws/${tag}`).dnsOk).toBeUndefined();
  });

  it('lists the regions of an account', () => {
    expect(isAwsImageAccount('763104351884')).toBe(true);
    expect(isAwsImageAccount('123456789012')).toBe(false);
    expect(regionsOf('763104351884')).toContain('us-west-2');
    expect(regionsOf('763104351884', 'kmeans')).toEqual([]);
    expect(regionsOf('123456789012')).toEqual([]);
  });
});
