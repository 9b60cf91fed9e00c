import { describe, expect, it } from 'vitest';
import { completeOptions, nameProblem, questions } from '../../../../engine/src/templates/options';
import { allAnswers } from './combinations';

const asked = (answers: Parameters<typeof questions>[0]): readonly string[] => questions(answers).map(({ id }) => id);

describe('questions', () => {
  it('asks only what the answers leave open', () => {
    expect(asked({})).toEqual(['what']);
    expect(asked({ what: 'both' })).toEqual(['what', 'framework', 'packages', 'server']);
    expect(asked({ what: 'train', framework: 'none' })).toEqual(['what', 'framework']);
    expect(asked({ what: 'r' })).toEqual(['what']);
    expect(asked({ what: 'built-in' })).toEqual(['what', 'framework']);
  });

  it('offers conda where conda-forge has the packages', () => {
    const packages = (framework: string) =>
      questions({ what: 'train', framework })
        .find(({ id }) => id === 'packages')
        ?.choices.map(({ id }) => id);
    expect(packages('scikit-learn')).toEqual(['pip', 'uv', 'conda']);
    expect(packages('pytorch')).toEqual(['pip', 'uv']);
  });
});

describe('completeOptions', () => {
  it('takes every set of answers that the questions lead to', () => {
    for (const answers of allAnswers()) expect(completeOptions(answers, 'x').what).toBe(answers.what);
  });

  it.each([
    [{}, 'What is the container for? That is not said.'],
    [{ what: 'both', framework: 'mxnet' }, '“mxnet” can’t be had as framework for both.'],
    [{ what: 'r', packages: 'uv' }, '“uv” can’t be had as packages for r.'],
    [{ what: 'train', framework: 'none', server: 'flask' }, '“flask” can’t be had as server for train.'],
  ])('%j: says what is wrong', (answers, message) => {
    expect(() => completeOptions(answers, 'x')).toThrow(message);
  });

  it('wants a name that images, jobs and endpoints can bear', () => {
    expect(['flowers', 'a1', 'my-model-2'].map(nameProblem)).toEqual([undefined, undefined, undefined]);
    for (const name of ['', 'Flowers', 'a--b', '-a', 'a_b', 'x'.repeat(41)]) {
      expect(() => completeOptions({ what: 'r' }, name), name).toThrow('can’t be the name of a project');
    }
  });
});
