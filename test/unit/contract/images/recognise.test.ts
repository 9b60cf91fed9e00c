import { describe, expect, it } from 'vitest';
import { accountsFor, isInRegion } from '../../../../contract/images/accounts';
import { catalogue } from '../../../../contract/images/catalogue';
import { recogniseByRepository, recogniseImage, recogniseLoosely } from '../../../../contract/images/recognise';
import { recogniseRepository } from '../../../../contract/images/repositories';
import { tagsOf } from '../../../../contract/images/tags';
import { newestTags } from '../../../../contract/images/tag-order';
import { formatUri } from '../../../../contract/images/uri';
import { QUOTED_URIS } from './quoted-uris';

const WEST = '763104351884.dkr.ecr.us-west-2.amazonaws.com';

/** Recognised, or the test fails. */
function image(uri: string) {
  const found = recogniseImage(uri);
  if (found === undefined) throw new Error(`not recognised: ${uri}`);
  return found;
}

describe('every URI quoted by AWS', () => {
  it('has all 36', () => {
    expect(QUOTED_URIS).toHaveLength(36);
  });

  it.each(QUOTED_URIS)('knows %s', (uri) => {
    const found = image(uri);
    expect(found).toMatchObject({ uri, registry: 'private', accountOk: true, regionOk: true, dnsOk: true });
    expect(['listed', 'published', 'past']).toContain(found.tagKnown);
    expect(found.suggestions).toEqual([]);
    expect(found.accounts).toContain(found.account);
  });
});

describe('every tag of the catalogue', () => {
  const repositories = Object.keys(catalogue.repos);

  it('is in a repository that is recognised by name', () => {
    expect(repositories).toHaveLength(116);
    for (const repository of repositories) expect(recogniseRepository(repository)?.families.length).toBeGreaterThan(0);
  });

  it('parses', () => {
    let count = 0;
    for (const repository of repositories) {
      for (const tag of tagsOf(repository).keys()) {
        count += 1;
        expect(recogniseByRepository(repository, tag)?.tagKnown, `${repository}:${tag}`).not.toBe('unknown');
      }
    }
    expect(count).toBeGreaterThan(3092);
  });

  it('is recognised with the right account in every region that has it, and only there', () => {
    for (const repository of repositories) {
      for (const { tag, sources } of tagsOf(repository).values()) {
        if (sources.every((source) => source === 'public')) continue;
        const regions = Object.keys(catalogue.regions).filter((region) => isInRegion(repository, region, tag) === true);
        expect(regions.length, `${repository}:${tag}`).toBeGreaterThan(0);
        const region = regions[tag.length % regions.length] ?? '';
        for (const account of accountsFor(repository, region, tag)) {
          const uri = formatUri(account, region, repository, tag) ?? '';
          const found = recogniseImage(uri);
          const right = found?.accountOk === true && found.regionOk === true && found.dnsOk === true;
          expect(right && found.tagKnown !== 'parses', uri).toBe(true);
          expect(found?.suggestions).toEqual([]);
        }
      }
    }
  });
});

