import { describe, expect, it } from 'vitest';
import { TOOLKITS, normalPackageName, toolkit } from '../../../contract/toolkits';

describe('toolkit', () => {
  it.each([
    ['sagemaker-training', true, false],
    ['sagemaker-pytorch-training', true, false],
    ['sagemaker-inference', false, false],
    ['multi-model-server', false, false],
    ['sagemaker-pytorch-inference', false, true],
    ['sagemaker-scikit-learn-container', true, true],
    ['sagemaker-containers', true, true],
    ['vllm', false, false],
    ['ray', false, false],
    ['sagemaker', false, false],
  ])('%s: train %s, serve %s', (name, train, serve) => {
    const found = toolkit(name);
    expect(found?.providesTrain).toBe(train);
    expect(found?.providesServe).toBe(serve);
  });

  it('sees through spelling, extras and versions', () => {
    expect(toolkit('SageMaker_Training')?.package).toBe('sagemaker-training');
    expect(toolkit('sagemaker.training==4.7')?.package).toBe('sagemaker-training');
    expect(toolkit('ray[serve]>=2')?.package).toBe('ray');
    expect(normalPackageName('  A__b.-C[x] ')).toBe('a-b-c');
  });

  it('knows nothing else', () => {
    expect(toolkit('sagemaker-training-x')).toBeUndefined();
    expect(toolkit('torch')).toBeUndefined();
    expect(toolkit('')).toBeUndefined();
  });

  it('says what the inference toolkit needs', () => {
    expect(toolkit('sagemaker-inference')?.needs).toEqual(
      expect.arrayContaining(['java', 'multi-model-server', 'setuptools<80']),
    );
  });

  it('marks the old toolkits, and only those, deprecated', () => {
    const old = TOOLKITS.filter((one) => one.deprecated !== undefined).map((one) => one.package);
    expect(old).toEqual([
      'sagemaker-containers',
      'sagemaker-pytorch-container',
      'sagemaker-tensorflow-container',
      'sagemaker-mxnet-container',
      'sagemaker-chainer-container',
    ]);
    expect(TOOLKITS.filter((one) => one.deprecated).every((one) => one.requirements.includes('TK-08'))).toBe(true);
  });

  it('takes no role from packages that are common elsewhere', () => {
    for (const name of ['sagemaker', 'mlflow', 'ray']) expect(toolkit(name)?.roles).toEqual([]);
    expect(toolkit('sagemaker-training')?.roles).toEqual(['training']);
  });

  it('has each package once, under its normal name', () => {
    expect(new Set(TOOLKITS.map((one) => one.package)).size).toBe(TOOLKITS.length);
    for (const one of TOOLKITS) expect(normalPackageName(one.package)).toBe(one.package);
  });
});
