import type { NginxFacts } from '../../readers/types';

type Location = NginxFacts['locations'][number];

/**
 * The location that nginx takes for the path: the exact one, else the longest prefix, unless a regular expression fits
 * and the prefix is not marked `^~`. `unknown` when a pattern can't be read.
 */
export function locationFor(locations: readonly Location[], path: string): Location | undefined | 'unknown' {
  const exact = locations.find((it) => it.value.modifier === '=' && it.value.pattern === path);
  if (exact) return exact;
  const prefixes = locations.filter((it) => isPrefix(it) && path.startsWith(it.value.pattern));
  const longest = prefixes.reduce<Location | undefined>(
    (best, it) => (!best || it.value.pattern.length > best.value.pattern.length ? it : best),
    undefined,
  );
  if (longest?.value.modifier === '^~') return longest;
  for (const it of locations) {
    if (!it.value.modifier.startsWith('~')) continue;
    const fits = matches(it, path);
    if (fits === undefined) return 'unknown';
    if (fits) return it;
  }
  if (!longest && locations.some((it) => /[$%{<]/.test(it.value.pattern) && !it.value.modifier.startsWith('~')))
    return 'unknown';
  return longest;
}

function isPrefix({ value }: Location): boolean {
  return (value.modifier === '' || value.modifier === '^~') && !value.pattern.startsWith('@');
}

/** Undefined: the pattern uses what only PCRE knows. */
function matches({ value }: Location, path: string): boolean | undefined {
  if (value.pattern.length > 500) return undefined;
  try {
    return new RegExp(value.pattern, value.modifier === '~*' ? 'i' : '').test(path);
  } catch {
    return undefined;
  }
}
