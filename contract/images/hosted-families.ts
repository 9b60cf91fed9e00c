import { accountsFor } from './accounts';
import { catalogue } from './catalogue';

/** Does the account host images of this family in the region, under whatever repository? */
export function hostsFamily(account: string, region: string, family: string): boolean {
  return Object.entries(catalogue.repos).some(
    ([repository, { families }]) => families.includes(family) && accountsFor(repository, region).includes(account),
  );
}
