import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../../contract/images/catalogue';
import { instanceHardware } from '../../../../contract/images/instances';
import { kindsOf } from '../../../../contract/images/kinds';
import { recogniseImage } from '../../../../contract/images/recognise';
import { resolveImage } from '../../../../contract/images/resolve';
import type { ImageRequest } from '../../../../contract/images/resolve';

const WEST = '763104351884.dkr.ecr.us-west-2.amazonaws.com';
const ask = (request: Omit<ImageRequest, 'region'> & { readonly region?: string }) =>
  resolveImage({ region: 'us-west-2', ...request });

describe('resolveImage', () => {
  it.each<[Omit<ImageRequest, 'region'> & { readonly region?: string }, string]>([
    [
      { family: 'pytorch', kind: 'training', version: '2.6', instanceType: 'ml.g5.xlarge' },
      `${WEST}/pytorch-training:2.6-gpu-py312`,
    ],
    [
      { family: 'pytorch', kind: 'training', version: '2.6.0', processor: 'cpu' },
      `${WEST}/pytorch-training:2.6.0-cpu-py312`,
    ],
    [{ family: 'PyTorch', kind: 'training' }, `${WEST}/pytorch-training:2.10.0-cpu-py313`],
    [
      { family: 'pytorch', kind: 'training', version: '1.10', processor: 'gpu', python: 'py38' },
      `${WEST}/pytorch-training:1.10-gpu-py38`,
    ],
    [
      { family: 'pytorch', kind: 'training', version: '1.4.0', processor: 'gpu', python: '3.6' },
      `${WEST}/pytorch-training:1.4.0-gpu-py36`,
    ],
    [
      { family: 'pytorch', kind: 'inference', version: '2.6.0', instanceType: 'ml.c7g.xlarge' },
      `${WEST}/pytorch-inference-arm64:2.6.0-cpu-py312`,
    ],
    [
      { family: 'pytorch', kind: 'inference', version: '2.4.0', instanceType: 'ml.c7g.xlarge' },
      `${WEST}/pytorch-inference-graviton:2.4.0-cpu-py311-ubuntu22.04-sagemaker`,
    ],
    [{ family: 'tensorflow', kind: 'inference', version: '2.11.0' }, `${WEST}/tensorflow-inference:2.11.0-cpu`],
    [{ family: 'xgboost' }, '246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:3.2-0'],
    [
      { family: 'xgboost', version: '1.5', instanceType: 'ml.g5.xlarge' },
      '246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.5-1',
    ],
    [{ family: 'xgboost', version: '1' }, '433757028032.dkr.ecr.us-west-2.amazonaws.com/xgboost:1'],
    [{ family: 'kmeans', region: 'us-east-1' }, '382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1'],
    [
      { family: 'sklearn', version: '1.2-1' },
      '246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
    ],
    [
      { family: 'huggingface', kind: 'inference', version: '4.37.0', processor: 'cpu' },
      `${WEST}/huggingface-pytorch-inference:2.1.0-transformers4.37.0-cpu-py310-ubuntu22.04`,
    ],
    [
      { family: 'huggingface', kind: 'training', version: '4.6.1', baseVersion: '1.7' },
      `${WEST}/huggingface-pytorch-training:1.7.1-transformers4.6.1-gpu-py36-cu110-ubuntu18.04`,
    ],
    [
      { family: 'huggingface-neuronx', kind: 'inference', instanceType: 'ml.inf2.xlarge' },
      `${WEST}/huggingface-pytorch-inference-neuronx:2.8.0-transformers4.55.4-neuronx-py310-sdk2.26.0-ubuntu22.04`,
    ],
    [{ family: 'djl-lmi' }, `${WEST}/djl-inference:0.36.0-lmi27.0.0-cu130`],
    [{ family: 'djl-lmi', version: '0.28' }, `${WEST}/djl-inference:0.28.0-lmi10.0.0-cu124`],
    [
      { family: 'sagemaker-tritonserver', version: '22.07', processor: 'gpu' },
      '301217895009.dkr.ecr.us-west-2.amazonaws.com/sagemaker-tritonserver:22.07-py3',
    ],
    [{ family: 'model-monitor' }, '159807026194.dkr.ecr.us-west-2.amazonaws.com/sagemaker-model-monitor-analyzer'],
    [
      { family: 'clarify', region: 'cn-northwest-1' },
      '122578899357.dkr.ecr.cn-northwest-1.amazonaws.com.cn/sagemaker-clarify-processing:1.0',
    ],
    [
      { family: 'chainer', version: '5.0.0', region: 'us-east-1' },
      '520713654638.dkr.ecr.us-east-1.amazonaws.com/sagemaker-chainer:5.0.0-cpu-py3',
    ],
  ])('%j', (request, uri) => {
    expect(ask(request)).toEqual({ uri });
  });

  it.each<[Omit<ImageRequest, 'region'> & { readonly region?: string }, string]>([
    [{ family: 'pytroch' }, 'There is no AWS image family "pytroch"; did you mean pytorch?'],
    [
      { family: 'nothing-like-it' },
      'There is no AWS image family "nothing-like-it"; families are named as in the SageMaker SDK, such as pytorch or xgboost.',
    ],
    [{ family: 'pytorch' }, 'Say what the PyTorch image is for: training or inference.'],
    [
      { family: 'pytorch', kind: 'training', version: '9' },
      'PyTorch has no version 9 for this; there are 2.10.0, 2.9.0, 2.8.0, 2.7.1, 2.6.0, 2.5.1, 2.4.0, 2.3.0 and 24 older ones.',
    ],
    [{ family: 'chainer', version: '4.00' }, 'Chainer has no version 4.00 for this; there are 5.0.0, 4.1.0 or 4.0.0.'],
    [
      { family: 'pytorch', kind: 'processing' },
      'PyTorch has no processing image; its images are for training or inference.',
    ],
    [{ family: 'pytorch', kind: 'training', processor: 'neuron' }, 'PyTorch has no neuron image; it has cpu or gpu.'],
    [{ family: 'chainer', architecture: 'arm64' }, 'Chainer has no arm64 image for this.'],
    [{ family: 'chainer', python: 'py39' }, 'Chainer has no image with Python py39 for this; there are 2 or 3.'],
    [{ family: 'lda', region: 'eu-south-2' }, 'Latent Dirichlet Allocation (LDA) has no such image in eu-south-2.'],
    [{ family: 'kmeans', region: 'us-wset-2' }, '"us-wset-2" is no region with AWS images; did you mean us-west-2?'],
    [{ family: 'kmeans', region: 'nowhere' }, '"nowhere" is no region with AWS images.'],
    [
      { family: 'kmeans', instanceType: 'g5.xlarge' },
      '"g5.xlarge" is no instance type; one looks like ml.m5.xlarge or ml.g5.xlarge.',
    ],
  ])('%j is refused', (request, error) => {
    expect(ask(request)).toEqual({ error });
  });

  it('finds an image of every family and kind that is recognised as that', () => {
    const refused: string[] = [];
    const others: string[] = [];
    for (const family of catalogue.families) {
      for (const kind of kindsOf(family.images.flatMap(({ kinds }) => kinds))) {
        const found = ask({ family: family.id, kind });
        if ('error' in found) {
          refused.push(found.error);
          continue;
        }
        const image = recogniseImage(found.uri);
        expect(image, found.uri).toMatchObject({ accountOk: true, regionOk: true });
        expect(image?.kinds).toContain(kind);
        if (image?.family.id !== family.id) others.push(`${family.id}: ${found.uri}`);
      }
    }
    // Images for EC2 only.
    expect(refused).toEqual([
      'PyTorch ARM64 has no training image; its images are for inference.',
      'DLC base (CUDA) has no image for SageMaker.',
    ]);
    // This family has one image, in a repository whose tags are counted as another family's.
    expect(others).toEqual([
      `hyperpod-recipes-neuron: ${WEST}/pytorch-training-neuronx:2.1.2-neuronx-py310-sdk2.20.2-ubuntu20.04`,
    ]);
  });

  it('never throws on names of objects', () => {
    for (const family of ['constructor', '__proto__', '']) expect(ask({ family })).toHaveProperty('error');
  });
});

