import { catalogue, entry, lazy, memo } from './catalogue';
import type { CatalogueFamily, CatalogueRepository } from './catalogue';
import { processorOf } from './kinds';
import type { Platform, Processor } from './kinds';

/** What the text of a tag says. */
export interface TagFacts {
  /** The version of the family: Transformers in `2.6.0-transformers4.49.0-…`, PyTorch in `2.6.0-gpu-py312`. */
  readonly version: string | undefined;
  /** The version of the framework below, when it is another one: PyTorch in `2.6.0-transformers4.49.0-…`. */
  readonly baseVersion: string | undefined;
  /** The revision of the image, `v1.2`. */
  readonly revision: string | undefined;
  readonly processor: Processor | undefined;
  /** `3.12`, or only `3`. */
  readonly python: string | undefined;
  /** `12.6`. */
  readonly cuda: string | undefined;
  /** `ubuntu22.04`, `amzn2023`. */
  readonly os: string | undefined;
  /** `sdk2.26.0`, `synapseai1.8.0`. */
  readonly sdk: string | undefined;
  readonly platform: Platform | undefined;
  readonly arm: boolean;
}

/** What AWS adds to the tag of one build: its lazily loaded form, and the time of the build. */
const BUILD_SUFFIX = /(?:-\d{4}(?:-\d\d){5})?(?:-soci)?$/;

const PLATFORMS: Readonly<Record<string, Platform>> = { sagemaker: 'sagemaker', ec2: 'ec2', e3: 'ec2' };

const families = lazy(() => new Map(catalogue.families.map((family) => [family.id, family] as const)));
const grammar = memo((id) => new RegExp(entry(catalogue.grammars, id) ?? '(?!)'));
const expression = memo((source) => new RegExp(source));

/** A family of the catalogue by its id. */
export function familyById(id: string): CatalogueFamily | undefined {
  return families().get(id);
}

/** The family of a tag; undefined when the repository holds several and the tag fits none of them. */
export function familyOfTag(repo: CatalogueRepository, tag: string): CatalogueFamily | undefined {
  for (const [source, id] of repo.familyByTag ?? []) {
    if (source !== undefined && id !== undefined && expression(source).test(tag)) return familyById(id);
  }
  const [first, ...others] = repo.families;
  return first !== undefined && others.length === 0 ? familyById(first) : undefined;
}

/**
 * Is the family counted by the version behind the word (`tgi3.2.3`), not by the first number of the tag? Transformers,
 * TGI, TEI and Stability are; vLLM and SGLang with Transformers inside are not. The catalogue's own versions tell.
 */
const countsByVariant = memo((id) =>
  (familyById(id)?.images ?? []).some((image) =>
    (image.versions ?? []).some(
      (item) =>
        typeof item !== 'string' &&
        (item.base !== undefined || /-[a-z]+([\d.]+)$/.exec(item.prefix ?? '')?.[1] === item.v),
    ),
  ),
);

/** `py312` -> `3.12`, `py3` -> `3`. */
function pythonVersion(token: string | undefined): string | undefined {
  const digits = token?.slice(2);
  if (digits === undefined || digits === '') return undefined;
  return digits.length === 1 ? digits : `${digits.slice(0, 1)}.${digits.slice(1)}`;
}

/** `cu126` -> `12.6`, `cu92` -> `9.2`. */
function cudaVersion(token: string | undefined): string | undefined {
  const digits = token?.slice(2);
  if (digits === undefined || digits.length < 2) return undefined;
  return `${digits.slice(0, -1)}.${digits.slice(-1)}`;
}

function versionsOf(groups: Readonly<Record<string, string | undefined>>, id: string, family: string | undefined) {
  const first = groups['version'];
  if (id === 'server') return { version: undefined, baseVersion: undefined, revision: first && `v${first}` };
  const revision = groups['rev'];
  const variant = groups['variantVersion'];
  if (variant !== undefined && family !== undefined && countsByVariant(family)) {
    return { version: variant, baseVersion: first, revision };
  }
  return { version: first === 'latest' ? undefined : first, baseVersion: undefined, revision };
}

function tagProcessor(groups: Readonly<Record<string, string | undefined>>, id: string): Processor | undefined {
  const named = processorOf(groups['proc'] ?? groups['cpu']);
  if (named !== undefined) return named;
  // A DJL engine, a CUDA version or Triton without a suffix: these images need a GPU.
  const gpu = groups['cuda'] !== undefined || groups['engine'] !== undefined || id === 'triton';
  return gpu ? 'gpu' : undefined;
}

/** Reads a tag by the repository's grammars; undefined when none fits. */
export function readTag(repo: CatalogueRepository, tag: string): TagFacts | undefined {
  const plain = tag.replace(BUILD_SUFFIX, '');
  for (const id of repo.grammar) {
    const groups: Readonly<Record<string, string | undefined>> | undefined = grammar(id).exec(plain)?.groups;
    if (groups === undefined) continue;
    const { version, baseVersion, revision } = versionsOf(groups, id, familyOfTag(repo, tag)?.id);
    return {
      version: entry(repo.tagVersions, tag) ?? version,
      baseVersion,
      revision,
      processor: tagProcessor(groups, id),
      // In `1.4-2-py312-cpu-py3` the version names the exact Python.
      python: pythonVersion(/-(py\d{2,3})$/.exec(version ?? '')?.[1] ?? groups['py']),
      cuda: cudaVersion(groups['cuda']),
      os: groups['os'],
      sdk: groups['sdk'],
      platform: entry(PLATFORMS, groups['platform']),
      arm: groups['arch'] === 'arm64',
    };
  }
  return undefined;
}
