import { describe, expect, it } from 'vitest';
import { planGpus } from '../../../../engine/src/plan/gpus';

const devices = (...ids: readonly string[]) => ({ kind: 'devices', ids });
const NONE = { kind: 'none' };

describe('planGpus', () => {
  it.each([
    ['auto', ['ml.m5.xlarge'], [NONE]],
    ['auto', ['ml.p4d.24xlarge'], [{ kind: 'count', count: 8 }]],
    ['auto', [undefined], [NONE]],
    ['auto', ['ml.unheard-of.xlarge'], [NONE]],
    ['auto', ['local_gpu'], [{ kind: 'all' }]],
    ['auto', ['ml.g4dn.12xlarge', 'ml.m5.xlarge', 'ml.g5.xlarge'], [devices('0', '1', '2', '3'), NONE, devices('4')]],
    ['none', ['ml.p4d.24xlarge'], [NONE]],
    ['none', ['ml.p4d.24xlarge', 'ml.p4d.24xlarge'], [NONE, NONE]],
    ['all', ['ml.m5.xlarge', 'ml.m5.xlarge'], [{ kind: 'all' }, { kind: 'all' }]],
    [2, ['ml.m5.xlarge'], [{ kind: 'count', count: 2 }]],
    [0, ['ml.p4d.24xlarge'], [NONE]],
    [0, ['ml.p4d.24xlarge', 'ml.p4d.24xlarge'], [NONE, NONE]],
    [4, ['a', 'b'], [devices('0', '1'), devices('2', '3')]],
    [3, ['a', 'b'], [devices('0', '1'), devices('2')]],
    [1, ['a', 'b'], [devices('0'), devices('0')]],
    [['2', '5'], ['a'], [devices('2', '5')]],
    [
      ['2', '5', '7'],
      ['a', 'b', 'c'],
      [devices('2'), devices('5'), devices('7')],
    ],
    [
      ['2', '5'],
      ['a', 'b', 'c'],
      [devices('2'), devices('5'), devices('2')],
    ],
    [[], ['a', 'b'], [NONE, NONE]],
  ] as const)('%j on %j', (gpus, types, expected) => {
    expect(planGpus(gpus, types)).toEqual(expected);
  });
});
