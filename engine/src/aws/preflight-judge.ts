import type { InstanceQuota } from './quota';
import type { Identity } from './connection';
import type { Creation, NeededInstances } from './launch-needs-types';
import { failed, passed, unknown, warned } from './preflight-types';
import type { Verdict } from './preflight-types';

const SOON_MS = 30 * 60_000;

/** The caller, and how long its credentials are good for. */
export function judgeCaller({ arn, account, expires }: Identity, region: string, now: Date): Verdict {
  const who = `${arn} in account ${account}, ${region}`;
  if (expires === undefined) return passed(`${who}.`);
  const left = expires.getTime() - now.getTime();
  const until = `${who}, until ${expires.toISOString()}.`;
  return left > SOON_MS ? passed(until) : warned(until, 'Sign in again if the launch may take longer than that.');
}

/** Whether the account may have so many instances; undefined: Service Quotas has no such quota. */
export function judgeQuota({ type, count, use }: NeededInstances, quota: InstanceQuota | undefined): Verdict {
  if (quota === undefined) {
    return unknown(
      `Service Quotas has no quota for ${type} as it is used here (${use}).`,
      'Look whether the instance type exists in this region.',
    );
  }
  if (quota.value < count) {
    return failed(
      `“${quota.name}” is ${quota.value}; ${count} ${count === 1 ? 'is' : 'are'} needed.`,
      `Ask for more in the Service Quotas console (code ${quota.code}), or take another instance type.`,
    );
  }
  return passed(`“${quota.name}” is ${quota.value}, of which others may be in use; ${count} needed.`);
}

/** `taken`: whether there is one of that name already. */
export function judgeName({ what, name }: Creation, taken: boolean): Verdict {
  if (!taken) return passed(`“${name}” is free.`);
  return failed(
    `There is already ${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what} “${name}”.`,
    what.endsWith('job')
      ? 'Take another name: names of jobs are never free again.'
      : 'Take another name, or delete the one that is there.',
  );
}

/** `perHour`: of all instances together; undefined: the Price List has none. */
export function judgePrice(
  perHour: number | undefined,
  instances: readonly NeededInstances[],
  region: string,
): Verdict {
  if (instances.length === 0) return passed('No instances: it is paid by use.');
  const what = instances.map(({ type, count }) => `${count} × ${type}`).join(', ');
  if (perHour === undefined) return unknown(`The Price List has no price for ${what} in ${region}.`);
  return passed(`${what}: ${priceText(perHour, region)} an hour, list price without storage and taxes.`);
}

/** `$0.23`; in China in yuan. */
export function priceText(perHour: number, region: string): string {
  const amount = perHour >= 1 ? perHour.toFixed(2) : perHour.toFixed(3);
  return region.startsWith('cn-') ? `CNY ${amount}` : `$${amount}`;
}
