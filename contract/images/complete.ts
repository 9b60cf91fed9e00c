import { accountsFor, isInRegion } from './accounts';
import { catalogue, entry, lazy } from './catalogue';
import type { ImageKind, Processor } from './kinds';
import { imageFamily, recogniseRepository } from './repositories';
import type { RecognisedRepository } from './repositories';
import { supportOf } from './support';
import { familyById } from './tag-facts';
import { isPast, orderedTags } from './tag-order';
import type { KnownTag } from './tags';
import { formatUri } from './uri';

/** One thing to offer while someone types an image. */
export interface ImageCompletion {
  /** What replaces all that was typed: a registry up to `/`, a repository up to `:`, or a full image. */
  readonly uri: string;
  /** The part that is new: the registry's host, the repository, the tag. */
  readonly label: string;
  /** What it is: family, kind, processor, support. */
  readonly detail: string;
  readonly sortText: string;
  readonly kind: 'registry' | 'repository' | 'tag';
}

type Offer = Omit<ImageCompletion, 'sortText'>;

const DEFAULT_LIMIT = 200;
const LONGEST = 640;

/** Families that people build upon first; closed algorithms and helper images last. */
const CATEGORY_ORDER = ['framework', 'library', 'serving', 'neuron', 'base', 'processing', 'algorithm', 'rl', 'neo'];
const GROUP_ORDER = [
  'PyTorch',
  'TensorFlow',
  'scikit-learn',
  'Built-in algorithms',
  'Hugging Face',
  'vLLM',
  'DJL / LMI',
];

const PROCESSOR_NAMES: Readonly<Record<Processor, string>> = { cpu: 'CPU', gpu: 'GPU', neuron: 'Neuron', hpu: 'Gaudi' };

interface Shelf {
  readonly facts: RecognisedRepository;
  readonly detail: string;
  readonly words: readonly string[];
}

function place(list: readonly string[], word: string | undefined): number {
  const index = word === undefined ? -1 : list.indexOf(word);
  return index === -1 ? list.length : index;
}

function kindWords(kinds: readonly ImageKind[]): string {
  return kinds.join(' and ');
}

/** The repositories in the order in which they are offered, each with the words it is found by. */
const shelves = lazy((): readonly Shelf[] => {
  const known = new Map<string, { rank: number; readonly words: Set<string> }>();
  for (const [index, family] of catalogue.families.entries()) {
    const rank = place(CATEGORY_ORDER, family.cat) * 10_000 + place(GROUP_ORDER, family.group) * 1_000 + index;
    for (const { repo } of family.images) {
      for (const name of repo.includes('{') ? entriesLike(repo) : [repo]) {
        const shelf = known.get(name) ?? { rank, words: new Set([name]) };
        shelf.rank = Math.min(shelf.rank, rank);
        for (const word of [family.id, family.name, family.group]) shelf.words.add(word.toLowerCase());
        known.set(name, shelf);
      }
    }
  }
  const rows = [...known].flatMap(([name, { rank, words }]) => {
    const facts = recogniseRepository(name);
    if (facts === undefined) return [];
    const order = [isAside(facts) ? 1 : 0, rank, facts.kinds.includes('training') ? 0 : 1];
    return [{ order, shelf: { facts, detail: repositoryDetail(facts), words: [...words] } }];
  });
  rows.sort((a, b) => compareLists(a.order, b.order) || (a.shelf.facts.repository < b.shelf.facts.repository ? -1 : 1));
  return rows.map(({ shelf }) => shelf);
});

function compareLists(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((each, place) => each !== b[place]);
  return (a[index] ?? 0) - (b[index] ?? 0);
}

/** Repositories that a template stands for: `sagemaker-base-python-{py}`. */
function entriesLike(template: string): readonly string[] {
  const stem = template.slice(0, template.indexOf('{'));
  return Object.keys(catalogue.repos).filter((name) => name.startsWith(stem));
}

