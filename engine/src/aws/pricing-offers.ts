import { PRICE_COMPONENTS } from '../../../contract/charges';
import type { InstanceUse } from '../../../contract/charges';
import { at, isRecord, textAt } from '../requests/json-value';

/** Dollars for an hour of one instance, by `platoinstancetype`. */
export type HourlyPrices = Readonly<Record<string, number>>;

/** Reads what GetProducts answers: each a product with its offers, as JSON text. What is none is passed over. */
export function hourlyPrices(products: readonly string[]): HourlyPrices {
  const prices = products.flatMap((text): [string, number][] => {
    const product = parsed(text);
    const component = textAt(product, 'product', 'attributes', 'platoinstancetype');
    const price = onDemand(product);
    return component === undefined || price === undefined ? [] : [[component, price]];
  });
  return Object.fromEntries(prices);
}

/** The price of a use; spot costs at most as much as training. */
export function priceOf(prices: HourlyPrices, use: InstanceUse): number | undefined {
  const components = PRICE_COMPONENTS.value;
  const own = prices[components[use]];
  return own ?? (use === 'spot-training' ? prices[components.training] : undefined);
}

function onDemand(product: unknown): number | undefined {
  const terms = at(product, 'terms', 'OnDemand');
  for (const term of isRecord(terms) ? Object.values(terms) : []) {
    const dimensions = at(term, 'priceDimensions');
    for (const dimension of isRecord(dimensions) ? Object.values(dimensions) : []) {
      const price = Number(textAt(dimension, 'pricePerUnit', 'USD') ?? textAt(dimension, 'pricePerUnit', 'CNY'));
      // Entries for free tiers and reservations have none.
      if (price > 0) return price;
    }
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
