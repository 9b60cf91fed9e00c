import { catalogue, entry, lazy } from './catalogue';
import { nearestNames } from './nearest';
import { tagsOf } from './tags';
import type { Place } from './tags';

interface Home {
  readonly table: string;
  readonly region: string;
}

/** Account -> the tables and regions in which it hosts images. */
const homes = lazy(() => {
  const byAccount = new Map<string, Home[]>();
  for (const [table, regions] of Object.entries(catalogue.accounts)) {
    for (const [region, account] of Object.entries(regions)) {
      const list = byAccount.get(account) ?? [];
      list.push({ table, region });
      byAccount.set(account, list);
    }
  }
  return byAccount;
});

function inSet(region: string, set: string | undefined): boolean {
  const { only, except } = entry(catalogue.regionSets, set) ?? {};
  return (only === undefined || only.includes(region)) && except?.includes(region) !== true;
}

/** The places of a tag, or of the repository when the tag is not known. */
function placesOf(repository: string, tag: string | undefined): readonly Place[] {
  const known = tag === undefined ? undefined : tagsOf(repository).get(tag)?.places;
  if (known !== undefined) return known.some((place) => place.only) ? known.filter((place) => place.only) : known;
  const tables = entry(catalogue.repos, repository)?.accounts ?? [];
  return tables.map((table) => ({ table, regions: undefined, only: false }));
}

/** Does this account host AWS's prebuilt images, in any region? */
export function isAwsImageAccount(account: string): boolean {
  return homes().has(account);
}

/** Is this a region of the catalogue? */
export function isKnownRegion(region: string): boolean {
  return entry(catalogue.regions, region) !== undefined;
}

/** The region that was probably meant; undefined when none is close. */
export function nearestRegion(region: string): string | undefined {
  return nearestNames(region, Object.keys(catalogue.regions), 1)[0];
}

/** The accounts that host a repository (or just this tag of it) in a region, the usual one first. Empty: not there. */
export function accountsFor(repository: string, region: string, tag?: string): readonly string[] {
  const accounts = placesOf(repository, tag).flatMap(({ table }) => {
    return entry(entry(catalogue.accounts, table), region) ?? [];
  });
  return [...new Set(accounts)];
}

/** The regions in which an account hosts AWS's images (of this repository, when one is named), sorted. */
export function regionsOf(account: string, repository?: string): readonly string[] {
  const tables = repository === undefined ? undefined : (entry(catalogue.repos, repository)?.accounts ?? []);
  const found = (homes().get(account) ?? []).filter(({ table }) => tables === undefined || tables.includes(table));
  return [...new Set(found.map(({ region }) => region))].sort();
}

/** Is a repository (or just this tag of it) in a region? Undefined for a region that the catalogue doesn't know. */
export function isInRegion(repository: string, region: string, tag?: string): boolean | undefined {
  if (!isKnownRegion(region)) return undefined;
  return placesOf(repository, tag).some(
    (place) => entry(entry(catalogue.accounts, place.table), region) !== undefined && inSet(region, place.regions),
  );
}
