import { accountsFor, isInRegion, isKnownRegion, nearestRegion } from './accounts';
import { candidatesOf } from './candidates';
import type { Candidate } from './candidates';
import { catalogue, entry, lazy } from './catalogue';
import type { CatalogueFamily } from './catalogue';
import { instanceHardware } from './instances';
import { kindsOf } from './kinds';
import type { Architecture, ImageKind, Processor } from './kinds';
import { nearestNames } from './nearest';
import { choices, versionsOf } from './resolve-words';
import { familyById } from './tag-facts';
import type { TagFacts } from './tag-facts';
import { isPast } from './tag-order';
import { formatUri } from './uri';
import { compareVersions, inSeries } from './versions';

/** Which image is wanted. What is left out is chosen: the newest version, the newest Python, CPU unless there is none. */
export interface ImageRequest {
  /** `pytorch`, `xgboost`: a family's id or name. */
  readonly family: string;
  readonly region: string;
  /** `2.6.0`, or shorter, `2.6`. */
  readonly version?: string;
  /** The framework's version below, PyTorch in a Hugging Face image. */
  readonly baseVersion?: string;
  readonly kind?: ImageKind;
  readonly processor?: Processor;
  /** `ml.g5.xlarge`; says processor and architecture unless they are given. */
  readonly instanceType?: string;
  readonly architecture?: Architecture;
  /** `3.12` or `py312`. */
  readonly python?: string;
}

/** One sentence that says what is allowed. */
export interface Unresolved {
  readonly error: string;
}

const byName = lazy(() => {
  const names = new Map<string, CatalogueFamily>();
  for (const family of catalogue.families) names.set(family.name.toLowerCase(), family);
  for (const repository of Object.keys(catalogue.repos)) {
    const [only, ...others] = entry(catalogue.repos, repository)?.families ?? [];
    const family = only === undefined || others.length > 0 ? undefined : familyById(only);
    if (family !== undefined && !names.has(repository)) names.set(repository, family);
  }
  return names;
});

function findFamily(name: string): CatalogueFamily | Unresolved {
  const family = familyById(name) ?? byName().get(name.toLowerCase());
  if (family !== undefined) return family;
  const [near] = nearestNames(
    name.toLowerCase(),
    catalogue.families.map(({ id }) => id),
    1,
  );
  const hint =
    near === undefined
      ? 'families are named as in the SageMaker SDK, such as pytorch or xgboost.'
      : `did you mean ${near}?`;
  return { error: `There is no AWS image family "${name}"; ${hint}` };
}

/** `py312` and `3.12` are the same. */
function pythonFits(facts: TagFacts | undefined, python: string): boolean {
  const wanted = /^py(\d)(\d*)$/.exec(python);
  const version = wanted === null ? python : [wanted[1], wanted[2]].filter(Boolean).join('.');
  return facts?.python !== undefined && inSeries(facts.python, version);
}

interface Step {
  keep(candidate: Candidate): boolean;
  refuse(before: readonly Candidate[]): string;
}

/** What was asked for, one thing at a time; each step knows what to say when nothing is left. */
function* stepsOf(request: ImageRequest, name: string): Generator<Step> {
  const { kind, version, baseVersion, python, region } = request;
  const hardware = request.instanceType === undefined ? undefined : instanceHardware(request.instanceType);
  const processor = request.processor ?? hardware?.processor;
  const architecture = request.architecture ?? hardware?.architecture;
  if (kind !== undefined) {
    yield {
      keep: ({ known }) => known.kinds.includes(kind),
      refuse: (before) =>
        `${name} has no ${kind} image; its images are for ${choices(kindsOf(before.flatMap(({ known }) => known.kinds)))}.`,
    };
  }
  if (processor !== undefined) {
    yield {
      keep: ({ known }) => known.processors.length === 0 || known.processors.includes(processor),
      refuse: (before) =>
        `${name} has no ${processor} image; it has ${choices(before.flatMap(({ known }) => known.processors))}.`,
    };
  }
  if (architecture !== undefined) {
    yield {
      keep: ({ known }) => known.arm === (architecture === 'arm64'),
      refuse: () => `${name} has no ${architecture} image for this.`,
    };
  }
  if (version !== undefined) {
    yield {
      keep: ({ known }) =>
        known.tag === version ||
        [known.version, known.alias].some((each) => each !== undefined && inSeries(each, version)),
      refuse: (before) => `${name} has no version ${version} for this; there are ${versionsOf(before)}.`,
    };
  }
  if (baseVersion !== undefined) {
    yield {
      keep: ({ facts }) => facts?.baseVersion !== undefined && inSeries(facts.baseVersion, baseVersion),
      refuse: (before) =>
        `${name} has no image on ${baseVersion} for this; there are ${choices(before.flatMap(({ facts }) => facts?.baseVersion ?? []))}.`,
    };
  }
  if (python !== undefined) {
    yield {
      keep: ({ facts }) => pythonFits(facts, python),
      refuse: (before) =>
        `${name} has no image with Python ${python} for this; there are ${choices(before.flatMap(({ facts }) => facts?.python ?? []))}.`,
    };
  }
  yield {
    keep: ({ repository, known }) => isInRegion(repository, region, known.tag) === true,
    refuse: () => `${name} has no such image in ${region}.`,
  };
}

