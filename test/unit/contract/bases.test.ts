import { describe, expect, it } from 'vitest';
import { BASES, findBase } from '../../../contract/bases';
import catalogue from '../../../contract/images/catalogue.json';
import { isAwsAccount } from '../../../contract/aws-accounts';
import { ACCEPT_BIND_TO_PORT_LABEL, MULTI_MODELS_LABEL } from '../../../contract/labels';

const DLC = '763104351884.dkr.ecr.eu-west-1.amazonaws.com';
const MANAGED = '141502667606.dkr.ecr.eu-west-1.amazonaws.com';
const ALGORITHMS = '438346466558.dkr.ecr.eu-west-1.amazonaws.com';
const GALLERY = 'public.ecr.aws/deep-learning-containers';

describe('all rows', () => {
  it('have an id of their own', () => {
    expect(new Set(BASES.map((row) => row.id)).size).toBe(BASES.length);
  });

  it.each(BASES.map((row) => [row.id, row] as const))('%s does not contradict itself', (_id, row) => {
    expect(row.has.filter((program) => row.lacks.includes(program))).toEqual([]);
    expect(row.env['PATH']).toBe(row.path.length === 0 ? undefined : row.path.join(':'));
    expect(row.workdir.startsWith('/')).toBe(true);
    expect(row.summary).toMatch(/\.$/);
    if (row.train === 'answers') expect(row.lacks).not.toContain('train');
    if (row.serve === 'answers') expect(row.lacks).not.toContain('serve');
  });

  it('reject or ignore a word only by an ENTRYPOINT', () => {
    for (const row of BASES) {
      if (row.train === 'rejects' || row.serve === 'ignores') expect(row.entrypoint).not.toBeUndefined();
    }
  });
});

describe('official images', () => {
  it.each([
    'python:3.12',
    'docker.io/library/python:3.12',
    'public.ecr.aws/docker/library/python:3.12',
    'mirror.gcr.io/library/python:3.12',
    'python',
  ])('%s is Python on Debian', (reference) => {
    const row = findBase(reference);
    expect(row).toMatchObject({
      id: 'python',
      os: 'debian',
      entrypoint: undefined,
      cmd: ['python3'],
      train: 'passes-on',
    });
    expect(row?.has).toEqual(expect.arrayContaining(['python', 'gcc', 'curl', 'bash']));
    expect(row?.path[0]).toBe('/usr/local/bin');
  });

  it('tells the variants of Python apart', () => {
    expect(findBase('python:3.12-slim-bookworm')?.lacks).toEqual(
      expect.arrayContaining(['gcc', 'curl', 'java', 'train']),
    );
    expect(findBase('python:slim')?.id).toBe('python-slim');
    expect(findBase('python:3.11-alpine3.20')).toMatchObject({ os: 'alpine' });
    expect(findBase('python:3.11-alpine')?.lacks).toContain('bash');
    expect(findBase('python:2.7-slim')?.has).not.toContain('python3');
    expect(findBase('python:2.7')?.id).toBe('python-2');
    expect(findBase('python:3.12-windowsservercore')).toBeUndefined();
    expect(findBase('python:3.12-slim@sha256:abc')?.id).toBe('python-slim');
    expect(findBase('python@sha256:abc')).toBeUndefined();
  });

  it('knows which systems bring Python', () => {
    expect(findBase('ubuntu:22.04')?.lacks).toContain('python3');
    expect(findBase('ubuntu:jammy')?.lacks).toContain('python3');
    expect(findBase('ubuntu:14.04')?.lacks).not.toContain('python3');
    expect(findBase('ubuntu:xenial-20210804')?.lacks).not.toContain('python3');
    expect(findBase('debian:bookworm-slim')?.lacks).toContain('python3');
    expect(findBase('amazonlinux:2')?.lacks).toContain('python3');
    expect(findBase('amazonlinux:2.0.20240131.0')?.id).toBe('amazonlinux-2');
    expect(findBase('public.ecr.aws/amazonlinux/amazonlinux:2023')?.has).toContain('python3');
    expect(findBase('amazonlinux')?.id).toBe('amazonlinux-2023');
    expect(findBase('amazonlinux:2023-minimal')?.has).not.toContain('python3');
    expect(findBase('amazonlinux:2018.03')).toBeUndefined();
  });

  it('knows scratch, and only the word alone', () => {
    expect(findBase('scratch')).toMatchObject({ kind: 'scratch', os: 'none' });
    expect(findBase('scratch:latest')?.kind).not.toBe('scratch');
  });

  it('knows the programs that Node, R and Java bring', () => {
    expect(findBase('node:20-alpine')?.has).toContain('node');
    expect(findBase('node:20-slim')?.lacks).toContain('python3');
    expect(findBase('rocker/r-ver:4.3')?.has).toContain('Rscript');
    expect(findBase('eclipse-temurin:17-jre')?.has).toContain('java');
    expect(findBase('public.ecr.aws/amazoncorretto/amazoncorretto:17')?.has).toContain('java');
  });
});

