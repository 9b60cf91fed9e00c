import { describe, expect, it } from 'vitest';
import { differsByNumberOnly, editDistance, nearest } from '../../../contract/distance';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['a', '', 1],
    ['', 'ab', 2],
    ['kitten', 'sitting', 3],
    ['abcd', 'abdc', 1],
    ['ca', 'abc', 3],
    ['training', 'trainning', 1],
    ['gpu', 'gup', 1],
    ['same', 'same', 0],
  ])('%j to %j, and no more than that', (from, to, distance) => {
    expect(editDistance(from, to, 4)).toBe(distance);
    expect(editDistance(to, from, 4)).toBe(distance);
    if (distance > 0) expect(editDistance(from, to, distance - 1)).toBe(Infinity);
    expect(editDistance(from, to, distance)).toBe(distance);
  });

  it.each([
    ['model', 'model', 0],
    ['modle', 'model', 1],
    ['mdel', 'model', 1],
    ['models', 'model', 1],
    ['nodel', 'model', 1],
    ['nodels', 'model', 2],
    ['', 'ab', 2],
  ])('%s to %s is %i', (from, to, expected) => {
    expect(editDistance(from, to, 2)).toBe(expected);
    expect(editDistance(to, from, 2)).toBe(expected);
  });

  it('gives up beyond the limit', () => {
    expect(editDistance('nodels', 'model', 1)).toBe(Infinity);
    expect(editDistance('abc', 'xyz', 2)).toBe(Infinity);
    expect(editDistance('a', 'abcd', 2)).toBe(Infinity);
  });

  it('does not compare what is too long to be a name', () => {
    expect(editDistance('a'.repeat(100_000), `${'a'.repeat(99_999)}b`, 2)).toBe(Infinity);
  });
});

describe('nearest', () => {
  it('is the closest candidate', () => {
    expect(nearest('nodels', ['modelss', 'model', 'models'], 2)).toBe('models');
  });

  it('is nothing when two are equally near, or none is', () => {
    expect(nearest('cat', ['bat', 'hat'], 1)).toBeUndefined();
    expect(nearest('cat', ['dog'], 1)).toBeUndefined();
  });
});

describe('differsByNumberOnly', () => {
  it('sees numbered names', () => {
    expect(differsByNumberOnly('model2', 'model')).toBe(true);
    expect(differsByNumberOnly('SM_MODEL_DIR_2', 'SM_MODEL_DIR')).toBe(true);
    expect(differsByNumberOnly('models', 'model')).toBe(false);
    expect(differsByNumberOnly('model', 'model')).toBe(false);
  });
});
