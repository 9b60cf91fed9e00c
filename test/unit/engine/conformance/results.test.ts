import { describe, expect, it } from 'vitest';
import { listTests, result } from '../../../../engine/src/conformance/catalogue';
import { Results } from '../../../../engine/src/conformance/results';
import { selectionOf } from '../../../../engine/src/conformance/selection';

const train = [result('train-starts', 'failed', ['x'])];
const serve = [result('serve-starts', 'passed', [])];

function gathered(guess: boolean, roles: { training: boolean; inference: boolean | undefined }, only?: string[]) {
  const told: string[] = [];
  const results = new Results(guess, selectionOf(only), (it) => told.push(`${it.id} ${it.outcome}`));
  results.add('training', train, roles.training);
  if (roles.inference !== undefined) results.add('inference', serve, roles.inference);
  const before = [...told];
  return { all: results.all(), told, before };
}

describe('results', () => {
  it('hold a role against an image that plays no other, or when it was asked for', () => {
    const outcomes = (...given: Parameters<typeof gathered>) => gathered(...given).all.map((it) => it.outcome);
    expect(outcomes(true, { training: false, inference: true })).toEqual(['skipped', 'passed']);
    expect(outcomes(false, { training: false, inference: true })).toEqual(['failed', 'passed']);
    expect(outcomes(true, { training: false, inference: undefined })).toEqual(['failed']);
    expect(gathered(true, { training: false, inference: true }).all[0]).not.toHaveProperty('remedy');
  });

  it('are told once, as soon as they are certain', () => {
    const { before, told } = gathered(true, { training: false, inference: true });
    expect(before).toEqual(['serve-starts passed']);
    expect(told).toEqual(['serve-starts passed', 'train-starts skipped']);
  });

  it('are those that were named', () => {
    const { all, told } = gathered(false, { training: false, inference: true }, ['serve-starts']);
    expect(all.map((it) => it.id)).toEqual(['serve-starts']);
    expect(told).toEqual(['serve-starts passed']);
  });

  it('of a test that is not known are refused', () => {
    expect(() => selectionOf(['serve-start'])).toThrow('There is no test called serve-start.');
  });
});

describe('the list of tests', () => {
  it('has those of the image and of the roles, each once, with where it is put right', () => {
    expect(listTests([]).every((it) => it.role === undefined && it.id.startsWith('image-'))).toBe(true);
    expect(new Set(listTests(['training']).map((it) => it.role))).toEqual(new Set([undefined, 'training']));
    const all = listTests(['training', 'inference']);
    expect(new Set(all.map((it) => it.id)).size).toBe(all.length);
    expect(all.find((it) => it.id === 'image-user')).toEqual({
      id: 'image-user',
      title: 'The container runs as root',
      requirements: ['LAUNCH-16'],
      role: undefined,
      place: 'user',
    });
  });
});
