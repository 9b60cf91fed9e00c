import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../../contract/images/catalogue';
import { orderedTags } from '../../../../contract/images/tag-order';
import { tagsOf } from '../../../../contract/images/tags';

describe('tagsOf', () => {
  it('expands versions, axes and aliases', () => {
    expect([...tagsOf('sagemaker-chainer').keys()].sort()).toEqual(
      ['4.0', '4.0.0', '4.1', '4.1.0', '5.0', '5.0.0']
        .flatMap((version) => ['cpu-py2', 'cpu-py3', 'gpu-py2', 'gpu-py3'].map((rest) => `${version}-${rest}`))
        .sort(),
    );
    expect(tagsOf('sagemaker-chainer').get('4.0-gpu-py3')).toMatchObject({
      version: '4.0.0',
      alias: '4.0',
      floating: true,
      processors: ['gpu'],
      sources: ['listed'],
      places: [{ table: 'legacy', regions: 'legacy.1', only: false }],
    });
    expect(tagsOf('sagemaker-chainer').get('4.0.0-gpu-py3')).toMatchObject({ alias: undefined, floating: false });
  });

  it('keeps the catalogue’s count', () => {
    const listed = Object.entries(catalogue.repos).flatMap(([name]) =>
      [...tagsOf(name).values()].filter(({ sources }) => sources.includes('listed')),
    );
    const shortBase = listed.filter(({ floating, tag }) => floating && /^\d+\.\d+-transformers/.test(tag));
    const floatingSpark = 6;
    expect(listed.length - shortBase.length - floatingSpark).toBe(1489);
  });

  it('gives no floating tag where aliases make none', () => {
    const tags = tagsOf('huggingface-pytorch-inference-neuron');
    expect([...tags.values()].filter(({ floating }) => floating)).toEqual([]);
    expect(tags.has('1.9.1-transformers4.12.3-neuron-py37-sdk1.17.1-ubuntu18.04')).toBe(true);
  });

  it('adds the forms beside the main one', () => {
    expect(tagsOf('sagemaker-xgboost').get('1.5-1')).toMatchObject({ primary: true, processors: ['cpu', 'gpu'] });
    expect(tagsOf('sagemaker-xgboost').get('1.5-1-cpu-py3')).toMatchObject({ primary: false, processors: ['cpu'] });
    expect(tagsOf('kmeans').get('latest')).toMatchObject({ version: '1', primary: false });
    expect(tagsOf('sagemaker-spark-processing').has('3.5-cpu')).toBe(true);
    expect(tagsOf('sagemaker-base-python-38').has('1.0')).toBe(true);
    expect(tagsOf('sagemaker-model-monitor-analyzer').has('')).toBe(true);
    expect(tagsOf('huggingface-pytorch-inference').has('2.1-transformers4.37.0-cpu-py310-ubuntu22.04')).toBe(true);
  });

  it('joins what the SDK and the lists say of one tag', () => {
    expect(tagsOf('sagemaker-xgboost').get('3.2-0')?.sources).toEqual(['listed', 'published']);
    expect(tagsOf('sagemaker-scikit-learn').get('1.2-1-cpu-py3')?.kinds).toEqual(['training', 'inference']);
  });

  it('is empty for other repositories', () => {
    expect(tagsOf('python').size).toBe(0);
    expect(tagsOf('valueOf').size).toBe(0);
    expect(orderedTags('valueOf')).toEqual([]);
  });
});
