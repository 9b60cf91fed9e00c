import { DEFAULT_OVERLAY, resolveS3 } from '../requests/overlay';
import { UserError } from '../user-error';
import { keyOf, localObject, remoteObject } from './data-object';
import type { DataObject } from './data-object';
import { s3Place } from './s3-reader';
import type { S3Store } from './s3-store';

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

/** The path on this machine; undefined: it has to come from S3. */
export async function localPath(source: string, reach: Reach): Promise<string | undefined> {
  return s3Place(source) === undefined ? source : reach.upload(source);
}

/** The path in the folder that stands for an S3 URI. */
export function standIn(uri: string, folders: ObjectsPlan['folders']): string | undefined {
  // The targets are absolute already.
  return resolveS3({ ...DEFAULT_OVERLAY, s3: folders ?? {} }, uri, '');
}

/** Throws when there is no connection. */
export function storeOf(uri: string, { s3 }: Reach): S3Store {
  if (s3 !== undefined) return s3;
  throw new UserError(
    `“${uri}” can’t be read here: no folder stands for it, and there is no connection to AWS.`,
    `Name a folder for it in the overlay, \`"s3": {"${uri}": "./data"}\`, or a connection: \`--profile <name>\` in a terminal.`,
  );
}
