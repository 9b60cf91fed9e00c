import type { Candidate } from './candidates';
import { compareVersions } from './versions';

const MOST_VERSIONS = 8;

/** `a`, `a or b`, `a, b or c`. */
export function choices(words: Iterable<string>): string {
  const all = [...new Set(words)];
  const last = all.pop() ?? 'none';
  return all.length === 0 ? last : `${all.join(', ')} or ${last}`;
}

/** The newest eight versions in full; `2.10` is left out where there is a `2.10.0`. */
export function versionsOf(candidates: readonly Candidate[]): string {
  const all = [...new Set(candidates.flatMap(({ known }) => known.version ?? []))];
  const full = all.filter((version) => !all.some((other) => other.startsWith(`${version}.`)));
  const newest = full.sort((a, b) => compareVersions(b, a));
  const shown = newest.slice(0, MOST_VERSIONS);
  return shown.length < newest.length
    ? `${shown.join(', ')} and ${newest.length - shown.length} older ones`
    : choices(shown);
}
