import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { DEFAULT_OVERLAY, resolveS3 } from '../requests/overlay';
import { UserError } from '../user-error';
import { inParallel } from './in-parallel';
import { manifestUris } from './manifest-plain';
import type { ManifestEntry } from './manifest-plain';
import { filesBelow } from './pack';
import { nameBelow, s3Place } from './s3-reader';
import type { S3Object } from './s3-reader';
import type { S3Store } from './s3-store';

/** One object of a job's input: a file of this machine, or an object of S3. */
export interface DataObject {
  /** Path below the channel, with slashes. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** A file of this machine with its content, fetched first when it is in S3. */
  file(signal: AbortSignal): Promise<string>;
  open(signal: AbortSignal): Promise<Readable>;
}

/** What can be read beside the folders that the plan names. */
export interface Reach {
  /** What an earlier job of this machine left at an S3 URI. */
  upload(uri: string): Promise<string | undefined>;
  /** Undefined: there is no connection to AWS. */
  readonly s3: S3Store | undefined;
}

/** Where a list of objects comes from. */
export interface ObjectsPlan {
  /** A folder or file of this machine, or an S3 URI. */
  readonly source: string;
  /** Each of the objects is named by the manifest at the source. */
  readonly manifest?: boolean | undefined;
  /** Folders that stand for S3 URIs which a manifest may name. */
  readonly folders?: Readonly<Record<string, string>> | undefined;
}

/** Looked for at a time. */
const AT_ONCE = 8;

/** All objects, sorted as S3 lists them or in the order of the manifest. */
export async function listObjects(
  plan: ObjectsPlan,
  reach: Reach,
  signal: AbortSignal,
): Promise<readonly DataObject[]> {
  if (plan.manifest === true) return manifestObjects(plan, reach, signal);
  const path = await localPath(plan.source, reach);
  if (path !== undefined) return localObjects(path);
  const store = storeOf(plan.source, reach);
  const objects = await store.list(plan.source, signal);
  const prefix = s3Place(plan.source)?.key ?? '';
  return objects.map((object) => remoteObject(object, inside(nameBelow(prefix, object.key)), store));
}

/** The one object at an S3 URI: from the folder that stands for it, else from S3. */
export async function findObject(
  uri: string,
  folders: ObjectsPlan['folders'],
  reach: Reach,
  signal: AbortSignal,
): Promise<DataObject> {
  const path = standIn(uri, folders);
  if (path !== undefined) return localObject(path, keyOf(uri));
  const store = storeOf(uri, reach);
  return remoteObject(await store.find(uri, signal), keyOf(uri), store);
}

/** The text of a manifest: the file itself, or the only one of its folder that is called so. */
export async function manifestText(
  plan: Pick<ObjectsPlan, 'source'>,
  reach: Reach,
  signal: AbortSignal,
): Promise<ManifestText> {
  const path = await localPath(plan.source, reach);
  if (path === undefined) {
    const object = await findObject(plan.source, {}, reach, signal);
    return { text: await text(await object.open(signal)), folder: undefined };
  }
  const file = (await statOf(path)).isDirectory() ? await onlyManifest(path) : path;
  return { text: await fs.readFile(file, 'utf8'), folder: dirname(file) };
}

export interface ManifestText {
  readonly text: string;
  /** Where it lies; undefined: not on this machine. */
  readonly folder: string | undefined;
}

async function manifestObjects(plan: ObjectsPlan, reach: Reach, signal: AbortSignal): Promise<readonly DataObject[]> {
  const manifest = await manifestText(plan, reach, signal);
  return inParallel(manifestUris(manifest.text), AT_ONCE, (entry) => {
    signal.throwIfAborted();
    return entryObject(entry, manifest.folder, plan, reach, signal);
  });
}

/**
 * The object that a manifest names, under its whole key, as SageMaker puts it below the channel
 * (sagemaker-python-sdk#723). It is looked for where the overlay says, then beside the manifest, then in S3.
 */
async function entryObject(
  { uri, name }: ManifestEntry,
  folder: string | undefined,
  plan: ObjectsPlan,
  reach: Reach,
  signal: AbortSignal,
): Promise<DataObject> {
  const path = standIn(uri, plan.folders) ?? (await beside(folder, name));
  if (path !== undefined) return localObject(path, keyOf(uri));
  if (reach.s3 !== undefined) return remoteObject(await reach.s3.find(uri, signal), keyOf(uri), reach.s3);
  throw new UserError(
    `The manifest “${plan.source}” names “${uri}”, which is not on this machine.`,
    'Name a folder for it in `s3` of the overlay, or put the files beside the manifest under the names that it gives them.',
  );
}

async function beside(folder: string | undefined, name: string): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  const path = join(folder, name);
  if (!path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return undefined;
  return (await exists(path)) ? path : undefined;
}

/** The path on this machine; undefined: it has to come from S3. */
async function localPath(source: string, reach: Reach): Promise<string | undefined> {
  return s3Place(source) === undefined ? source : reach.upload(source);
}

/** The path in the folder that stands for an S3 URI. */
function standIn(uri: string, folders: ObjectsPlan['folders']): string | undefined {
  // The targets are absolute already.
  return resolveS3({ ...DEFAULT_OVERLAY, s3: folders ?? {} }, uri, '');
}

function storeOf(uri: string, { s3 }: Reach): S3Store {
  if (s3 !== undefined) return s3;
  throw new UserError(
    `“${uri}” can’t be read here: no folder stands for it, and there is no connection to AWS.`,
    `Name a folder for it in the overlay, \`"s3": {"${uri}": "./data"}\`, or a connection: \`--profile <name>\` in a terminal.`,
  );
}

async function localObjects(path: string): Promise<readonly DataObject[]> {
  await statOf(path);
  const files = await filesBelow(path);
  return inParallel(files, AT_ONCE, (file) => localObject(file.path, file.name));
}

async function localObject(path: string, name: string): Promise<DataObject> {
  const { size } = await statOf(path);
  return {
    name,
    size,
    file: () => Promise.resolve(path),
    open: () => Promise.resolve(createReadStream(path)),
  };
}

function remoteObject(object: S3Object, name: string, store: S3Store): DataObject {
  return {
    name,
    size: object.size,
    file: (signal) => store.fetch(object, signal),
    open: (signal) => store.open(object, signal),
  };
}

/** The name of a manifest's object is its whole key. */
function keyOf(uri: string): string {
  return inside(s3Place(uri)?.key ?? uri);
}

/** A key of S3 may hold `..`; it must not lead out of the channel. */
function inside(name: string): string {
  return name
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
}

async function onlyManifest(folder: string): Promise<string> {
  const names = (await fs.readdir(folder)).filter((name) => /manifest/i.test(name));
  const [name] = names;
  if (name !== undefined && names.length === 1) return join(folder, name);
  throw new UserError(
    `It is not clear which file of “${folder}” is the manifest.`,
    'Map the S3 URI of the manifest to the file itself in the overlay.',
  );
}

async function exists(path: string): Promise<boolean> {
  return (await fs.stat(path).catch(() => undefined)) !== undefined;
}

async function statOf(path: string) {
  const found = await fs.stat(path).catch(() => undefined);
  if (found !== undefined) return found;
  throw new UserError(
    `“${path}”, which the job should read, does not exist.`,
    'Make it, or correct its path in the overlay (`<name>.local.json`).',
  );
}