describe('what an image is', () => {
  it('reads a full Deep Learning Container tag', () => {
    expect(image(`${WEST}/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker`)).toMatchObject({
      account: '763104351884',
      region: 'us-west-2',
      dns: 'amazonaws.com',
      repository: 'pytorch-training',
      tag: '2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker',
      digest: undefined,
      family: { id: 'pytorch', name: 'PyTorch', group: 'PyTorch' },
      kind: 'training',
      kinds: ['training'],
      version: '2.6.0',
      baseVersion: undefined,
      processor: 'gpu',
      architecture: 'amd64',
      elasticInference: false,
      python: '3.12',
      cuda: '12.6',
      os: 'ubuntu22.04',
      platform: 'sagemaker',
      algorithm: undefined,
      accounts: ['763104351884'],
      tagKnown: 'published',
      support: { ga: '2025-01-29', endOfPatch: '2026-01-29' },
    });
  });

  it.each([
    [`${WEST}/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-ec2`, { platform: 'ec2', tagKnown: 'published' }],
    [`${WEST}/pytorch:2.11-cpu-amzn2023`, { platform: 'ec2', os: 'amzn2023', processor: 'cpu', python: undefined }],
    [`${WEST}/pytorch:2.11.0-cu130-amzn2023-sagemaker`, { platform: 'sagemaker', processor: 'gpu', cuda: '13.0' }],
    [
      `${WEST}/huggingface-pytorch-training:2.0.0-transformers4.28.1-gpu-py310-cu118-ubuntu20.04`,
      { version: '4.28.1', baseVersion: '2.0.0', cuda: '11.8', family: { id: 'huggingface' } },
    ],
    [
      `${WEST}/huggingface-vllm:0.14.0-transformers4.57.3-gpu-py312-cu129-ubuntu22.04`,
      { version: '0.14.0', baseVersion: undefined },
    ],
    [
      `${WEST}/huggingface-pytorch-tgi-inference:2.0.1-tgi0.9.3-gpu-py39-cu118-ubuntu20.04`,
      {
        version: '0.9.3',
        baseVersion: '2.0.1',
        python: '3.9',
        family: { id: 'huggingface-llm' },
      },
    ],
    [`${WEST}/djl-inference:0.34.0-lmi16.0.0-cu128`, { version: '0.34.0', processor: 'gpu', cuda: '12.8' }],
    [`${WEST}/djl-inference:0.29.0-neuronx-sdk2.19.1`, { processor: 'neuron', sdk: 'sdk2.19.1' }],
    [`${WEST}/vllm:server-sagemaker-cuda-v2.3`, { version: '0.27.0', processor: 'gpu', platform: 'sagemaker' }],
    [`${WEST}/vllm:omni-cuda-v1.0`, { version: '0.18.0', platform: undefined, family: { id: 'vllm-omni' } }],
    [`${WEST}/pytorch-inference-graviton:2.4.0-cpu-py311-ubuntu22.04-sagemaker`, { architecture: 'arm64' }],
    [
      `${WEST}/pytorch-training-habana:1.10.0-hpu-py38-synapseai1.2.0-ubuntu20.04`,
      { processor: 'hpu', tagKnown: 'past' },
    ],
    [`${WEST}/tensorflow-inference-eia:2.3.0-cpu`, { elasticInference: true, tagKnown: 'listed' }],
    [
      '246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:1.4-2-py312-cpu-py3',
      { python: '3.12', packageVersion: '1.4.2', version: '1.4-2-py312' },
    ],
    [
      '246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:1.4-2-cpu-py3',
      { kind: 'training', python: '3' },
    ],
    [
      '246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:1.0-1-arm64-cpu-py3',
      { architecture: 'arm64', kind: 'inference' },
    ],
    [
      '246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.7-1',
      { kind: undefined, kinds: ['training', 'inference'], processor: undefined, processors: ['cpu', 'gpu'] },
    ],
    [
      '153931337802.dkr.ecr.us-west-2.amazonaws.com/sagemaker-spark-processing:3.5-cpu',
      { kind: 'processing', tagKnown: 'listed' },
    ],
    [`${WEST}/mxnet-training:1.4.1-gpu-py36-cu100-ubuntu16.04`, { cuda: '10.0', tagKnown: 'past' }],
  ])('reads %s', (uri, facts) => {
    expect(image(uri)).toMatchObject(facts);
  });

  it('resolves the version of a floating tag and finds its support', () => {
    expect(image(`${WEST}/pytorch-training:2.1-gpu-py310`)).toMatchObject({ version: '2.1.0', tagKnown: 'listed' });
    expect(image(`${WEST}/pytorch-training:2.5.1-gpu-py311`).support?.endOfPatch).toBe('2025-10-29');
    expect(image(`${WEST}/pytorch-training-neuronx:2.6.0-neuronx-py310-sdk2.23.0-ubuntu22.04`).support).toBeUndefined();
  });

  it('knows a closed algorithm from an open one', () => {
    const kmeans = image('382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1');
    expect(kmeans.algorithm).toMatchObject({ id: 'kmeans', closed: true });
    expect(kmeans.processors).toEqual(['cpu', 'gpu']);
    const xgboost = image('683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1');
    expect(xgboost.algorithm).toMatchObject({ id: 'xgboost', closed: false });
    expect(image(`${WEST}/pytorch-training:2.6.0-gpu-py312`).algorithm).toBeUndefined();
  });

  it('does not choose a family that the tag does not name', () => {
    expect(image(`${WEST}/djl-inference:mine`).family).toEqual({
      id: 'djl-inference',
      name: 'DJL / LMI',
      group: 'DJL / LMI',
    });
  });
});