describe('images for science', () => {
  it('reads CUDA from the tag', () => {
    expect(findBase('nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04')).toMatchObject({
      cuda: '12.4',
      os: 'ubuntu',
      train: 'passes-on',
    });
    expect(findBase('nvidia/cuda:12.4.1-base-ubuntu22.04')?.entrypoint).toBeUndefined();
    expect(findBase('nvidia/cuda:12.4.1-devel-ubuntu22.04')).toMatchObject({
      entrypoint: ['/opt/nvidia/nvidia_entrypoint.sh'],
    });
    expect(findBase('nvidia/cuda:11.3.1-runtime-ubuntu20.04')?.entrypoint).toBeUndefined();
    expect(findBase('nvidia/cuda:12.4.1-devel-ubuntu22.04')?.has).toContain('nvcc');
    expect(findBase('nvidia/cuda:12.4.1-runtime-ubuntu22.04')?.lacks).toContain('python3');
    expect(findBase('nvidia/cuda:12.4.1-runtime-ubuntu22.04')?.env).toMatchObject({ NVIDIA_VISIBLE_DEVICES: 'all' });
    expect(findBase('nvcr.io/nvidia/cuda:11.8.0-base-ubi8')).toMatchObject({ cuda: '11.8', os: 'rhel' });
    expect(findBase('nvidia/cuda')?.cuda).toBeUndefined();
    expect(findBase('pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime')).toMatchObject({
      cuda: '12.4',
      workdir: '/workspace',
    });
  });

  it('knows which Minicondas start with tini', () => {
    expect(findBase('continuumio/miniconda3')?.entrypoint).toBeUndefined();
    expect(findBase('continuumio/miniconda3:24.1.2-0')?.entrypoint).toBeUndefined();
    expect(findBase('continuumio/miniconda3:4.10.3')?.entrypoint).toBeUndefined();
    expect(findBase('continuumio/miniconda3:4.8.2')?.entrypoint).toBe('unknown');
    expect(findBase('continuumio/miniconda3:4.5.11')?.entrypoint).toEqual(['/usr/bin/tini', '--']);
    expect(findBase('continuumio/miniconda3:4.7.12-alpine')).toBeUndefined();
    expect(findBase('continuumio/anaconda3:5.3.0')?.entrypoint).toEqual(['/usr/bin/tini', '--']);
    expect(findBase('continuumio/anaconda3:2019.10')?.entrypoint).toBe('unknown');
    expect(findBase('continuumio/anaconda3:2024.02-1')?.entrypoint).toBeUndefined();
    expect(findBase('condaforge/mambaforge:latest')?.entrypoint).toEqual(['tini', '--']);
  });

  it('knows who is not root', () => {
    expect(findBase('mambaorg/micromamba:1.5.8')).toMatchObject({ user: 'mambauser', workdir: '/tmp' });
    expect(findBase('mambaorg/micromamba:0.8.2')).toBeUndefined();
    expect(findBase('jupyter/scipy-notebook:latest')).toMatchObject({ user: '1000', entrypoint: ['tini', '-g', '--'] });
    expect(findBase('quay.io/jupyter/minimal-notebook')).toMatchObject({ user: '1000' });
    expect(findBase('gcr.io/distroless/python3-debian12:nonroot')?.user).toBe('65532');
    expect(findBase('gcr.io/distroless/python3-debian12')?.user).toBeUndefined();
  });
});