/** Is the repository on old lists only, with no pattern of the SDK? */
function isGone(repository: string, families: RecognisedRepository['families']): boolean {
  const { published } = entry(catalogue.repos, repository) ?? {};
  const listed = families.some(({ id }) =>
    familyById(id)?.images.some((image) => image.repo === repository && image.published !== true),
  );
  return !listed && published !== undefined && Object.keys(published).every((bucket) => bucket === 'past');
}

/** Offered after the others: what few build upon (another architecture, compiled models, closed or no longer listed). */
function isAside({ repository, families, architecture, elasticInference, algorithm }: RecognisedRepository): boolean {
  const table = entry(catalogue.repos, repository)?.accounts[0];
  const apart = table === 'legacy' || table === 'neo' || elasticInference || architecture === 'arm64';
  return apart || algorithm?.closed === true || isGone(repository, families);
}

function repositoryDetail({ families, kinds, architecture, algorithm }: RecognisedRepository): string {
  const names = families.length > 2 ? new Set(families.map(({ group }) => group)) : families.map(({ name }) => name);
  const parts = [`${[...names].join(', ')} ${kindWords(kinds)}`];
  if (architecture === 'arm64') parts.push('ARM64');
  if (algorithm?.closed === true) parts.push('built-in algorithm, not for building upon');
  return parts.join(', ');
}

function repositoryOffers(prefix: string, region: string, wanted: (shelf: Shelf) => boolean): readonly Offer[] {
  return shelves().flatMap((shelf) => {
    const { repository } = shelf.facts;
    if (!wanted(shelf) || isInRegion(repository, region) !== true) return [];
    return accountsFor(repository, region)
      .slice(0, prefix === '' ? 1 : undefined)
      .flatMap((account) => {
        const uri = formatUri(account, region, repository, '');
        if (uri?.startsWith(prefix) !== true) return [];
        return [{ uri: `${uri}:`, label: repository, detail: shelf.detail, kind: 'repository' as const }];
      });
  });
}

function publicOffers(prefix: string, wanted: (shelf: Shelf) => boolean): readonly Offer[] {
  return shelves().flatMap((shelf) => {
    const path = shelf.facts.publicPath;
    if (path?.startsWith(prefix) !== true || !wanted(shelf)) return [];
    return [{ uri: `${path}:`, label: path, detail: `${shelf.detail}, public gallery`, kind: 'repository' as const }];
  });
}

function registryOffers(prefix: string, region: string): readonly Offer[] {
  const names = new Map<string, string[]>();
  for (const { facts } of shelves()) {
    for (const account of accountsFor(facts.repository, region)) {
      const host = formatUri(account, region, '', '');
      if (host?.startsWith(prefix) === true) names.set(host, [...(names.get(host) ?? []), facts.repository]);
    }
  }
  return [...names].map(([host, repositories]) => {
    const shown = repositories.slice(0, 3).join(', ');
    const detail = repositories.length > 3 ? `${shown} and ${repositories.length - 3} more` : shown;
    return { uri: host, label: host.slice(0, -1), detail, kind: 'registry' as const };
  });
}

function tagDetail(repository: string, known: KnownTag): string {
  const repo = entry(catalogue.repos, repository);
  const family = repo === undefined ? undefined : imageFamily(repository, repo, known.tag);
  const parts = [`${family?.name ?? repository} ${[known.version, kindWords(known.kinds)].filter(Boolean).join(' ')}`];
  if (known.processors.length > 0) parts.push(known.processors.map((each) => PROCESSOR_NAMES[each]).join(' or '));
  if (known.arm) parts.push('ARM64');
  if (known.platform === 'ec2') parts.push('EC2');
  const support = supportOf(repository, known.version);
  if (support !== undefined) parts.push(`patched until ${support.endOfPatch}`);
  else if (isPast(known)) parts.push('no longer listed');
  return parts.join(', ');
}

/** What the tags of a repository are offered for. */
interface TagPlace {
  /** What stands before the colon. */
  readonly stem: string;
  readonly repository: string;
  readonly typed: string;
  readonly gallery: boolean;
  /** Undefined: not known, so all tags may be there. */
  readonly region: string | undefined;
}