describe('tags', () => {
  it('takes a missing tag as latest, except where the image has none', () => {
    expect(image(`${WEST}/pytorch-training`)).toMatchObject({ tag: undefined, tagKnown: 'unknown', suggestions: [] });
    expect(image('433757028032.dkr.ecr.us-west-2.amazonaws.com/xgboost')).toMatchObject({
      tagKnown: 'listed',
      version: '1',
    });
  });

  it('says nothing of a tag where only a digest is given', () => {
    const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
    const pinned = image(`${WEST}/pytorch-training@${digest}`);
    expect(pinned).toMatchObject({
      digest,
      tagKnown: undefined,
      version: undefined,
      kind: 'training',
      suggestions: [],
    });
    expect(image(`${WEST}/pytorch-training:2.6.0-gpu-py312@${digest}`)).toMatchObject({ digest, tagKnown: 'listed' });
  });

  it('parses a patch revision that is on no list', () => {
    const patch = image(`${WEST}/pytorch-training:2.6-gpu-py312-cu126-ubuntu22.04-sagemaker-v1.41`);
    expect(patch).toMatchObject({ tagKnown: 'parses', version: '2.6', cuda: '12.6', platform: 'sagemaker' });
  });

  it('suggests the tag that was meant, and nothing far-fetched', () => {
    const slip = image(`${WEST}/pytorch-training:2.6.0-gpu-py311-cu124-ubuntu22.04-sagmaker`);
    expect(slip.tagKnown).toBe('unknown');
    expect(slip.suggestions[0]).toBe('2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker');
    expect(image(`${WEST}/pytorch-training:2.6-gpu-py311`).suggestions[0]).toBe('2.6-gpu-py312');
    expect(image(`${WEST}/pytorch-training:2.6-gup-py312`).suggestions[0]).toBe('2.6-gpu-py312');
    expect(image(`${WEST}/pytorch-training:latest`).suggestions).toEqual([]);
    expect(image(`${WEST}/pytorch-training:x`).suggestions).toEqual([]);
    for (const tag of ['2.6.9-cpu-py312', '1.7.0-gpu-py37-cu110-ubuntu18.04']) {
      expect(image(`${WEST}/pytorch-training:${tag}`).suggestions.length).toBeLessThanOrEqual(3);
    }
  });

  it('does not suggest a tag for one that is known', () => {
    expect(image(`${WEST}/pytorch-training:1.10.0-gpu-py38`).suggestions).toEqual([]);
    const inGallery = '542918446943.dkr.ecr.us-west-2.amazonaws.com/sagemaker-distribution-prod:1.11.0-gpu';
    expect(image(inGallery)).toMatchObject({ tagKnown: 'parses', suggestions: [] });
  });

  it('offers the newest of each processor for who wrote none', () => {
    expect(newestTags('pytorch-training')).toEqual([
      '2.10.0-gpu-py313-cu130-ubuntu22.04-sagemaker',
      '2.10.0-cpu-py313-ubuntu22.04-sagemaker',
    ]);
    expect(newestTags('no-such')).toEqual([]);
    expect(newestTags('sagemaker-model-monitor-analyzer')).toEqual([]);
  });
});

describe('any text', () => {
  it.each([
    '',
    ' ',
    ':',
    '/',
    '@',
    WEST,
    `${WEST}/`,
    `${WEST}/vllm:`,
    `${WEST}/vllm:a b`,
    `${WEST}/VLLM:a`,
    '\0',
    'x'.repeat(10_000),
  ])('is not recognised: %j', (text) => {
    expect(recogniseImage(text)).toBeUndefined();
    expect(recogniseLoosely(text)).toBeUndefined();
  });

  it('is read fast', () => {
    for (const uri of QUOTED_URIS) recogniseImage(uri);
    const start = performance.now();
    for (let round = 0; round < 20; round += 1) for (const uri of QUOTED_URIS) recogniseImage(uri);
    // 3 µs each on a quiet machine; a wide margin for a busy one.
    expect((performance.now() - start) / (20 * QUOTED_URIS.length)).toBeLessThan(0.5);
    const hostile = performance.now();
    for (const text of [
      `${WEST}/${'a-'.repeat(280)}`,
      `763104351884.dkr.ecr.${'a-'.repeat(280)}`,
      `${'${'.repeat(400)}.dkr.ecr.`,
    ]) {
      recogniseImage(text);
      recogniseLoosely(text);
    }
    expect(performance.now() - hostile).toBeLessThan(100);
  });
});