describe('servers', () => {
  it.each([
    ['vllm/vllm-openai:v0.6.3', 'rejects', 'rejects'],
    ['vllm/vllm-openai', 'rejects', 'rejects'],
    ['ghcr.io/huggingface/text-generation-inference:2.4.0', 'rejects', 'rejects'],
    ['ghcr.io/huggingface/text-embeddings-inference:1.5', 'rejects', 'rejects'],
    ['tensorflow/serving:2.16.1', 'ignores', 'ignores'],
    ['public.ecr.aws/lambda/python:3.12', 'ignores', 'ignores'],
    ['ollama/ollama', 'rejects', 'ignores'],
    ['nvcr.io/nvidia/tritonserver:24.05-py3', 'passes-on', 'answers'],
    ['nginx:1.27', 'passes-on', 'passes-on'],
    ['gcr.io/distroless/static', 'passes-on', 'passes-on'],
    ['gcr.io/distroless/java17-debian12', 'rejects', 'rejects'],
    ['ghcr.io/astral-sh/uv:0.5.1', 'rejects', 'rejects'],
    ['ghcr.io/astral-sh/uv:python3.12-bookworm-slim', 'passes-on', 'passes-on'],
  ])('%s: train %s, serve %s', (reference, train, serve) => {
    expect(findBase(reference)).toMatchObject({ train, serve });
  });

  it('starts vLLM as its version does', () => {
    expect(findBase('vllm/vllm-openai:v0.6.3')?.entrypoint).toEqual([
      'python3',
      '-m',
      'vllm.entrypoints.openai.api_server',
    ]);
    expect(findBase('vllm/vllm-openai:v0.12.0')?.entrypoint).toEqual(['vllm', 'serve']);
  });

  it('knows where there is no shell', () => {
    expect(findBase('gcr.io/distroless/static-debian12')?.lacks).toContain('sh');
    expect(findBase('gcr.io/distroless/base:debug')?.has).toContain('sh');
    expect(findBase('gcr.io/distroless/unheard-of')).toBeUndefined();
    expect(findBase('gcr.io/distroless/constructor')).toBeUndefined();
  });

  it('does not guess about builds made for SageMaker', () => {
    expect(findBase('ghcr.io/huggingface/text-generation-inference:2.4.0-sagemaker')).toBeUndefined();
  });
});

