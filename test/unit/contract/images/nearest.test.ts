import { describe, expect, it } from 'vitest';
import { nearestNames } from '../../../../contract/images/nearest';
import { compareVersions, inSeries, minorOf } from '../../../../contract/images/versions';

describe('nearestNames', () => {
  it('gives the near ones, nearest first', () => {
    expect(nearestNames('pytorch-trainin', ['pytorch-training', 'pytorch-trainig', 'vllm'], 3)).toEqual([
      'pytorch-trainig',
      'pytorch-training',
    ]);
    expect(nearestNames('pytorch-trainin', ['pytorch-training', 'pytorch-trainig'], 1)).toHaveLength(1);
  });

  it('asks for little difference in short names', () => {
    expect(nearestNames('kmen', ['kmeans'], 3)).toEqual([]);
    expect(nearestNames('kmaens', ['kmeans'], 3)).toEqual(['kmeans']);
    expect(nearestNames('pac', ['pca'], 3)).toEqual([]);
    expect(nearestNames('x'.repeat(300), ['x'.repeat(299)], 3)).toEqual([]);
  });
});

describe('versions', () => {
  it('are ordered by number', () => {
    expect(['2.10.0', '2.9', '2.9.1', '1.4-2-py312', '1.4-2', 'b9522'].sort(compareVersions)).toEqual([
      '1.4-2',
      '1.4-2-py312',
      '2.9',
      '2.9.1',
      '2.10.0',
      'b9522',
    ]);
    expect(compareVersions('', '')).toBe(0);
    expect(compareVersions('', '0')).toBeLessThan(0);
  });

  it('belong to a series', () => {
    expect(inSeries('2.6.0', '2.6')).toBe(true);
    expect(inSeries('1.2-1', '1.2')).toBe(true);
    expect(inSeries('2.60', '2.6')).toBe(false);
    expect(inSeries('2.6', '2.6.0')).toBe(false);
    expect(minorOf('2.6.0-gpu')).toBe('2.6');
    expect(minorOf('latest')).toBeUndefined();
  });
});
