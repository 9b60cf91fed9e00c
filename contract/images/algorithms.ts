import { catalogue, entry, lazy } from './catalogue';
import type { CatalogueAlgorithm } from './catalogue';

/** Facts of a built-in algorithm: channels, input modes, content types, hyperparameter names, where it runs. */
export type BuiltInAlgorithm = CatalogueAlgorithm;

/** XGBoost from 0.90 on is an open container that is often built upon; it is the only open algorithm image. */
const OPEN_REPOSITORIES: ReadonlySet<string> = new Set(['sagemaker-xgboost']);

const byId = lazy(() => new Map(catalogue.algorithms.map((algorithm) => [algorithm.id, algorithm] as const)));

const byRepository = lazy(() => {
  const found = new Map<string, BuiltInAlgorithm>();
  const families = new Map(catalogue.families.map((family) => [family.id, family] as const));
  for (const algorithm of catalogue.algorithms) {
    const images = algorithm.via === 'image' ? (families.get(algorithm.family ?? '')?.images ?? []) : [];
    for (const { repo } of images) found.set(repo, algorithm);
  }
  return found;
});

/** All built-in algorithms, in the catalogue's order. */
export function builtInAlgorithms(): readonly BuiltInAlgorithm[] {
  return catalogue.algorithms;
}

/** A built-in algorithm by its id, `xgboost`. */
export function builtInAlgorithm(id: string): BuiltInAlgorithm | undefined {
  return byId().get(id);
}

/** The algorithm whose own image is in this repository. */
export function algorithmOfRepository(repository: string): BuiltInAlgorithm | undefined {
  return byRepository().get(repository);
}

/** Is this the image of an algorithm that can be run but not built upon: its inside is not documented and may change? */
export function isClosedAlgorithmRepository(repository: string): boolean {
  return (
    entry(catalogue.repos, repository) !== undefined &&
    algorithmOfRepository(repository) !== undefined &&
    !OPEN_REPOSITORIES.has(repository)
  );
}
