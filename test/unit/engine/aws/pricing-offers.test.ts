import { describe, expect, it } from 'vitest';
import { hourlyPrices, priceOf } from '../../../../engine/src/aws/pricing-offers';

function product(component: string, ...prices: string[]): string {
  const dimensions = Object.fromEntries(prices.map((it, at) => [`d${at}`, { unit: 'Hrs', pricePerUnit: { USD: it } }]));
  return JSON.stringify({
    product: {
      productFamily: 'ML Instance',
      attributes: { instanceName: 'ml.m5.large', platoinstancetype: component },
    },
    terms: { OnDemand: { offer: { priceDimensions: dimensions } } },
  });
}

describe('list prices', () => {
  it('are told apart by use', () => {
    const prices = hourlyPrices([
      product('Training', '0.115'),
      product('Hosting', '0.12'),
      product('BatchTransform', '0.13'),
    ]);
    expect(priceOf(prices, 'training')).toBe(0.115);
    expect(priceOf(prices, 'endpoint')).toBe(0.12);
    expect(priceOf(prices, 'transform')).toBe(0.13);
    expect(priceOf(prices, 'processing')).toBeUndefined();
  });

  it('of spot are at most those of training', () => {
    expect(priceOf(hourlyPrices([product('Training', '0.115')]), 'spot-training')).toBe(0.115);
    expect(priceOf(hourlyPrices([product('Training', '0.2'), product('SpotTraining', '0.1')]), 'spot-training')).toBe(
      0.1,
    );
  });

  it('pass over what is free, or none', () => {
    expect(
      hourlyPrices([product('Training', '0.0000000000', '0.5'), product('Notebook', '0'), 'no JSON', '{}']),
    ).toEqual({
      Training: 0.5,
    });
  });
});