describe('instanceHardware', () => {
  it.each([
    ['ml.m5.xlarge', 'cpu', 'amd64'],
    ['ml.c7gn.large', 'cpu', 'arm64'],
    ['ml.g5.xlarge', 'gpu', 'amd64'],
    ['ml.gr6.4xlarge', 'gpu', 'amd64'],
    ['ml.p4de.24xlarge', 'gpu', 'amd64'],
    ['ml.p6e-gb200.36xlarge', 'gpu', 'arm64'],
    ['ml.p6-b200.48xlarge', 'gpu', 'amd64'],
    ['ml.g5g.xlarge', 'gpu', 'arm64'],
    ['ml.inf2.xlarge', 'neuron', 'amd64'],
    ['ml.trn1n.32xlarge', 'neuron', 'amd64'],
    ['ml.dl1.24xlarge', 'hpu', 'amd64'],
    ['local', 'cpu', 'amd64'],
    ['local_gpu', 'gpu', 'amd64'],
  ])('%s', (type, processor, architecture) => {
    expect(instanceHardware(type)).toEqual({ processor, architecture });
  });

  it.each(['', 'm5.xlarge', 'ml.m5', 'ml..xlarge', 'ml.m5.', 'ml.5.x'])('refuses %j', (type) => {
    expect(instanceHardware(type)).toBeUndefined();
  });
});
