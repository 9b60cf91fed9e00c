import * as fs from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { text } from 'node:stream/consumers';
import { UserError } from '../user-error';
import { keyOf, localObject, remoteObject, statOf } from './data-object';
import type { DataObject } from './data-object';
import { findObject, localPath, standIn } from './data-places';
import type { ObjectsPlan, Reach } from './data-places';
import { inParallel } from './in-parallel';
import { manifestUris } from './manifest-plain';
import type { ManifestEntry } from './manifest-plain';

/** Looked for at a time. */
const AT_ONCE = 8;

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

/** All objects that a manifest names, in its order. */
export async function manifestObjects(
  plan: ObjectsPlan,
  reach: Reach,
  signal: AbortSignal,
): Promise<readonly DataObject[]> {
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
