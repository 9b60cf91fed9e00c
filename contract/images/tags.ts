import { catalogue, entry, lazy, memo } from './catalogue';
import type { CatalogueRepository, ImagePattern, VersionItem } from './catalogue';
import { kindsOf, processorOf } from './kinds';
import type { ImageKind, Platform, Processor } from './kinds';
import { familyOfTag, readTag } from './tag-facts';
import { minorOf } from './versions';

/** Where a tag is known from: a pattern of the SageMaker SDK, AWS's present list, an older list, the public gallery. */
export type TagSource = 'listed' | 'published' | 'past' | 'public';

/** An account table that hosts a tag, with the set of its regions that have it (undefined: all). */
export interface Place {
  readonly table: string;
  readonly regions: string | undefined;
  /** The tag is in this table only, whatever else hosts the repository. */
  readonly only: boolean;
}

/** One tag of one repository, as far as the catalogue knows it. */
export interface KnownTag {
  readonly tag: string;
  /** The family whose pattern gives this tag; undefined for tags from lists only. */
  readonly family: string | undefined;
  readonly sources: readonly TagSource[];
  readonly kinds: readonly ImageKind[];
  /** The version in full; `alias` is what the tag says when that is a shorter name of it. */
  readonly version: string | undefined;
  readonly alias: string | undefined;
  /** The tag moves with new images: it says less than the full version. */
  readonly floating: boolean;
  readonly processors: readonly Processor[];
  readonly platform: Platform | undefined;
  readonly arm: boolean;
  readonly places: readonly Place[];
  /** The form that the SDK gives, not another name of the same image. */
  readonly primary: boolean;
}

interface Axes {
  readonly proc: readonly string[];
  readonly py: readonly string[];
  readonly sdk: readonly string[];
  readonly cv: Readonly<Record<string, string>>;
  readonly item: VersionItem;
}

interface FamilyPattern {
  readonly family: string;
  readonly pattern: ImagePattern;
}

interface Slot {
  readonly values: Readonly<Record<string, string>>;
  readonly proc: string;
  readonly shortBase: boolean;
}

const NONE = [''] as const;
const NO_TAGS: ReadonlyMap<string, KnownTag> = new Map();

/** Fills `{x}`; an empty value vanishes together with the hyphen before it. */
function fill(template: string, values: Readonly<Record<string, string>>): string {
  const filled = template.replace(/(-?)\{(\w+)\}/g, (_, hyphen: string, name: string) => {
    const value = values[name] ?? '';
    return value === '' ? '' : hyphen + value;
  });
  return filled.startsWith('-') ? filled.slice(1) : filled;
}

function axesOf(pattern: ImagePattern, version: string | VersionItem): Axes {
  const item: VersionItem = typeof version === 'string' ? { v: version } : version;
  const cv = item.cv === undefined ? pattern.cv : item.cv;
  return {
    proc: item.proc ?? pattern.proc ?? NONE,
    py: item.py ?? pattern.py ?? NONE,
    sdk: item.sdk ?? pattern.sdk ?? NONE,
    cv: cv ?? {},
    item,
  };
}

function* slotsOf({ proc, py, sdk, cv, item }: Axes, aliases: boolean): Generator<Slot> {
  for (const processor of proc) {
    for (const python of py) {
      for (const kit of sdk) {
        const values = { proc: processor, py: python, sdk: kit, cv: cv[processor] ?? '', prefix: item.prefix ?? '' };
        yield { values: { ...values, base: item.base ?? '' }, proc: processor, shortBase: false };
        const base = minorOf(item.base ?? '');
        if (base !== undefined && aliases) yield { values: { ...values, base }, proc: processor, shortBase: true };
      }
    }
  }
}

/** The pattern's tag templates; the first is what the SDK gives when it is asked for no more than a version. */
function templatesOf(pattern: ImagePattern): readonly string[] {
  const main = pattern.tag ?? '';
  // A tag that ends in an image revision has a floating form without it, and without the Python before it.
  const floating = main.includes('-{rev}') ? [main.replace('-{py}', '').replace('-{rev}', '')] : [];
  return [...floating, main, ...(pattern.also ?? [])];
}

function placesOf(repo: CatalogueRepository, pattern: ImagePattern | undefined, item: VersionItem | undefined) {
  const set = item?.regions ?? pattern?.regions;
  const regions = set === '*' ? undefined : set;
  if (pattern?.accounts !== undefined) return [{ table: pattern.accounts, regions, only: true }];
  return repo.accounts.map((table, index) => ({ table, regions: index === 0 ? regions : undefined, only: false }));
}

