import { describe, expect, it } from 'vitest';
import {
  algorithmOfRepository,
  builtInAlgorithm,
  builtInAlgorithms,
  isClosedAlgorithmRepository,
} from '../../../../contract/images/algorithms';

describe('built-in algorithms', () => {
  it('has the 24, 17 with their own image', () => {
    expect(builtInAlgorithms()).toHaveLength(24);
    expect(builtInAlgorithms().filter(({ via }) => via === 'image')).toHaveLength(17);
  });

  it('is found by id', () => {
    expect(builtInAlgorithm('forecasting-deepar')).toMatchObject({ family: 'forecasting-deepar', distributed: true });
    expect(builtInAlgorithm('kmeans')?.hyperparameters.required).toContain('k');
    expect(builtInAlgorithm('toString')).toBeUndefined();
  });

  it('is found by repository', () => {
    expect(algorithmOfRepository('xgboost')?.id).toBe('xgboost');
    expect(algorithmOfRepository('sagemaker-xgboost')?.id).toBe('xgboost');
    expect(algorithmOfRepository('pytorch-training')).toBeUndefined();
  });

  it('knows the closed images', () => {
    for (const { family, via } of builtInAlgorithms()) {
      if (via === 'image' && family !== undefined) expect(isClosedAlgorithmRepository(family)).toBe(true);
    }
    expect(isClosedAlgorithmRepository('sagemaker-xgboost')).toBe(false);
    expect(isClosedAlgorithmRepository('sagemaker-scikit-learn')).toBe(false);
    expect(isClosedAlgorithmRepository('my-kmeans')).toBe(false);
  });
});
