import { catalogue, memo } from './catalogue';
import { readTag } from './tag-facts';
import type { TagFacts } from './tag-facts';
import { familyIdOf, tagsOf } from './tags';
import type { KnownTag } from './tags';

/** An image of a family that SageMaker can run. */
export interface Candidate {
  readonly repository: string;
  readonly known: KnownTag;
  readonly facts: TagFacts | undefined;
}

/** All images of a family for SageMaker, by its id; those of EC2 and of the public gallery alone left out. */
export const candidatesOf = memo((id): readonly Candidate[] => {
  const found: Candidate[] = [];
  for (const [repository, repo] of Object.entries(catalogue.repos)) {
    if (!repo.families.includes(id) || repo.arch === 'eia') continue;
    for (const known of tagsOf(repository).values()) {
      if (known.platform === 'ec2' || known.sources.every((source) => source === 'public')) continue;
      if (repo.families.length > 1 && known.family !== id && familyIdOf(repository, known.tag) !== id) {
        continue;
      }
      found.push({ repository, known, facts: readTag(repo, known.tag) });
    }
  }
  return found;
});
