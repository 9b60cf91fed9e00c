import data from './catalogue.json';

/** One version of an image pattern; its own axes replace those of the pattern, `null` removes one. */
export interface VersionItem {
  readonly v: string;
  readonly base?: string;
  readonly prefix?: string;
  readonly lib?: string;
  readonly regions?: string;
  readonly proc?: readonly string[];
  readonly py?: readonly string[];
  readonly sdk?: readonly string[];
  readonly cv?: Readonly<Record<string, string>> | null;
}

/** A pattern that generates tags of one repository, or `published: true` for the tags listed at the repository. */
export interface ImagePattern {
  readonly repo: string;
  readonly kinds: readonly string[];
  readonly published?: boolean;
  readonly tag?: string;
  readonly also?: readonly string[];
  readonly versions?: readonly (string | VersionItem)[];
  readonly aliases?: Readonly<Record<string, string>>;
  readonly aliasTags?: boolean;
  readonly proc?: readonly string[];
  readonly py?: readonly string[];
  readonly sdk?: readonly string[];
  readonly cv?: Readonly<Record<string, string>>;
  readonly device?: readonly string[];
  readonly arch?: string;
  readonly regions?: string;
  readonly accounts?: string;
  readonly note?: string;
}

/** Images of one framework, library or algorithm; `id` is the SageMaker SDK's key where there is one. */
export interface CatalogueFamily {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly cat: string;
  readonly processor?: boolean;
  readonly images: readonly ImagePattern[];
}

/** One ECR repository, the same name in every region. */
export interface CatalogueRepository {
  /** Account tables; the first is the usual one, the rest also host it. */
  readonly accounts: readonly string[];
  readonly kinds: readonly string[];
  readonly families: readonly string[];
  /** Tag grammars, the first match wins. */
  readonly grammar: readonly string[];
  /** `[regex, family]`, the first hit wins. */
  readonly familyByTag?: readonly (readonly string[])[];
  readonly arch?: string;
  /** Full tags: `sagemaker`, `ec2`, `any` are listed now, `past` once, `public` in the public gallery only. */
  readonly published?: Readonly<Record<string, readonly string[]>>;
  readonly tagVersions?: Readonly<Record<string, string>>;
  readonly packages?: Readonly<Record<string, string>>;
  readonly public?: string;
}

/** A built-in algorithm, with an image of its own (`image`) or run through a JumpStart model (`jumpstart`). */
export interface CatalogueAlgorithm {
  readonly id: string;
  readonly name: string;
  readonly family?: string;
  readonly via: string;
  readonly modelId?: string;
  readonly train: boolean;
  readonly serve: boolean;
  readonly trainOn: readonly string[];
  readonly serveOn?: readonly string[];
  readonly distributed: boolean;
  readonly channels: { readonly required: readonly string[]; readonly optional: readonly string[] };
  readonly inputModes: readonly string[];
  readonly fileTypes: string;
  readonly contentTypes?: readonly string[];
  readonly hyperparameters: {
    readonly required: readonly string[];
    readonly conditional?: readonly string[];
    readonly optional: readonly string[];
  };
  readonly note?: string;
  readonly doc?: string;
}

/** The regions of an account table: all but some, or only some. */
export interface RegionSet {
  readonly except?: readonly string[];
  readonly only?: readonly string[];
}

/** The catalogue of AWS's prebuilt images. Regular expressions are JavaScript with named groups. */
export interface Catalogue {
  readonly schema: string;
  readonly uri: { readonly template: string; readonly regex: string; readonly public: string };
  readonly partitions: Readonly<Record<string, { readonly dns: string }>>;
  /** Code -> `[name, partition]`. */
  readonly regions: Readonly<Record<string, readonly string[]>>;
  /** Table -> region -> account. */
  readonly accounts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly regionSets: Readonly<Record<string, RegionSet>>;
  readonly grammars: Readonly<Record<string, string>>;
  readonly repos: Readonly<Record<string, CatalogueRepository>>;
  readonly families: readonly CatalogueFamily[];
  readonly algorithms: readonly CatalogueAlgorithm[];
  /** Repository, or `pytorch-*` -> version -> `[generally available, end of patch]`. */
  readonly support: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export const catalogue: Catalogue = data;

/** An own entry of a catalogue table: names come from users, and `constructor` is not a repository. */
export function entry<T>(table: Readonly<Record<string, T>> | undefined, key: string | undefined): T | undefined {
  return table !== undefined && key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A value that is made once, on first use. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** A function that remembers its answer for each key. Only for closed sets of keys (names of the catalogue). */
export function memo<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (key) => {
    const found = known.get(key) ?? { value: make(key) };
    known.set(key, found);
    return found.value;
  };
}