describe('images of AWS', () => {
  it.each([
    [
      `${DLC}/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker`,
      'dlc/pytorch-training',
      'answers',
      'passes-on',
    ],
    [`${DLC}/pytorch-training:2.6.0-cpu-py312`, 'dlc/pytorch-training', 'answers', 'passes-on'],
    [`${GALLERY}/pytorch-training:2.6-cpu-py312`, 'dlc/pytorch-training', 'answers', 'passes-on'],
    [`${DLC}/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-ec2`, 'dlc/training-ec2', 'passes-on', 'passes-on'],
    [`${DLC}/pytorch-training:2.6-gpu-py312-cu126-ubuntu22.04-ec2-v1`, 'dlc/training-ec2', 'passes-on', 'passes-on'],
    [`${DLC}/tensorflow-training:2.19.0-cpu-py312-sagemaker`, 'dlc/tensorflow-training', 'answers', 'passes-on'],
    [
      `${DLC}/huggingface-pytorch-training:2.5.1-transformers4.49.0-gpu-py311-cu124-ubuntu22.04`,
      'dlc/pytorch-training',
      'answers',
      'passes-on',
    ],
    [
      `${DLC}/pytorch-training-neuronx:2.9.0-neuronx-py312-sdk2.29.1-ubuntu24.04`,
      'dlc/training',
      'answers',
      'passes-on',
    ],
    [`${DLC}/pytorch:2.11.0-cpu-amzn2023-sagemaker`, 'dlc/pytorch', 'answers', 'passes-on'],
    [`${GALLERY}/pytorch:2.11.0-cpu-amzn2023`, 'dlc/pytorch-ec2', 'passes-on', 'passes-on'],
    [`${DLC}/pytorch-inference:2.6.0-cpu-py312`, 'dlc/pytorch-inference', 'passes-on', 'answers'],
    [`${DLC}/pytorch-inference:2.6.0-cpu-py312-ec2`, 'dlc/pytorch-inference-ec2', 'passes-on', 'passes-on'],
    [`${DLC}/tensorflow-inference:2.19.0-cpu-py312-sagemaker`, 'dlc/tensorflow-inference', 'passes-on', 'answers'],
    [`${DLC}/autogluon-inference:1.5.0-cpu-py312-ubuntu22.04`, 'dlc/inference', 'passes-on', 'answers'],
    [`${DLC}/djl-inference:0.36.0-lmi27.0.0-cu130`, 'dlc/server', 'passes-on', 'answers'],
    [`${DLC}/vllm:0.13.0-gpu-py312`, 'dlc/server', 'passes-on', 'answers'],
    [`${DLC}/vllm:0.13.0-gpu-py312-cu129-ubuntu22.04-ec2`, 'dlc/vllm-ec2', 'rejects', 'rejects'],
    [`${DLC}/vllm:server-sagemaker-cuda-v2.2`, 'dlc/server', 'passes-on', 'answers'],
    [`${DLC}/vllm:server-cuda-v2.2`, 'dlc/vllm-ec2', 'rejects', 'rejects'],
    [`${DLC}/sagemaker-tritonserver:25.09-py3`, 'sagemaker-tritonserver', 'passes-on', 'answers'],
    [`${DLC}/base:12.8.1-gpu-py312-cu128-ubuntu24.04-ec2`, 'dlc/base', 'passes-on', 'passes-on'],
    [`${MANAGED}/sagemaker-scikit-learn:1.4-2-cpu-py3`, 'sagemaker-scikit-learn', 'answers', 'answers'],
    [`${MANAGED}/sagemaker-xgboost:1.7-1`, 'sagemaker-xgboost', 'answers', 'answers'],
    [`${ALGORITHMS}/linear-learner:1`, 'sagemaker-algorithm', 'answers', 'answers'],
    ['public.ecr.aws/sagemaker/sagemaker-distribution:latest-cpu', 'sagemaker-distribution', 'answers', 'answers'],
    [
      '520713654638.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-pytorch:1.1.0-cpu-py3',
      'sagemaker-legacy',
      'answers',
      'answers',
    ],
    [
      '727897471807.dkr.ecr.cn-north-1.amazonaws.com.cn/pytorch-inference:2.1-cpu-py310',
      'dlc/pytorch-inference',
      'passes-on',
      'answers',
    ],
  ])('%s is %s', (reference, id, train, serve) => {
    expect(findBase(reference)).toMatchObject({ id, train, serve });
  });

  it.each([
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.6.0-cpu-py312',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/xgboost:1',
    'xgboost:1',
    `${DLC}/unheard-of:1`,
    `${DLC}/vllm:omni-cuda-v1.0`,
    `${GALLERY}/whisperx:3.8.6-cu128-amzn2023`,
    `${DLC}/pytorch-training@sha256:abc`,
    'python/x:1',
    'mycompany/python:3.12',
    'ghcr.io/library/python:3.12',
    '${BASE}',
    'bentoml/model-server:0.11',
    '',
    '\0',
  ])('%s is unknown', (reference) => {
    expect(findBase(reference)).toBeUndefined();
  });

  it('reads system, CUDA and GPU from the tag', () => {
    const row = findBase(`${DLC}/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker`);
    expect(row).toMatchObject({ cuda: '12.6', os: 'ubuntu', roles: ['training'] });
    expect(row?.env).toMatchObject({
      NVIDIA_VISIBLE_DEVICES: 'all',
      SAGEMAKER_TRAINING_MODULE: 'sagemaker_pytorch_container.training:main',
    });
    expect(row?.packages).toContain('sagemaker-training');
    const cpu = findBase(`${DLC}/pytorch-training:2.6.0-cpu-py312`);
    expect(cpu?.cuda).toBeUndefined();
    expect(cpu?.env).not.toHaveProperty('NVIDIA_VISIBLE_DEVICES');
  });

  it('lets the oldest training images serve, as their toolkit did', () => {
    expect(findBase(`${DLC}/pytorch-training:1.2.0-cpu-py36-ubuntu16.04`)?.serve).toBe('answers');
    expect(findBase(`${DLC}/tensorflow-training:1.15.2-cpu-py36`)?.serve).toBe('answers');
  });

  it('has the labels that pipelines and multi-model endpoints need', () => {
    for (const reference of [`${DLC}/pytorch-inference:2.6.0-cpu-py312`, `${MANAGED}/sagemaker-xgboost:1.7-1`]) {
      expect(findBase(reference)?.labels).toEqual({
        [ACCEPT_BIND_TO_PORT_LABEL]: 'true',
        [MULTI_MODELS_LABEL]: 'true',
      });
    }
    expect(findBase('public.ecr.aws/sagemaker/sagemaker-distribution:3-cpu')).toMatchObject({
      labels: {},
      roles: ['studio'],
      user: 'sagemaker-user',
      workdir: '/home/sagemaker-user',
    });
  });

  it('knows the Deep Learning Containers of every repository of the catalogue', () => {
    const unknown = Object.entries(catalogue.repos)
      .filter(
        ([name]) => !['openfold3', 'whisperx', 'ray', 'llama-cpp', 'llama-cpp-arm64', 'vllm-arm64'].includes(name),
      )
      .filter(([name]) => findBase(`${DLC}/${name}:1.0-cpu-py3`) === undefined)
      .map(([name]) => name);
    expect(unknown).toEqual(['sagemaker-inspect-ai', 'sagemaker-sklearn-automl']);
  });
});

describe('accounts of AWS', () => {
  it('are those of the catalogue', () => {
    const accounts = Object.values(catalogue.accounts).flatMap((regions) => Object.values(regions));
    expect(accounts.filter((account) => !isAwsAccount(account))).toEqual([]);
    expect(isAwsAccount('123456789012')).toBe(false);
    expect(isAwsAccount('')).toBe(false);
  });
});
