import type { RequirementId } from '../../../contract/requirements';
import { IMAGE_TESTS } from './catalogue-image';
import { INFERENCE_TESTS } from './catalogue-inference';
import { TRAINING_TESTS } from './catalogue-training';
import type { ConformanceResult, ConformanceRole, Entry, Outcome, TestDescription } from './types';

export type TestId = keyof typeof IMAGE_TESTS | keyof typeof TRAINING_TESTS | keyof typeof INFERENCE_TESTS;

const CATALOGUE: Readonly<Record<TestId, Entry>> = { ...IMAGE_TESTS, ...TRAINING_TESTS, ...INFERENCE_TESTS };

const ABOUT = { image: IMAGE_TESTS, training: TRAINING_TESTS, inference: INFERENCE_TESTS };

/** The tests about this, in order. */
export function testsAbout(about: 'image' | ConformanceRole): readonly TestId[] {
  return Object.keys(ABOUT[about]).filter(isTestId);
}

/** All tests of an image in these roles, in the order of their results: those of the image itself come first. */
export function listTests(roles: readonly ConformanceRole[]): readonly TestDescription[] {
  const abouts = (['image', 'training', 'inference'] as const).filter((it) => it === 'image' || roles.includes(it));
  return abouts.flatMap((about) =>
    testsAbout(about).map((id) => {
      const { title, requirements, place } = CATALOGUE[id];
      return { id, title, requirements, role: about === 'image' ? undefined : about, place };
    }),
  );
}

export function isTestId(id: string): id is TestId {
  return Object.hasOwn(CATALOGUE, id);
}

/** What a test found. A failed one may name the requirements more closely, and what to do. */
export function result(
  id: TestId,
  outcome: Outcome,
  evidence: readonly string[],
  closer: { readonly requirements?: readonly RequirementId[]; readonly remedy?: string | undefined } = {},
): ConformanceResult {
  const entry = CATALOGUE[id];
  const remedy = closer.remedy ?? entry.remedy;
  return {
    id,
    requirements: closer.requirements ?? entry.requirements,
    title: entry.title,
    outcome,
    evidence,
    ...(outcome === 'failed' && remedy !== '' ? { remedy } : {}),
  };
}
