import { describe, expect, it } from 'vitest';
import { withWeights } from '../../../../engine/src/local/endpoint-weights';
import { chooseVariant, hostsOf } from '../../../../engine/src/local/invoke-variant';
import type { ServingPlan } from '../../../../engine/src/plan/types';

const SERVING: ServingPlan = {
  variants: [
    { name: 'a', weight: 1, containers: ['a', 'a_2'], instances: 2, startupSeconds: 1 },
    { name: 'b', weight: 0, containers: ['b'], startupSeconds: 1 },
  ],
  maxPayloadBytes: 1,
  invocationSeconds: 1,
  mode: 'single',
  asynchronous: false,
  serverless: false,
};
const hosts = ['a', 'a_2', 'b'].map((host) => ({ host, container: host, address: '127.0.0.1', port: 1 }));

describe('weights', () => {
  it('moves all traffic to another variant', () => {
    const all = [0, 0.5, 0.999];
    expect(all.map((dice) => chooseVariant(SERVING, undefined, dice).name)).toEqual(['a', 'a', 'a']);
    const moved = withWeights(SERVING, [
      { VariantName: 'a', DesiredWeight: 0 },
      { VariantName: 'b', DesiredWeight: 1, DesiredInstanceCount: 3 },
    ]);
    expect(all.map((dice) => chooseVariant(moved, undefined, dice).name)).toEqual(['b', 'b', 'b']);
    expect(moved.variants[1]?.desiredInstances).toBe(3);
  });

  it.each([
    ['an unknown variant', { VariantName: 'c', DesiredWeight: 1 }],
    ['a negative weight', { VariantName: 'a', DesiredWeight: -1 }],
    ['half an instance', { VariantName: 'a', DesiredInstanceCount: 0.5 }],
  ])('refuses %s as AWS does', (_, wanted) => {
    expect(() => withWeights(SERVING, [wanted])).toThrow(expect.objectContaining({ name: 'ValidationException' }));
  });
});

it('asks the instances of a variant in turn', () => {
  const variant = chooseVariant(SERVING, 'a', 0);
  const asked = [0, 1, 2].map((turn) => hostsOf(variant, SERVING, hosts, {}, turn)?.map(({ host }) => host));
  expect(asked).toEqual([['a'], ['a_2'], ['a']]);
});