const newestFirst = (a: string | undefined, b: string | undefined) => compareVersions(b ?? '', a ?? '');

/** The best first: of today, of exactly the asked name, newest, plain hardware, then the form that the SDK gives. */
function preference(request: ImageRequest): (a: Candidate, b: Candidate) => number {
  const score = ({ known }: Candidate) => {
    const exact = request.version === undefined || (known.alias ?? known.version) === request.version;
    return (isPast(known) ? 2 : 0) + (exact ? 0 : 1);
  };
  const hardware = ({ known }: Candidate) => (known.arm ? 2 : 0) + (known.processors.includes('cpu') ? 0 : 1);
  const form = ({ known }: Candidate) =>
    (request.version === undefined && known.floating ? 2 : 0) + (known.sources.includes('listed') ? 0 : 1);
  return (a, b) =>
    score(a) - score(b) ||
    newestFirst(a.known.version, b.known.version) ||
    newestFirst(a.facts?.baseVersion, b.facts?.baseVersion) ||
    hardware(a) - hardware(b) ||
    Number(b.known.primary) - Number(a.known.primary) ||
    newestFirst(a.facts?.python, b.facts?.python) ||
    form(a) - form(b) ||
    newestFirst(a.facts?.sdk, b.facts?.sdk) ||
    a.known.tag.length - b.known.tag.length ||
    newestFirst(a.known.tag, b.known.tag);
}

/** The URI of the image that fits a request, as the SageMaker SDK's `image_uris.retrieve` gives it. */
export function resolveImage(request: ImageRequest): { readonly uri: string } | Unresolved {
  const { region, instanceType } = request;
  const family = findFamily(request.family);
  if ('error' in family) return family;
  if (!isKnownRegion(region)) {
    const near = nearestRegion(region);
    return { error: `"${region}" is no region with AWS images${near === undefined ? '.' : `; did you mean ${near}?`}` };
  }
  if (instanceType !== undefined && instanceHardware(instanceType) === undefined) {
    return { error: `"${instanceType}" is no instance type; one looks like ml.m5.xlarge or ml.g5.xlarge.` };
  }
  const arm = (request.architecture ?? (instanceType && instanceHardware(instanceType)?.architecture)) === 'arm64';
  // ARM images that came later are a family of their own, `pytorch-arm64`.
  let candidates = [...candidatesOf(family.id), ...(arm ? candidatesOf(`${family.id}-arm64`) : [])];
  if (candidates.length === 0) return { error: `${family.name} has no image for SageMaker.` };
  for (const step of stepsOf(request, family.name)) {
    const left = candidates.filter((candidate) => step.keep(candidate));
    if (left.length === 0) return { error: step.refuse(candidates) };
    candidates = left;
  }
  const best = [...candidates].sort(preference(request))[0];
  if (best === undefined) return { error: `${family.name} has no image for SageMaker.` };
  const kinds = kindsOf(candidates.flatMap(({ known }) => known.kinds));
  if (request.kind === undefined && !kinds.every((kind) => best.known.kinds.includes(kind))) {
    return { error: `Say what the ${family.name} image is for: ${choices(kinds)}.` };
  }
  const [account] = accountsFor(best.repository, region, best.known.tag);
  const uri = account === undefined ? undefined : formatUri(account, region, best.repository, best.known.tag);
  return uri === undefined ? { error: `${family.name} has no such image in ${region}.` } : { uri };
}
