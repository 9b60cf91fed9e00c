import { createHash } from 'node:crypto';

/**
 * The list in another order for every epoch, and always in the same for one seed and epoch: on every host alike, so that
 * what is dealt out to the hosts after it still is all of it, once. AWS does not say how it shuffles.
 */
export function shuffled<T>(list: readonly T[], seed: number, epoch: number): readonly T[] {
  return list
    .map((value, index) => ({ value, rank: rankOf(seed, epoch, index) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ value }) => value);
}

function rankOf(seed: number, epoch: number, index: number): string {
  return createHash('sha256').update(`${seed}/${epoch}/${index}`).digest('hex');
}

/** Every so-many-th: what ShardedByS3Key gives to one host. */
export function shardOf<T>(
  list: readonly T[],
  shard: { readonly index: number; readonly of: number } | undefined,
): readonly T[] {
  return shard === undefined ? list : list.filter((_, index) => index % shard.of === shard.index);
}
