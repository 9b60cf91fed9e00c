import { catalogue, entry, memo } from './catalogue';
import { readTag } from './tag-facts';
import { tagsOf } from './tags';
import type { KnownTag } from './tags';
import { compareVersions } from './versions';

/** Is the tag on old lists only? */
export function isPast({ sources }: KnownTag): boolean {
  return sources.every((source) => source === 'past');
}

/** SageMaker's tags first, then EC2's, then those no longer listed. */
function groupOf(known: KnownTag): number {
  if (isPast(known)) return 2;
  return known.platform === 'ec2' ? 1 : 0;
}

const ordered = memo((repository): readonly KnownTag[] => {
  const repo = entry(catalogue.repos, repository);
  if (repo === undefined) return [];
  const rows = [...tagsOf(repository).values()].map((known) => ({
    known,
    group: groupOf(known),
    revision: readTag(repo, known.tag)?.revision ?? '',
  }));
  rows.sort(
    (a, b) =>
      a.group - b.group ||
      compareVersions(b.known.version ?? '', a.known.version ?? '') ||
      compareVersions(b.revision, a.revision) ||
      Number(a.known.floating) - Number(b.known.floating) ||
      b.known.tag.length - a.known.tag.length ||
      (a.known.tag < b.known.tag ? -1 : 1),
  );
  return rows.map(({ known }) => known);
});

/** The tags of a repository as they are offered: SageMaker's before EC2's, newest first, the exact before the floating. */
export function orderedTags(repository: string): readonly KnownTag[] {
  return entry(catalogue.repos, repository) === undefined ? [] : ordered(repository);
}

/** The newest SageMaker tag of a repository for each processor it is built for, for who wrote none, or `latest`. */
export function newestTags(repository: string): readonly string[] {
  const newest = new Map<string, string>();
  for (const known of orderedTags(repository)) {
    const processor = known.processors.join();
    const fits = known.platform !== 'ec2' && !isPast(known) && !known.sources.every((source) => source === 'public');
    if (fits && known.tag !== '' && !newest.has(processor)) newest.set(processor, known.tag);
  }
  return [...newest.values()];
}
