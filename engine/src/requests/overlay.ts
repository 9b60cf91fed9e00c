import { createHash } from 'node:crypto';
import path from 'node:path';
import { OWN_IMAGES } from '../session/image-names';
import { error } from './complaints';
import { isRecord, listAt } from './json-value';
import type { Complaint } from './located-json';
import { pointerNames, readLocatedJson } from './located-json';
import { kindByName } from './recognise';
import { schemaComplaints } from './schema-complaints';
import type { Overlay, RequestProblem } from './types';

/** An image of the request, and what runs here in its place. */
export interface LocalImage {
  readonly requested: string;
  /** A tag; of what is built, if anything is. */
  readonly local: string;
  readonly build:
    | {
        readonly dockerfile: string;
        /** Undefined: the Dockerfile's folder. */
        readonly context: string | undefined;
        readonly target: string | undefined;
        readonly buildArguments: Readonly<Record<string, string>>;
      }
    | undefined;
}

/** What holds without an overlay. */
export const DEFAULT_OVERLAY: Overlay = {
  s3: {},
  images: {},
  gpus: 'auto',
  shmSize: undefined,
  env: {},
  envFile: undefined,
  ports: [],
  mounts: [],
  user: 'image',
  network: 'bridge',
  platform: undefined,
  credentials: 'none',
  cpus: undefined,
  memory: undefined,
};

const UNITS = 'bkmgt';

export interface ParsedOverlay {
  /** Members with an error have their defaults. */
  readonly overlay: Overlay;
  readonly problems: readonly RequestProblem[];
}

/** Reads an overlay: JSON, in which comments and trailing commas are welcome. */
export function parseOverlay(text: string): ParsedOverlay {
  const json = readLocatedJson(text, true);
  if (json.value === undefined) return { overlay: DEFAULT_OVERLAY, problems: json.problems };
  const bySchema = schemaComplaints('overlay', json.value);
  const taken = new Set(bySchema.map((it) => it.pointer));
  const complaints = [...bySchema, ...overlayChecks(json.value).filter((it) => !taken.has(it.pointer))];
  const wrong = new Set(complaints.map((it) => pointerNames(it.pointer)[0]));
  const problems = [...json.problems, ...complaints.map((it) => json.place(it))].sort((a, b) => a.offset - b.offset);
  if (!isRecord(json.value)) return { overlay: DEFAULT_OVERLAY, problems };
  const kept = Object.entries(json.value).filter(([name]) => name !== '$schema' && !wrong.has(name));
  const members: unknown = Object.fromEntries(kept);
  return { overlay: passed(members) ? { ...DEFAULT_OVERLAY, ...members } : DEFAULT_OVERLAY, problems };
}

/** The members that are left have passed the schema, which says what the type says. */
function passed(members: unknown): members is Partial<Overlay> {
  return isRecord(members);
}

function overlayChecks(value: unknown): readonly Complaint[] {
  const ports = listAt(value, 'ports').flatMap((port, index) =>
    typeof port === 'string' && !isPortPair(port)
      ? [
          error(
            `/ports/${index}`,
            `\`ports[${index}]\` is ${JSON.stringify(port.slice(0, 40))}. Ports go from 1 to 65535.`,
          ),
        ]
      : [],
  );
  const gpus = listAt(value, 'gpus');
  const twice = gpus.findIndex((id, index) => gpus.indexOf(id) < index);
  const devices = twice < 0 ? [] : [error(`/gpus/${twice}`, 'This GPU stands in the list twice: remove one.')];
  return [...ports, ...devices];
}

/** `5678` or `15678:5678`; 0 stands for any free port of this machine. */
function isPortPair(text: string): boolean {
  const [here, container = here, ...rest] = text.split(':').map(portNumber);
  return rest.length === 0 && here !== undefined && container !== undefined && container > 0;
}

function portNumber(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  return port <= 65_535 ? port : undefined;
}

/** Where the overlay of a request lies: `train.training-job.json` → `train.local.json`. */
export function overlayPathOf(requestPath: string): string {
  const kind = kindByName(requestPath);
  const bare = requestPath.replace(/\.json$/i, '');
  const end = kind === undefined ? '' : `.${kind}`;
  const named = end !== '' && bare.toLowerCase().endsWith(end) && !/(^|[\\/])$/.test(bare.slice(0, -end.length));
  return `${named ? bare.slice(0, -end.length) : bare}.local.json`;
}

