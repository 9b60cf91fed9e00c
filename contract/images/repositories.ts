import { algorithmOfRepository, isClosedAlgorithmRepository } from './algorithms';
import type { BuiltInAlgorithm } from './algorithms';
import { catalogue, entry, lazy } from './catalogue';
import type { CatalogueRepository } from './catalogue';
import { kindsOf } from './kinds';
import type { Architecture, ImageKind } from './kinds';
import { nearestNames } from './nearest';
import { familyById, familyOfTag } from './tag-facts';

/** A family of images: one framework, library, server or algorithm. */
export interface ImageFamily {
  /** The SageMaker SDK's key where there is one; a repository's name where its tag doesn't say which family it is. */
  readonly id: string;
  readonly name: string;
  readonly group: string;
}

/** A built-in algorithm's image: `closed` means it can be run, not built upon. */
export interface AlgorithmImage {
  readonly id: string;
  readonly name: string;
  readonly closed: boolean;
  readonly facts: BuiltInAlgorithm;
}

/** What is known of a repository of AWS images. */
export interface RecognisedRepository {
  readonly repository: string;
  readonly families: readonly ImageFamily[];
  readonly kinds: readonly ImageKind[];
  readonly architecture: Architecture;
  readonly elasticInference: boolean;
  readonly algorithm: AlgorithmImage | undefined;
  /** Its path in the ECR public gallery, `public.ecr.aws/deep-learning-containers/vllm`. */
  readonly publicPath: string | undefined;
}

const publicPaths = lazy(() => {
  const paths = new Map<string, string>();
  for (const [name, repo] of Object.entries(catalogue.repos)) {
    if (repo.public !== undefined) paths.set(repo.public, name);
  }
  return paths;
});

function plain(family: ImageFamily): ImageFamily {
  return { id: family.id, name: family.name, group: family.group };
}

/** The families that a repository holds. */
function familiesOf(repo: CatalogueRepository): readonly ImageFamily[] {
  return repo.families.flatMap((id) => {
    const family = familyById(id);
    return family === undefined ? [] : [plain(family)];
  });
}

/** The family of a tag; what the repository's families share when the tag doesn't say which. */
export function imageFamily(repository: string, repo: CatalogueRepository, tag: string): ImageFamily {
  const family = familyOfTag(repo, tag);
  if (family !== undefined) return plain(family);
  const group = familiesOf(repo)[0]?.group ?? repository;
  return { id: repository, name: group, group };
}

/** The built-in algorithm of a repository. */
export function algorithmImage(repository: string): AlgorithmImage | undefined {
  const facts = algorithmOfRepository(repository);
  if (facts === undefined) return undefined;
  return { id: facts.id, name: facts.name, closed: isClosedAlgorithmRepository(repository), facts };
}

/** What is known of a repository by its name alone; undefined when AWS has no image of that name. */
export function recogniseRepository(repository: string): RecognisedRepository | undefined {
  const repo = entry(catalogue.repos, repository);
  if (repo === undefined) return undefined;
  return {
    repository,
    families: familiesOf(repo),
    kinds: kindsOf(repo.kinds),
    architecture: repo.arch === 'arm64' ? 'arm64' : 'amd64',
    elasticInference: repo.arch === 'eia',
    algorithm: algorithmImage(repository),
    publicPath: repo.public,
  };
}

/** The repository behind a path of the public gallery, `public.ecr.aws/deep-learning-containers/vllm`. */
export function repositoryOfPublicPath(path: string): string | undefined {
  return publicPaths().get(path);
}

/** The names of AWS's repositories that are close to this one, nearest first; at most three. */
export function nearestRepositories(name: string): readonly string[] {
  return nearestNames(name, Object.keys(catalogue.repos), 3);
}

/** The AWS repository that was probably meant; undefined when none is close. */
export function nearestRepository(name: string): string | undefined {
  return nearestRepositories(name)[0];
}
