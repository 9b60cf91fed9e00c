import {
  GetServiceQuotaCommand,
  ListAWSDefaultServiceQuotasCommand,
  ListServiceQuotasCommand,
} from '@aws-sdk/client-service-quotas';
import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import { join } from 'node:path';
import { QUOTA_NAMES, QUOTA_SERVICE_CODE } from '../../../contract/charges';
import type { InstanceUse } from '../../../contract/charges';
import { asked, askedUnless } from './asked';
import { abortable } from './connection';
import type { AwsConnection } from './connection';
import { AnswerCache } from './answer-cache';

/** How many instances of a type an account may use at a time. */
export interface InstanceQuota {
  readonly name: string;
  readonly code: string;
  readonly value: number;
}

/** Codes of quotas never change, new ones come now and then. */
const CODES_GOOD_FOR_MS = 30 * 86_400_000;
const PAGE = 100;
const NONE = 'NoSuchResourceException';

/** The quotas of instance types. The code of a quota is looked for by its name once: SageMaker has thousands. */
export class Quotas {
  private readonly codes: AnswerCache;

  /** `storage`: folder in which the codes are kept. */
  constructor(
    private readonly connection: AwsConnection,
    storage: string,
  ) {
    this.codes = new AnswerCache(join(storage, 'quota-codes.json'), CODES_GOOD_FOR_MS);
  }

  /** Undefined: Service Quotas knows none for this type and use. */
  async find(type: string, use: InstanceUse, signal: AbortSignal): Promise<InstanceQuota | undefined> {
    const name = `${type} ${QUOTA_NAMES.value[use]}`;
    const kept = await this.codes.get(name);
    const known = typeof kept === 'string' ? await this.byCode(kept, signal) : undefined;
    if (known !== undefined) return known;
    for await (const quota of this.all(signal)) {
      if (quota.name !== name) continue;
      await this.codes.put(name, quota.code);
      return quota;
    }
    return undefined;
  }

  private async byCode(code: string, signal: AbortSignal): Promise<InstanceQuota | undefined> {
    const command = new GetServiceQuotaCommand({ ServiceCode: QUOTA_SERVICE_CODE, QuotaCode: code });
    const sent = this.connection.clients.quotas().send(command, abortable(signal));
    const answer = await askedUnless([NONE], this.connection.name, sent, signal);
    return answer?.Quota === undefined ? undefined : quotaOf(answer.Quota);
  }

  /** Those of the account, then AWS’s defaults: what nobody ever asked to change may stand only there. */
  private async *all(signal: AbortSignal): AsyncGenerator<InstanceQuota> {
    const client = this.connection.clients.quotas();
    for (const command of [ListServiceQuotasCommand, ListAWSDefaultServiceQuotasCommand]) {
      let token: string | undefined;
      do {
        const page = {
          ServiceCode: QUOTA_SERVICE_CODE,
          MaxResults: PAGE,
          ...(token === undefined ? {} : { NextToken: token }),
        };
        const sent = client.send(new command(page), abortable(signal));
        const { Quotas = [], NextToken } = await asked(this.connection.name, sent, signal);
        for (const quota of Quotas) yield quotaOf(quota);
        token = NextToken;
      } while (token !== undefined);
    }
  }
}

function quotaOf({ QuotaName = '', QuotaCode = '', Value = 0 }: ServiceQuota): InstanceQuota {
  return { name: QuotaName, code: QuotaCode, value: Value };
}
