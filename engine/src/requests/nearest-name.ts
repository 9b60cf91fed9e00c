import { nearest } from '../../../contract/distance';

/** Shorter names are the beginning of too many others. */
const SHORTEST_PREFIX = 4;

/** The name that a misspelt, differently cased or shortened one is meant to be; undefined when that is not clear. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const bare = plain(name);
  const same = candidates.filter((it) => plain(it) === bare);
  if (same.length === 1) return same[0];
  const limit = Math.min(3, Math.max(1, Math.floor(name.length / 4)));
  const near = nearest(bare, candidates.map(plain), limit);
  if (near !== undefined) return candidates.find((it) => plain(it) === near);
  if (bare.length < SHORTEST_PREFIX) return undefined;
  // Not the other way round: AWS names new members by adding to old ones.
  const longer = candidates.filter((it) => plain(it).startsWith(bare));
  return longer.length === 1 ? longer[0] : undefined;
}

/** `max_runtime` and `MaxRuntime` are the same word. */
function plain(name: string): string {
  return name.replaceAll(/[-_ ]/g, '').toLowerCase();
}
