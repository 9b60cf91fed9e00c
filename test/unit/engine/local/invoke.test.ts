import { expect, it } from 'vitest';
import { chooseVariant } from '../../../../engine/src/local/invoke-variant';
import type { ServingPlan } from '../../../../engine/src/plan/types';

const variant = (name: string, weight: number) => ({ name, weight, containers: [name], startupSeconds: 1 });
const serving = (...variants: readonly ServingPlan['variants'][number][]): ServingPlan => ({
  variants,
  maxPayloadBytes: 1,
  invocationSeconds: 1,
  mode: 'single',
  asynchronous: false,
  serverless: false,
});

it('chooses variants by weight, and never one without', () => {
  const plan = serving(variant('none', 0), variant('one', 1), variant('three', 3));
  expect([0, 0.24, 0.26, 0.999].map((dice) => chooseVariant(plan, undefined, dice).name)).toEqual([
    'one',
    'one',
    'three',
    'three',
  ]);
  expect(chooseVariant(plan, undefined, 1).name).toBe('three');
  expect(chooseVariant(serving(variant('only', 0)), undefined, 0.5).name).toBe('only');
});

it('chooses the variant that is asked for, whatever its weight', () => {
  const plan = serving(variant('none', 0), variant('one', 1));
  expect(chooseVariant(plan, 'none', 0.5).name).toBe('none');
  expect(() => chooseVariant(plan, 'two', 0.5)).toThrow('two');
});
