import { expect, it } from 'vitest';
import { freeName, isRunOf, timedName } from '../../../../client/src/runs/free-name';

const NOW = new Date('2026-01-02T03:04:05Z');

it('a taken name gets the time, in place of one that it had', () => {
  expect(timedName('train', NOW)).toBe('train-20260102030405');
  expect(timedName('train-20250102030405', NOW)).toBe('train-20260102030405');
  expect(timedName('x'.repeat(63), NOW)).toHaveLength(63);
});

it('two runs within a second have names of their own', async () => {
  const taken = new Set(['train']);
  const next = () => freeName('train', NOW, (name) => Promise.resolve(taken.has(name)));
  const second = await next();
  taken.add(second);
  expect([second, await next()]).toEqual(['train-20260102030405', 'train-20260102030406']);
  expect(await freeName('other', NOW, (name) => Promise.resolve(taken.has(name)))).toBe('other');
});

it('a run of a request is known again by its name', () => {
  for (const name of ['train', 'train-20250102030405', 'x'.repeat(63)]) {
    expect(isRunOf(timedName(name, NOW), name)).toBe(true);
    expect(isRunOf(name, name)).toBe(true);
  }
  expect(isRunOf('trainer-20260102030405', 'train')).toBe(false);
  expect(isRunOf('train-2', 'train')).toBe(false);
});
