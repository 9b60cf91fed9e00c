import { catalogue, entry, lazy } from './catalogue';

/** A private ECR image reference, of AWS or of a customer. */
export interface EcrUri {
  readonly uri: string;
  readonly account: string;
  readonly region: string;
  /** The suffix behind the region: `amazonaws.com`, `amazonaws.com.cn`, `on.aws` (dual-stack). */
  readonly dns: string;
  readonly fips: boolean;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** A reference to a repository without what is known of its host. */
export interface RepositoryReference {
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** An image reference is at most host, 256 of repository, 128 of tag and 71 of digest; anything longer is none. */
const LONGEST = 640;
const PUBLIC_HOST = 'public.ecr.aws/';

const ecrPattern = lazy(() => new RegExp(catalogue.uri.regex));
const restPattern =
  /^(?<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** Splits a private ECR URI of any account; undefined when the text is none, or holds variables. */
export function parseEcrUri(text: string): EcrUri | undefined {
  if (text.length > LONGEST) return undefined;
  const groups = ecrPattern().exec(text)?.groups;
  const account = groups?.['account'];
  const region = groups?.['region'] ?? groups?.['region2'];
  const repository = groups?.['repo'];
  if (groups === undefined || account === undefined || region === undefined || repository === undefined)
    return undefined;
  return {
    uri: text,
    account,
    region,
    dns: groups['dns'] ?? 'on.aws',
    fips: groups['fips'] !== undefined || groups['fips2'] !== undefined,
    repository,
    tag: groups['tag'],
    digest: groups['digest'],
  };
}

/** Is this a private ECR URI, of any account? */
export function isEcrUri(text: string): boolean {
  return parseEcrUri(text) !== undefined;
}

/** Splits `repository:tag@digest`, what is behind a registry's host. */
export function parseRepositoryReference(text: string): RepositoryReference | undefined {
  if (text.length > LONGEST) return undefined;
  const groups = restPattern.exec(text)?.groups;
  const repository = groups?.['repository'];
  if (groups === undefined || repository === undefined) return undefined;
  return { repository, tag: groups['tag'], digest: groups['digest'] };
}

/** Splits a reference to the ECR public gallery; `repository` is the path behind the host. */
export function parsePublicUri(text: string): RepositoryReference | undefined {
  return text.startsWith(PUBLIC_HOST) ? parseRepositoryReference(text.slice(PUBLIC_HOST.length)) : undefined;
}

/** `aws`, `aws-cn` …, as it stands in ARNs; undefined for a region that is not in the catalogue. */
export function partitionOf(region: string): string | undefined {
  return entry(catalogue.regions, region)?.[1];
}

/** The DNS suffix of a region's partition; undefined for a region that is not in the catalogue. */
export function dnsOf(region: string): string | undefined {
  return entry(catalogue.partitions, partitionOf(region))?.dns;
}

/** A full image URI; undefined for a region that is not in the catalogue. An empty tag is left out. */
export function formatUri(account: string, region: string, repository: string, tag: string): string | undefined {
  const dns = dnsOf(region);
  if (dns === undefined) return undefined;
  return `${account}.dkr.ecr.${region}.${dns}/${repository}${tag === '' ? '' : `:${tag}`}`;
}
