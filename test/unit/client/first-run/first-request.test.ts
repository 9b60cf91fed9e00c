import { describe, expect, it } from 'vitest';
import {
  GPU_INSTANCE_TYPE,
  overlayFor,
  readHyperparameters,
  wantsGpu,
  withAnswers,
} from '../../../../client/src/first-run/first-request';
import type { Answers, RunSource } from '../../../../client/src/first-run/first-request';
import { isNamedByPeople } from '../../../../engine/src/session/image-names';
import { instanceResources } from '../../../../contract/instances';
import { parseOverlay } from '../../../../engine/src/requests/overlay';
import { parseRequest } from '../../../../engine/src/requests/parse-request';
import { requestFor } from '../../../../engine/src/requests/request-for';
import type { RequestKind } from '../../../../engine/src/requests/types';

const NONE: Answers = { data: undefined, model: undefined, hyperparameters: {}, gpu: false };
const SOURCE: RunSource = {
  kind: 'dockerfile',
  path: '/w/app/Dockerfile',
  settings: {
    context: '/w',
    target: 'train',
    buildArguments: { PYTHON: '3.12' },
    platform: 'linux/arm64',
    image: undefined,
  },
};
const KINDS: readonly RequestKind[] = ['training-job', 'processing-job', 'transform-job', 'endpoint'];

describe('the request', () => {
  const all: Answers = { data: '/w/app/data', model: '/w/app/model', hyperparameters: { epochs: '3' }, gpu: true };

  it.each(KINDS)('a %s with all answers is a request without problems', (kind) => {
    const request = withAnswers(kind, requestFor(kind, 'app', 'app:1'), all);
    const { problems } = parseRequest(JSON.stringify(request), `app.${kind}.json`);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('has the data as a channel and the hyperparameters', () => {
    expect(withAnswers('training-job', requestFor('training-job', 'app', 'app:1'), all)).toMatchObject({
      InputDataConfig: [{ ChannelName: 'training' }],
      HyperParameters: { epochs: '3' },
    });
  });

  it.each(KINDS)('a %s with a GPU asks for an instance type that has one, else for none', (kind) => {
    const withGpu = JSON.stringify(withAnswers(kind, requestFor(kind, 'app', 'app:1'), { ...NONE, gpu: true }));
    const types = [...withGpu.matchAll(/"InstanceType":"([^"]+)"/g)].map(([, type = '']) => type);
    expect(types).toEqual([GPU_INSTANCE_TYPE]);
    expect(instanceResources(GPU_INSTANCE_TYPE)?.gpus).toBe(1);
    const without = JSON.stringify(withAnswers(kind, requestFor(kind, 'app', 'app:1'), NONE));
    expect(without).not.toContain(GPU_INSTANCE_TYPE);
  });
});

describe('the overlay', () => {
  it('builds as .sagemaker/containers.json says, and is one without problems', () => {
    const overlay = overlayFor('training-job', 'app:1', SOURCE, { ...NONE, data: '/w/app/data' }, '/w/app');
    expect(overlay).toEqual({
      s3: { 's3://local/input/training': './data' },
      images: {
        'app:1': { dockerfile: './Dockerfile', context: '..', target: 'train', buildArguments: { PYTHON: '3.12' } },
      },
      platform: 'linux/arm64',
    });
    expect(parseOverlay(JSON.stringify(overlay)).problems).toEqual([]);
  });

  it('of an image with nothing to say is empty', () => {
    expect(overlayFor('endpoint', 'app:1', { kind: 'image', image: 'app:1' }, NONE, '/w')).toEqual({});
  });
});

it('hyperparameters are read as they are typed', () => {
  expect(readHyperparameters('epochs=3 name="two words" eq=a=b')).toEqual({
    epochs: '3',
    name: 'two words',
    eq: 'a=b',
  });
  expect(readHyperparameters('')).toEqual({});
  expect(readHyperparameters('epochs 3')).toBe('epochs');
  expect(readHyperparameters('=3')).toBe('=3');
});

it.each([
  ['FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04', true],
  ['FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.3-gpu', true],
  ['FROM python:3.12-slim', false],
])('%s: a GPU is wanted is %s', (text, wanted) => {
  expect(wantsGpu(text)).toBe(wanted);
});

it('images that runs build are not offered', () => {
  expect(isNamedByPeople('app:latest')).toBe(true);
  expect(isNamedByPeople('sagemaker-local/app:0123')).toBe(false);
  expect(isNamedByPeople('<none>:<none>')).toBe(false);
});
