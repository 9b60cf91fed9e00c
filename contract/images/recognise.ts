import { accountsFor, isAwsImageAccount, isInRegion, isKnownRegion } from './accounts';
import { catalogue, entry } from './catalogue';
import type { CatalogueRepository } from './catalogue';
import { kindsOf } from './kinds';
import type { Architecture, ImageKind, Platform, Processor } from './kinds';
import { editDistance } from '../distance';
import { algorithmImage, imageFamily, repositoryOfPublicPath } from './repositories';
import type { AlgorithmImage, ImageFamily } from './repositories';
import { suggestTags } from './suggest';
import { supportOf } from './support';
import type { Support } from './support';
import { readTag } from './tag-facts';
import type { TagFacts } from './tag-facts';
import { tagsOf } from './tags';
import type { KnownTag } from './tags';
import { dnsOf, parseEcrUri, parsePublicUri, parseRepositoryReference } from './uri';
import type { EcrUri, RepositoryReference } from './uri';

/**
 * How well a tag is known: `listed` the SageMaker SDK gives it, `published` AWS lists it now, `past` AWS listed it once,
 * `parses` it has the repository's form but is on no list (a patch revision, say), `unknown` it has not even the form.
 */
export type TagKnown = 'listed' | 'published' | 'past' | 'parses' | 'unknown';

/** A prebuilt AWS image. */
export interface RecognisedImage {
  readonly uri: string;
  /** `private`: an account's registry; `public`: public.ecr.aws; undefined: only the repository is known. */
  readonly registry: 'private' | 'public' | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly dns: string | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  readonly family: ImageFamily;
  /** What the image is for, when it is for one thing only. */
  readonly kind: ImageKind | undefined;
  readonly kinds: readonly ImageKind[];
  /** The version of the family, in full where the tag is a shorter name of it. */
  readonly version: string | undefined;
  /** The framework below: PyTorch in a Hugging Face image. */
  readonly baseVersion: string | undefined;
  /** The version of the package inside where the tag counts containers: `1.2.1` of scikit-learn `1.2-1`. */
  readonly packageVersion: string | undefined;
  /** The processor, when the image is for one only. */
  readonly processor: Processor | undefined;
  readonly processors: readonly Processor[];
  readonly architecture: Architecture;
  readonly elasticInference: boolean;
  /** `3.12`, or only `3`. */
  readonly python: string | undefined;
  /** `12.6`. */
  readonly cuda: string | undefined;
  /** `ubuntu22.04`, `amzn2023`. */
  readonly os: string | undefined;
  /** `sdk2.26.0`. */
  readonly sdk: string | undefined;
  /** Built for this service only; undefined: for either, or not known. */
  readonly platform: Platform | undefined;
  readonly algorithm: AlgorithmImage | undefined;
  /** The accounts that host this image in its region, the usual one first; empty when there is none, or no region. */
  readonly accounts: readonly string[];
  /** Undefined when the right account isn't known. */
  readonly accountOk: boolean | undefined;
  readonly regionOk: boolean | undefined;
  readonly dnsOk: boolean | undefined;
  /** Undefined when only a digest says which image it is. */
  readonly tagKnown: TagKnown | undefined;
  /** Known tags that may have been meant, best first; at most three. Worked out when asked for. */
  readonly suggestions: readonly string[];
  readonly support: Support | undefined;
}

interface Registry {
  readonly registry: 'private' | 'public' | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly dns: string | undefined;
}

const NOWHERE: Registry = { registry: undefined, account: undefined, region: undefined, dns: undefined };

function knownness(known: KnownTag | undefined, facts: TagFacts | undefined, registry: Registry): TagKnown {
  const sources = known?.sources ?? [];
  if (sources.includes('listed')) return 'listed';
  if (sources.includes('published')) return 'published';
  if (sources.includes('past')) return 'past';
  if (sources.includes('public') && registry.registry === 'public') return 'published';
  return facts === undefined ? 'unknown' : 'parses';
}

function isDnsOk(region: string, dns: string): boolean | undefined {
  const right = dnsOf(region);
  if (right === undefined) return undefined;
  if (dns === right) return true;
  // The dual-stack host is certain for the commercial regions only.
  return dns === 'on.aws' ? (right === 'amazonaws.com' ? true : undefined) : false;
}

function where(repository: string, tag: string, place: Registry) {
  const { account, region, dns } = place;
  if (region === undefined) return { accounts: [], accountOk: undefined, regionOk: undefined, dnsOk: undefined };
  const accounts = accountsFor(repository, region, tag);
  const checkable = account !== undefined && accounts.length > 0;
  return {
    accounts,
    accountOk: checkable ? accounts.includes(account) : undefined,
    regionOk: isInRegion(repository, region, tag),
    dnsOk: dns === undefined ? undefined : isDnsOk(region, dns),
  };
}

function processorsOf(known: KnownTag | undefined, facts: TagFacts | undefined, algorithm: AlgorithmImage | undefined) {
  if (known !== undefined && known.processors.length > 0) return known.processors;
  if (facts?.processor !== undefined) return [facts.processor];
  const words = algorithm === undefined ? [] : [...algorithm.facts.trainOn, ...(algorithm.facts.serveOn ?? [])];
  return (['cpu', 'gpu'] as const).filter((processor) => words.includes(processor));
}

