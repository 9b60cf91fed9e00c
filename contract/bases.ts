import type { Base, Family } from './bases-data/base';
import { LANGUAGES } from './bases-data/languages';
import { SAGEMAKER } from './bases-data/sagemaker';
import { SCIENCE } from './bases-data/science';
import { SERVERS } from './bases-data/servers';
import { SYSTEMS } from './bases-data/systems';
import { effectiveTag, imageReference } from './image-reference';

export type { Answer, Base } from './bases-data/base';

const FAMILIES: readonly Family[] = [...SYSTEMS, ...LANGUAGES, ...SCIENCE, ...SERVERS, SAGEMAKER];

/** All rows, as they are without what a tag adds. */
export const BASES: readonly Base[] = FAMILIES.flatMap((family) => family.rows);

/**
 * What is known of the image of this reference (`python:3.12-slim`, `…dkr.ecr…/pytorch-training:2.6.0-gpu-py312`), with
 * what its tag says filled in; undefined for images that are not known, or not well enough to say anything.
 */
export function findBase(reference: string): Base | undefined {
  const parsed = imageReference(reference);
  if (parsed === undefined) return undefined;
  const tag = parsed.registry === 'docker.io' && parsed.repository === 'library/scratch' ? '' : effectiveTag(parsed);
  if (tag === undefined) return undefined;
  return FAMILIES.find((family) => family.matches(parsed))?.choose(tag, parsed);
}