/**
 * The local file or folder in the place of an S3 URI; undefined when no prefix fits. The longest prefix wins, and a prefix
 * ends where a name does: `s3://b/train` stands for `s3://b/train/x`, not for `s3://b/training`.
 */
export function resolveS3(overlay: Overlay, uri: string, folderOfOverlay: string): string | undefined {
  const fitting = Object.keys(overlay.s3).filter((prefix) => restOf(prefix, uri) !== undefined);
  const longest = fitting.reduce<string | undefined>(
    (best, it) => (best === undefined || trimmed(it).length > trimmed(best).length ? it : best),
    undefined,
  );
  const target = longest === undefined ? undefined : overlay.s3[longest];
  if (longest === undefined || target === undefined) return undefined;
  const rest = restOf(longest, uri) ?? '';
  // A key of S3 may hold `..`; it must not lead out of the folder.
  if (rest.split(/[\\/]/).includes('..')) return undefined;
  const start = located(target, folderOfOverlay);
  return withoutEnd(rest === '' ? start : path.join(start, rest));
}

function restOf(prefix: string, uri: string): string | undefined {
  const start = trimmed(prefix);
  if (trimmed(uri) === start) return '';
  return uri.startsWith(`${start}/`) ? uri.slice(start.length + 1) : undefined;
}

function trimmed(uri: string): string {
  return uri.endsWith('/') ? uri.slice(0, -1) : uri;
}

function withoutEnd(file: string): string {
  return file.length > path.parse(file).root.length && /[\\/]$/.test(file) ? file.slice(0, -1) : file;
}

/** The image that runs here for an image of the request: the same, another tag, or what is built. Paths are absolute. */
export function resolveImage(overlay: Overlay, image: string, folderOfOverlay: string): LocalImage {
  const names = [image, `${image}:latest`, image.replace(/:latest$/, '')];
  const name = names.find((it) => Object.hasOwn(overlay.images, it));
  const found = name === undefined ? undefined : overlay.images[name];
  if (found === undefined || typeof found === 'string')
    return { requested: image, local: found ?? image, build: undefined };
  const dockerfile = located(found.dockerfile, folderOfOverlay);
  const context = found.context === undefined ? undefined : located(found.context, folderOfOverlay);
  const build = { dockerfile, context, target: found.target, buildArguments: found.buildArguments ?? {} };
  return { requested: image, local: tagOf(image, build), build };
}

/** One tag for each way to build, so that two requests at once don't take it from each other. */
function tagOf(image: string, build: NonNullable<LocalImage['build']>): string {
  const repository = image.replace(/@.*$/s, '').replace(/:[^/:]*$/, '');
  const name = repository
    .slice(repository.lastIndexOf('/') + 1)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  const { dockerfile, context = '', target = '', buildArguments } = build;
  const recipe = JSON.stringify([image, dockerfile, context, target, Object.entries(buildArguments).sort()]);
  const hash = createHash('sha256').update(recipe).digest('hex').slice(0, 12);
  return `${OWN_IMAGES}${name.replaceAll(/^-+|-+$/g, '') || 'image'}:${hash}`;
}

function located(file: string, folder: string): string {
  return path.isAbsolute(file) ? path.normalize(file) : path.join(folder, file);
}

/** Bytes of a size as Docker writes it: `512m`, `8g`, `1.5GiB`, `1024`. Undefined when it is none. */
export function parseSize(text: string): number | undefined {
  const match = /^\s{0,9}(\d{1,15}(?:\.\d{1,9})?)\s?([bkmgt]?)(?:i?b)?\s{0,9}$/i.exec(text);
  if (match === null) return undefined;
  const [, digits = '', unit = ''] = match;
  const bytes = Number(digits) * 1024 ** Math.max(0, UNITS.indexOf(unit === '' ? 'b' : unit.toLowerCase()));
  return Number.isSafeInteger(Math.floor(bytes)) ? Math.floor(bytes) : undefined;
}
