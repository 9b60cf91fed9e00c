import { describe, expect, it } from 'vitest';
import { completeImage } from '../../../../contract/images/complete';
import { recogniseImage } from '../../../../contract/images/recognise';
import { compareVersions } from '../../../../contract/images/versions';

const WEST = '763104351884.dkr.ecr.us-west-2.amazonaws.com';
const uris = (prefix: string, region = 'us-west-2', limit?: number) =>
  completeImage(prefix, region, limit).map(({ uri }) => uri);

describe('repositories', () => {
  it('offers all of the region for nothing, the most used first, then the public gallery', () => {
    const all = completeImage('', 'us-west-2');
    expect(all[0]).toEqual({
      uri: `${WEST}/pytorch-training:`,
      label: 'pytorch-training',
      detail: 'PyTorch training',
      sortText: '0000',
      kind: 'repository',
    });
    expect(all.slice(0, 116).every(({ uri }) => uri.includes('.dkr.ecr.us-west-2.'))).toBe(true);
    expect(all.map(({ uri }) => uri)).toContain('246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:');
    expect(all.at(-1)?.uri.startsWith('public.ecr.aws/')).toBe(true);
    expect(all.map(({ sortText }) => sortText)).toEqual(all.map(({ sortText }) => sortText).sort());
    expect(new Set(all.map(({ uri }) => uri)).size).toBe(all.length);
  });

  it('leaves out what the region lacks', () => {
    expect(uris('', 'us-west-2').some((uri) => uri.endsWith('/lda:'))).toBe(true);
    expect(uris('', 'eu-south-2').some((uri) => uri.endsWith('/lda:'))).toBe(false);
    expect(uris('', 'us-mars-1').every((uri) => uri.startsWith('public.ecr.aws/'))).toBe(true);
  });

  it.each([
    ['pytorch', `${WEST}/pytorch-training:`],
    ['sklearn', '246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:'],
    ['scikit', '246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:'],
    ['XGBoost', '246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:'],
    ['vllm', `${WEST}/vllm:`],
    ['triton', `${WEST}/sagemaker-tritonserver:`],
  ])('finds %s', (word, first) => {
    expect(uris(word)).toContain(first);
  });

  it('puts the open XGBoost before the closed, and says that it is closed', () => {
    const [open, closed] = completeImage('xgboost', 'us-west-2');
    expect(open?.label).toBe('sagemaker-xgboost');
    expect(closed?.label).toBe('xgboost');
    expect(closed?.detail).toContain('not for building upon');
  });

  it('offers registries and repositories for part of a host', () => {
    const [registry, ...repositories] = completeImage('7631', 'us-west-2');
    expect(registry).toMatchObject({ kind: 'registry', uri: `${WEST}/`, label: WEST });
    expect(registry?.detail).toMatch(/^pytorch-training, .* and \d+ more$/);
    expect(repositories.length).toBeGreaterThan(50);
    expect(repositories.every(({ uri, kind }) => kind === 'repository' && uri.startsWith(`${WEST}/`))).toBe(true);
    expect(completeImage('0000', 'us-west-2')).toEqual([]);
  });

  it('follows the host that is written, not the default region', () => {
    const ireland = '763104351884.dkr.ecr.eu-west-1.amazonaws.com/';
    expect(uris(`${ireland}pytorch-tr`)[0]).toBe(`${ireland}pytorch-training:`);
    expect(uris(`${ireland}pytorch-tr`).every((uri) => uri.startsWith(`${ireland}pytorch-tr`))).toBe(true);
    expect(uris(`${ireland}kmeans`)).toEqual([]);
  });

  it('keeps variables of the host', () => {
    expect(uris('${A}.dkr.ecr.${R}.amazonaws.com/pytorch-tr')).toContain(
      '${A}.dkr.ecr.${R}.amazonaws.com/pytorch-training:',
    );
  });

  it('offers the public gallery', () => {
    expect(uris('pub')).toContain('public.ecr.aws/deep-learning-containers/vllm:');
    expect(uris('public.ecr.aws/sage')).toEqual(['public.ecr.aws/sagemaker/sagemaker-distribution:']);
    expect(uris('vllm')).toContain('public.ecr.aws/deep-learning-containers/vllm:');
  });
});