function tagOffers({ stem, repository, typed, gallery, region }: TagPlace): readonly Offer[] {
  return orderedTags(repository)
    .filter(({ tag, sources }) => {
      if (tag === '' || !tag.startsWith(typed)) return false;
      if (gallery) return sources.includes('published') || sources.includes('public');
      if (sources.every((source) => source === 'public')) return false;
      return region === undefined || isInRegion(repository, region, tag) !== false;
    })
    .map((known) => ({
      uri: `${stem}:${known.tag}`,
      label: known.tag,
      detail: tagDetail(repository, known),
      kind: 'tag' as const,
    }));
}

/** Tags of a repository that was typed without its registry, as full URIs of the region. */
function shortTagOffers(repository: string, region: string, typed: string): readonly Offer[] {
  const account = accountsFor(repository, region)[0];
  const stem = account === undefined ? undefined : formatUri(account, region, repository, '');
  return stem === undefined ? [] : tagOffers({ stem, repository, typed, gallery: false, region });
}

/** A repository is meant by a word when one of its names, or a word in them, starts with it. */
function meant(word: string): (shelf: Shelf) => boolean {
  const low = word.toLowerCase();
  return ({ words }) =>
    words.some((each) => each.startsWith(low) || each.split(/[\s/_()-]+/).some((part) => part.startsWith(low)));
}

const HOST = /^[^/]*\.dkr[.-]ecr[^/]*\//;
const LITERAL_HOST = /^\d{12}\.dkr\.ecr\.([a-z]{2,4}(?:-[a-z]+)+-\d)\.[a-z.]{1,40}\//;

function offersFor(prefix: string, region: string): readonly Offer[] {
  const host = HOST.exec(prefix)?.[0];
  const literal = LITERAL_HOST.exec(prefix)?.[1];
  const colon = prefix.lastIndexOf(':');
  const gallery = prefix.startsWith('public.ecr.aws/');
  if (colon !== -1 && colon >= (host?.length ?? 0) && (gallery || host !== undefined)) {
    const stem = prefix.slice(0, colon);
    const publicRepository = shelves().find(({ facts }) => facts.publicPath === stem)?.facts.repository;
    const repository = gallery ? publicRepository : stem.slice(host?.length ?? 0);
    if (repository === undefined) return [];
    return tagOffers({ stem, repository, typed: prefix.slice(colon + 1), gallery, region: literal });
  }
  const all = () => true;
  if (prefix === '') return [...repositoryOffers('', region, all), ...publicOffers('', all)];
  if (gallery) return publicOffers(prefix, all);
  if (host !== undefined) {
    const rest = prefix.slice(host.length);
    if (literal !== undefined) return repositoryOffers(prefix, literal, all);
    return shelves()
      .filter(({ facts }) => facts.repository.startsWith(rest))
      .map(({ facts, detail }) => ({
        uri: `${host}${facts.repository}:`,
        label: facts.repository,
        detail,
        kind: 'repository',
      }));
  }
  if (colon !== -1) return shortTagOffers(prefix.slice(0, colon), region, prefix.slice(colon + 1));
  if (/^\d/.test(prefix)) return [...registryOffers(prefix, region), ...repositoryOffers(prefix, region, all)];
  const byHost = 'public.ecr.aws/'.startsWith(prefix) ? publicOffers(prefix, all) : [];
  const named = meant(prefix);
  return [...repositoryOffers('', region, named), ...(byHost.length > 0 ? byHost : publicOffers('', named))];
}

/**
 * What to offer for an image that is being typed, best first: repositories of the region for nothing, a word (`sklearn`)
 * or part of a host; the host's repositories behind `/`; tags behind `:`. An unknown region offers tags and the public
 * gallery only.
 */
export function completeImage(prefix: string, region: string, limit = DEFAULT_LIMIT): readonly ImageCompletion[] {
  if (prefix.length > LONGEST || /\s/.test(prefix)) return [];
  return offersFor(prefix, region)
    .slice(0, Math.max(0, limit))
    .map((offer, index) => ({ ...offer, sortText: String(index).padStart(4, '0') }));
}