/** Two entries of the same tag, as one: what either says holds. The first one's version stays. */
function merge(known: KnownTag | undefined, next: KnownTag): KnownTag {
  if (known === undefined) return next;
  return {
    ...known,
    sources: [...new Set([...known.sources, ...next.sources])],
    kinds: kindsOf([...known.kinds, ...next.kinds]),
    processors: [...new Set([...known.processors, ...next.processors])],
    platform: known.platform ?? next.platform,
    // The SDK knows a tag's regions; the lists of published tags don't, so they add none.
    places: next.sources.includes('listed') ? [...known.places, ...next.places] : known.places,
  };
}

/** The names of a version: itself, then its aliases where they make floating tags. */
function namesOf(pattern: ImagePattern, version: string): readonly string[] {
  const aliases = pattern.aliasTags === false ? [] : Object.entries(pattern.aliases ?? {});
  return [version, ...aliases.filter(([, target]) => target === version).map(([alias]) => alias)];
}

function* patternTags(repo: CatalogueRepository, { family, pattern }: FamilyPattern): Generator<KnownTag> {
  const templates = templatesOf(pattern);
  const kinds = kindsOf(pattern.kinds);
  for (const version of pattern.versions ?? []) {
    const axes = axesOf(pattern, version);
    const places = placesOf(repo, pattern, axes.item);
    for (const slot of slotsOf(axes, pattern.aliasTags !== false)) {
      for (const [index, template] of templates.entries()) {
        for (const name of template.includes('{v}') ? namesOf(pattern, axes.item.v) : [axes.item.v]) {
          const tag = fill(template, { ...slot.values, v: name });
          const facts = readTag(repo, tag);
          const own = facts?.processor ?? processorOf(slot.proc);
          const devices = (pattern.device ?? []).flatMap((device) => processorOf(device) ?? []);
          yield {
            tag,
            family,
            sources: ['listed'],
            kinds,
            version: axes.item.v === 'latest' || axes.item.v === '' ? undefined : axes.item.v,
            alias: name === axes.item.v ? undefined : name,
            floating: name !== axes.item.v || slot.shortBase,
            processors: own === undefined ? [...new Set(devices)] : [own],
            platform: facts?.platform,
            arm: pattern.arch === 'arm64' || facts?.arm === true,
            places,
            primary: index === 0,
          };
        }
      }
    }
  }
}

const BUCKETS: Readonly<Record<string, { readonly source: TagSource; readonly platform: Platform | undefined }>> = {
  sagemaker: { source: 'published', platform: 'sagemaker' },
  ec2: { source: 'published', platform: 'ec2' },
  any: { source: 'published', platform: undefined },
  past: { source: 'past', platform: undefined },
  public: { source: 'public', platform: undefined },
};

function* publishedTags(repo: CatalogueRepository): Generator<KnownTag> {
  const places = placesOf(repo, undefined, undefined);
  const kinds = kindsOf(repo.kinds);
  for (const [name, tags] of Object.entries(repo.published ?? {})) {
    const bucket = entry(BUCKETS, name);
    if (bucket === undefined) continue;
    for (const tag of tags) {
      const facts = readTag(repo, tag);
      yield {
        tag,
        family: undefined,
        sources: [bucket.source],
        kinds,
        version: facts?.version,
        alias: undefined,
        floating: facts?.version !== undefined && /^\d+\.\d+$/.test(facts.version),
        processors: facts?.processor === undefined ? [] : [facts.processor],
        platform: bucket.platform ?? facts?.platform,
        arm: repo.arch === 'arm64' || facts?.arm === true,
        places,
        primary: true,
      };
    }
  }
}

/** Repository -> its patterns. One pattern may name several repositories (`sagemaker-base-python-{py}`). */
const patterns = lazy(() => {
  const byRepository = new Map<string, FamilyPattern[]>();
  for (const family of catalogue.families) {
    for (const pattern of family.images) {
      for (const name of new Set((pattern.py ?? NONE).map((py) => fill(pattern.repo, { py })))) {
        const list = byRepository.get(name) ?? [];
        list.push({ family: family.id, pattern });
        byRepository.set(name, list);
      }
    }
  }
  return byRepository;
});

const tagIndex = memo((repository): ReadonlyMap<string, KnownTag> => {
  const index = new Map<string, KnownTag>();
  const repo = entry(catalogue.repos, repository);
  if (repo === undefined) return index;
  for (const pattern of patterns().get(repository) ?? []) {
    for (const known of patternTags(repo, pattern)) index.set(known.tag, merge(index.get(known.tag), known));
  }
  for (const known of publishedTags(repo)) index.set(known.tag, merge(index.get(known.tag), known));
  return index;
});

/** All known tags of a repository of the catalogue, by name; empty for another one. */
export function tagsOf(repository: string): ReadonlyMap<string, KnownTag> {
  return entry(catalogue.repos, repository) === undefined ? NO_TAGS : tagIndex(repository);
}

/** The family of a known tag, by its id. */
export function familyIdOf(repository: string, tag: string): string | undefined {
  const repo = entry(catalogue.repos, repository);
  return repo === undefined ? undefined : familyOfTag(repo, tag)?.id;
}