describe('tags', () => {
  const tags = completeImage(`${WEST}/pytorch-training:`, 'eu-west-1', 1000);

  it('are newest first, SageMaker’s before EC2’s', () => {
    expect(tags[0]).toEqual({
      uri: `${WEST}/pytorch-training:2.10.0-gpu-py313-cu130-ubuntu22.04-sagemaker`,
      label: '2.10.0-gpu-py313-cu130-ubuntu22.04-sagemaker',
      detail: 'PyTorch 2.10.0 training, GPU, patched until 2027-01-21',
      sortText: '0000',
      kind: 'tag',
    });
    const ec2 = tags.findIndex(({ detail }) => detail.includes('EC2'));
    expect(ec2).toBeGreaterThan(40);
    expect(tags.slice(0, ec2).some(({ label }) => label.endsWith('-ec2'))).toBe(false);
    const versions = tags.slice(0, ec2).map(({ detail }) => /PyTorch (\S+)/.exec(detail)?.[1] ?? '');
    for (const [index, version] of versions.slice(1).entries()) {
      expect(compareVersions(versions[index] ?? '', version)).toBeGreaterThanOrEqual(0);
    }
  });

  it('are all recognised', () => {
    for (const { uri } of tags) expect(recogniseImage(uri)?.accountOk, uri).toBe(true);
  });

  it('match what is typed', () => {
    const some = completeImage(`${WEST}/pytorch-training:2.9`, 'us-west-2');
    expect(some.length).toBeGreaterThan(4);
    expect(some.every(({ label }) => label.startsWith('2.9'))).toBe(true);
    expect(completeImage(`${WEST}/pytorch-training:zzz`, 'us-west-2')).toEqual([]);
  });

  it('are offered behind variables, a bare repository and in the gallery', () => {
    expect(uris('${A}.dkr.ecr.${R}.amazonaws.com/vllm:server-s')[0]).toMatch(
      /^\$\{A\}\.dkr\.ecr\.\$\{R\}\.amazonaws\.com\/vllm:server-s/,
    );
    expect(uris('pytorch-training:2.9')[0]).toBe(
      `${WEST}/pytorch-training:2.9.0-gpu-py312-cu130-ubuntu22.04-sagemaker`,
    );
    expect(uris('python:3')).toEqual([]);
    expect(uris('public.ecr.aws/sagemaker/sagemaker-distribution:1.11.0-g')).toEqual([
      'public.ecr.aws/sagemaker/sagemaker-distribution:1.11.0-gpu',
    ]);
    const gallery = uris('public.ecr.aws/deep-learning-containers/pytorch-training:', 'us-west-2', 1000);
    expect(gallery.some((uri) => uri.endsWith(':1.10.0-gpu-py38'))).toBe(false);
  });

  it('are left out where the region lacks them', () => {
    const east = '763104351884.dkr.ecr.ap-southeast-6.amazonaws.com';
    expect(uris(`${WEST}/djl-inference:0.29.0-n`)).toHaveLength(1);
    expect(uris(`${east}/djl-inference:0.29.0-n`)).toEqual([]);
  });

  it('say what is no longer listed', () => {
    const past = completeImage(`${WEST}/mxnet-training:1.4.1-cpu-py36`, 'us-west-2');
    expect(past.map(({ detail }) => detail)).toEqual(['Apache MXNet 1.4.1 training, CPU, no longer listed']);
  });
});

describe('any text', () => {
  it('respects the limit', () => {
    expect(completeImage('', 'us-west-2', 3)).toHaveLength(3);
    expect(completeImage('', 'us-west-2', 0)).toEqual([]);
    expect(completeImage('', 'us-west-2', -1)).toEqual([]);
  });

  it.each([
    ' ',
    'pytorch training',
    '((',
    '\\',
    ':',
    '::',
    'x'.repeat(5000),
    '${',
    `${WEST}/nope:`,
    'public.ecr.aws/x:',
  ])('offers nothing for %j', (text) => {
    expect(completeImage(text, 'us-west-2')).toEqual([]);
  });
});
