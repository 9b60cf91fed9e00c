import { GetProductsCommand } from '@aws-sdk/client-pricing';
import { join } from 'node:path';
import { PRICING_SERVICE_CODE } from '../../../contract/charges';
import type { InstanceUse } from '../../../contract/charges';
import { list } from '../docker/answer';
import { isRecord } from '../requests/json-value';
import { asked } from './asked';
import { abortable } from './connection';
import type { AwsConnection } from './connection';
import { hourlyPrices, priceOf } from './pricing-offers';
import type { HourlyPrices } from './pricing-offers';
import { AnswerCache } from './answer-cache';

const DAY_MS = 86_400_000;

/** List prices of instances, on demand, without taxes and discounts. They are asked for once a day. */
export class Pricing {
  private readonly cache: AnswerCache;

  /** `storage`: folder in which answers are kept. */
  constructor(
    private readonly connection: AwsConnection,
    storage: string,
  ) {
    this.cache = new AnswerCache(join(storage, 'prices.json'), DAY_MS);
  }

  /** Dollars (yuan in China) for an hour of one instance; undefined: the Price List has none for this type and use. */
  async hourly(type: string, use: InstanceUse, signal: AbortSignal): Promise<number | undefined> {
    const { region } = this.connection.name;
    const key = `${region}/${type}`;
    const kept = await this.cache.get(key);
    if (isPrices(kept)) return priceOf(kept, use);
    const prices = await this.ask(region, type, signal);
    await this.cache.put(key, prices);
    return priceOf(prices, use);
  }

  private async ask(region: string, type: string, signal: AbortSignal): Promise<HourlyPrices> {
    const products: string[] = [];
    let token: string | undefined;
    do {
      const command = new GetProductsCommand({
        ServiceCode: PRICING_SERVICE_CODE,
        Filters: [
          { Type: 'TERM_MATCH', Field: 'regionCode', Value: region },
          { Type: 'TERM_MATCH', Field: 'instanceName', Value: type },
        ],
        ...(token === undefined ? {} : { NextToken: token }),
      });
      const sent = this.connection.clients.pricing().send(command, abortable(signal));
      const answer = await asked(this.connection.name, sent, signal);
      products.push(...list(answer.PriceList).map(String));
      token = answer.NextToken;
    } while (token !== undefined && token !== '');
    return hourlyPrices(products);
  }
}

function isPrices(value: unknown): value is HourlyPrices {
  return isRecord(value) && Object.values(value).every((it) => typeof it === 'number');
}
