import { describe, expect, it } from 'vitest';
import { completeRequest } from '../../../../../engine/src/requests/editor/complete';
import { around, training, withCursor, XGBOOST } from './support';

const labels = (kind: 'training-job' | 'overlay' | 'endpoint', marked: string, surroundings = around([])) => {
  const { document, offset } = withCursor(kind, marked);
  return completeRequest(document, offset, surroundings).map(({ label }) => label);
};

const xgboost = training({ AlgorithmSpecification: { TrainingImage: XGBOOST, TrainingInputMode: 'File' } });

describe('completion in request documents', () => {
  it('offers instance types with what they have, small ones first', () => {
    const { document, offset } = withCursor('training-job', '{ "ResourceConfig": { "InstanceType": "|" } }');
    const offers = completeRequest(document, offset, around([]));
    const g5 = offers.find(({ label }) => label === 'ml.g5.xlarge');
    expect(g5?.detail).toBe('4 vCPUs, 16 GiB, 1 × NVIDIA A10G');
    expect(g5?.change).toEqual({ offset: document.text.indexOf('""'), length: 2, text: '"ml.g5.xlarge"' });
    const order = offers.map(({ label }) => label);
    expect(order.indexOf('ml.m5.large')).toBeLessThan(order.indexOf('ml.g5.xlarge'));
  });

  it('offers images of the region, then their tags', () => {
    const typed = '763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-c|';
    const found = labels('training-job', `{ "AlgorithmSpecification": { "TrainingImage": "${typed}" } }`);
    expect(found).toContain('763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-cpu-py312');
    const start = labels('training-job', '{ "AlgorithmSpecification": { "TrainingImage": "pytorch|" } }');
    expect(start).toContain('763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:');
  });

  it('offers the channels and hyperparameters of a built-in algorithm, without those that are there', () => {
    expect(labels('training-job', '{ "InputDataConfig": [{ "ChannelName": "|" }] }', around([xgboost]))).toEqual([
      'train',
      'validation',
    ]);
    const names = labels('training-job', '{ "HyperParameters": { "eta": "1", "|" } }', around([xgboost]));
    expect(names[0]).toBe('num_round');
    expect(names).not.toContain('eta');
    expect(labels('training-job', '{ "HyperParameters": { "|" } }', around([training()]))).toEqual([]);
  });

  it('offers content types and the models of an endpoint', () => {
    expect(labels('training-job', '{ "InputDataConfig": [{ "ContentType": "|" }] }', around([xgboost]))).toEqual([
      'text/csv',
      'text/libsvm',
    ]);
    const endpoint = { Model: { ModelName: 'mine' } };
    expect(
      labels('endpoint', '{ "EndpointConfig": { "ProductionVariants": [{ "ModelName": "|" }] } }', around([endpoint])),
    ).toEqual(['mine']);
  });

  it('leaves what the schema lists to the JSON service', () => {
    expect(labels('training-job', '{ "|" }')).toEqual([]);
    expect(labels('training-job', '{ "AlgorithmSpecification": { "TrainingInputMode": "|" } }')).toEqual([]);
    expect(labels('training-job', '{ "ResourceConfig": { "InstanceCount": 1| } }')).toEqual([]);
  });

  it('offers an overlay the prefixes and images that the request names', () => {
    expect(labels('overlay', '{ "s3": { "|" } }', around([training()]))).toEqual([
      's3://bucket/train/',
      's3://bucket/out/',
    ]);
    expect(labels('overlay', '{ "images": { "|" } }', around([training()]))).toEqual(['mine:1']);
    const built = around([training()], { builtImages: ['sagemaker-local/mine:1'] });
    expect(labels('overlay', '{ "images": { "mine:1": "|" } }', built)).toEqual(['sagemaker-local/mine:1']);
    expect(labels('overlay', '{ "s3": {}, "|" }')).not.toContain('s3');
    expect(labels('overlay', '{ "network": "|" }')).toEqual(['bridge', 'isolated', 'host']);
  });

  it('writes only the name where a value stands already', () => {
    const { document, offset } = withCursor('overlay', '{ "|": "auto" }');
    const gpus = completeRequest(document, offset, around([])).find(({ label }) => label === 'gpus');
    expect(gpus?.change.text).toBe('"gpus"');
    expect(gpus?.detail).toBe('Which GPUs.');
  });
});