function only<T>(values: readonly T[]): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}

/** The family's version; where a listed tag and its text differ, the text has the framework's. */
function versionsOf(known: KnownTag | undefined, facts: TagFacts | undefined) {
  const version = known?.version ?? facts?.version;
  const base = facts?.baseVersion;
  return { version, baseVersion: base === version ? undefined : base };
}

function describe(
  uri: string,
  reference: RepositoryReference,
  repo: CatalogueRepository,
  place: Registry,
): RecognisedImage {
  const { repository, tag, digest } = reference;
  // Docker reads a missing tag as `latest`, but one image has no tag at all.
  const tags = tagsOf(repository);
  const effective = tag ?? (tags.has('') ? '' : 'latest');
  const pinned = tag === undefined && digest !== undefined;
  const known = pinned ? undefined : tags.get(effective);
  const facts = pinned ? undefined : readTag(repo, effective);
  const algorithm = algorithmImage(repository);
  const kinds = known?.kinds ?? kindsOf(repo.kinds);
  const processors = processorsOf(known, facts, algorithm);
  const { version, baseVersion } = versionsOf(known, facts);
  const tagKnown = pinned ? undefined : knownness(known, facts, place);
  let suggestions: readonly string[] | undefined;
  return {
    uri,
    ...place,
    repository,
    tag,
    digest,
    family: imageFamily(repository, repo, effective),
    kind: only(kinds),
    kinds,
    version,
    baseVersion,
    packageVersion: entry(repo.packages, version),
    processor: only(processors),
    processors,
    architecture: repo.arch === 'arm64' || known?.arm === true || facts?.arm === true ? 'arm64' : 'amd64',
    elasticInference: repo.arch === 'eia',
    python: facts?.python,
    cuda: facts?.cuda,
    os: facts?.os,
    sdk: facts?.sdk,
    platform: known === undefined ? facts?.platform : known.platform,
    algorithm,
    ...where(repository, effective, place),
    tagKnown,
    get suggestions() {
      return (suggestions ??= tag === undefined || known !== undefined ? [] : suggestTags(repository, tag));
    },
    support: supportOf(repository, version),
  };
}

/**
 * Is the account AWS's, or a slip of the pen for it? People copy these images into their own registries under the same
 * name, so another account's repository is not AWS's image.
 */
function isAwsOrSlip({ account, repository, region, tag }: EcrUri): boolean {
  if (isAwsImageAccount(account)) return true;
  return accountsFor(repository, region, tag).some((right) => editDistance(account, right, 1) === 1);
}

/** Recognises a prebuilt AWS image by its full URI, private or public; undefined for any other image. */
export function recogniseImage(uri: string): RecognisedImage | undefined {
  const parsed = parseEcrUri(uri);
  if (parsed !== undefined) {
    const repo = entry(catalogue.repos, parsed.repository);
    if (repo === undefined || !isAwsOrSlip(parsed)) return undefined;
    const { account, region, dns } = parsed;
    return describe(uri, parsed, repo, { registry: 'private', account, region, dns });
  }
  const gallery = parsePublicUri(uri);
  const repository = gallery && repositoryOfPublicPath(`public.ecr.aws/${gallery.repository}`);
  const repo = entry(catalogue.repos, repository);
  if (gallery === undefined || repository === undefined || repo === undefined) return undefined;
  return describe(uri, { ...gallery, repository }, repo, { ...NOWHERE, registry: 'public', dns: 'public.ecr.aws' });
}

/** Recognises an image by repository and tag alone, where the account or region is a variable. */
export function recogniseByRepository(repository: string, tag?: string): RecognisedImage | undefined {
  const repo = entry(catalogue.repos, repository);
  if (repo === undefined) return undefined;
  const uri = tag === undefined || tag === '' ? repository : `${repository}:${tag}`;
  return describe(uri, { repository, tag: tag === '' ? undefined : tag, digest: undefined }, repo, NOWHERE);
}

/** Account, region and the rest of an ECR host in which variables or placeholders may stand. */
const LOOSE_HOST = /^(?<account>[^./]{1,100})\.dkr[.-]ecr(?:-fips)?\.(?<region>[^./]{1,100})\.[^/]{1,100}\//;

/**
 * Recognises an image whose account or region is a variable: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/vllm:…`.
 * What is written out is checked, the rest stays unknown. A full URI is left to `recogniseImage`.
 */
export function recogniseLoosely(text: string): RecognisedImage | undefined {
  if (text.length > 1024) return undefined;
  const host = LOOSE_HOST.exec(text);
  const reference = host === null ? undefined : parseRepositoryReference(text.slice(host[0].length));
  const repo = entry(catalogue.repos, reference?.repository);
  if (host === null || reference === undefined || repo === undefined || parseEcrUri(text) !== undefined)
    return undefined;
  const account = /^\d{12}$/.exec(host.groups?.['account'] ?? '')?.[0];
  if (account !== undefined && !isAwsImageAccount(account)) return undefined;
  const written = host.groups?.['region'] ?? '';
  const region = isKnownRegion(written) ? written : undefined;
  return describe(text, reference, repo, { registry: 'private', account, region, dns: undefined });
}
