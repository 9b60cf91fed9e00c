import { builtInAlgorithms } from '../../../../contract/images/algorithms';
import { completeImage } from '../../../../contract/images/complete';
import { instanceResources } from '../../../../contract/instances';
import { listAt, textAt } from '../json-value';
import type { Cursor } from './cursor';
import { cursorAt, nameChange, valueChange } from './cursor';
import { instanceText } from './instance-text';
import { algorithmOf, imagesOf, isImageMember, s3UrisOf } from './members';
import { choicesAt, membersAt } from './schema-at';
import type { EditedDocument, RequestCompletion, Surroundings } from './types';

/**
 * What to offer at an offset, best first: what the schema alone can't say. Names of members and listed values come from
 * the schema, by the editor's JSON service; those of an overlay, which has no schema of its own there, from here.
 */
export function completeRequest(
  document: EditedDocument,
  offset: number,
  around: Surroundings,
): readonly RequestCompletion[] {
  const cursor = cursorAt(document, offset);
  if (cursor === undefined) return [];
  const offers = document.kind === 'overlay' ? overlayOffers(cursor, around) : requestOffers(document, cursor, around);
  return offers.map((offer, index) => ({ ...offer, sortText: String(index).padStart(4, '0') }));
}

type Offer = Omit<RequestCompletion, 'sortText'>;

function requestOffers({ kind }: EditedDocument, cursor: Cursor, around: Surroundings): readonly Offer[] {
  const { path, isName } = cursor;
  const last = path.at(-1);
  const [request] = around.requests;
  if (isName) return last === 'HyperParameters' ? hyperparameters(cursor, request) : [];
  if (isImageMember(path)) return images(cursor, around);
  if (last === 'ChannelName') return channels(cursor, request);
  if (last === 'ContentType' || last === 'Accept') return contentTypes(cursor, request);
  if (last === 'ModelName' && path.includes('ProductionVariants')) return modelNames(cursor, request);
  if (kind === 'overlay') return [];
  const choices = choicesAt(kind, path);
  return choices.some((it) => it.startsWith('ml.')) ? instanceTypes(cursor, choices) : [];
}

function value(cursor: Cursor, label: string, detail: string): Offer {
  return { label, detail, kind: 'value', change: valueChange(cursor, label), goesOn: false };
}

function name(cursor: Cursor, label: string, detail: string, text?: string): Offer {
  return { label, detail, kind: 'member', change: nameChange(cursor, label, text), goesOn: false };
}

/** Small ones first, those with GPUs behind those without. */
function instanceTypes(cursor: Cursor, types: readonly string[]): readonly Offer[] {
  const order = (type: string): number => {
    const found = instanceResources(type);
    return found === undefined ? Infinity : found.gpus * 100_000 + found.vcpus;
  };
  return types
    .filter((type) => type.startsWith('ml.'))
    .map((type) => ({ type, order: order(type) }))
    .sort((a, b) => (a.order === b.order ? (a.type < b.type ? -1 : 1) : a.order < b.order ? -1 : 1))
    .map(({ type }) => value(cursor, type, instanceText(type)));
}

function images(cursor: Cursor, { region, builtImages }: Surroundings): readonly Offer[] {
  const built = builtImages.filter((tag) => tag.startsWith(cursor.typed));
  return [
    ...built.map((tag): Offer => ({ ...value(cursor, tag, 'built on this machine'), kind: 'image' })),
    ...completeImage(cursor.typed, region).map(({ uri, detail, kind }): Offer => ({
      label: uri,
      detail,
      kind: 'image',
      change: valueChange(cursor, uri),
      goesOn: kind !== 'tag',
    })),
  ];
}

function channels(cursor: Cursor, request: unknown): readonly Offer[] {
  const algorithm = algorithmOf(request);
  const index = cursor.path.at(-2);
  const taken = listAt(request, 'InputDataConfig').flatMap((it, at) =>
    at === index ? [] : [textAt(it, 'ChannelName')],
  );
  const offer = (names: readonly string[], detail: string): readonly Offer[] =>
    names.filter((it) => !taken.includes(it)).map((it) => value(cursor, it, detail));
  if (algorithm === undefined) return offer(['train', 'validation', 'test'], 'usual name');
  return [
    ...offer(algorithm.channels.required, `${algorithm.name} needs it`),
    ...offer(algorithm.channels.optional, `${algorithm.name} takes it`),
  ];
}

function hyperparameters(cursor: Cursor, request: unknown): readonly Offer[] {
  const algorithm = algorithmOf(request);
  if (algorithm === undefined) return [];
  const { required, conditional = [], optional } = algorithm.hyperparameters;
  const offer = (names: readonly string[], detail: string): readonly Offer[] =>
    names.filter((it) => !cursor.siblings.includes(it)).map((it) => name(cursor, it, detail));
  return [
    ...offer(required, `${algorithm.name} needs it`),
    ...offer(conditional, `${algorithm.name} needs it for some settings`),
    ...offer(optional, algorithm.name),
  ];
}

function contentTypes(cursor: Cursor, request: unknown): readonly Offer[] {
  const own = algorithmOf(request);
  const types =
    own === undefined ? builtInAlgorithms().flatMap((it) => it.contentTypes ?? []) : (own.contentTypes ?? []);
  return [...new Set(types)].map((it) => value(cursor, it, own?.name ?? 'content type'));
}

function modelNames(cursor: Cursor, request: unknown): readonly Offer[] {
  const models = [
    textAt(request, 'Model', 'ModelName'),
    ...listAt(request, 'Models').map((it) => textAt(it, 'ModelName')),
  ];
  return models.flatMap((it) => (it === undefined ? [] : [value(cursor, it, 'model of this document')]));
}

function overlayOffers(cursor: Cursor, around: Surroundings): readonly Offer[] {
  const { path, isName, siblings } = cursor;
  const [member] = path;
  const fresh = (texts: readonly string[]): readonly string[] =>
    [...new Set(texts)].filter((it) => !siblings.includes(it));
  if (isName && path.length === 0)
    return fresh(membersAt('overlay', []).filter((it) => it !== '$schema')).map((it) =>
      name(cursor, it, around.overlayTexts.get(it) ?? '', STARTS[it]),
    );
  if (isName && path.length === 1 && member === 's3')
    return fresh(around.requests.flatMap(s3UrisOf).map(({ text }) => text)).map((it) =>
      name(cursor, it, 'the request names it'),
    );
  if (isName && path.length === 1 && member === 'images')
    return fresh(around.requests.flatMap(imagesOf).map(({ text }) => text)).map((it) =>
      name(cursor, it, 'the request names it'),
    );
  if (isName) return [];
  if (path.length === 2 && member === 'images')
    return around.builtImages.map((it) => value(cursor, it, 'built on this machine'));
  if (member === 'gpus' && path.length === 1)
    return ['auto', 'none', 'all'].map((it) => value(cursor, it, GPUS[it] ?? ''));
  return choicesAt('overlay', path).map((it) => value(cursor, it, ''));
}

const GPUS: Readonly<Record<string, string>> = {
  auto: 'as many as the instance type has',
  none: 'the CPU',
  all: 'all of this machine',
};

/** With what the value of an overlay's member begins, where it is no text. */
const STARTS: Readonly<Record<string, string>> = {
  s3: '{}',
  images: '{}',
  env: '{}',
  ports: '[]',
  mounts: '[]',
  cpus: '1',
};
