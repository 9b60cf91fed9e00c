import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { UserError } from '../user-error';
import { s3Place } from './s3-reader';
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

/** A file of this machine. */
export async function localObject(path: string, name: string): Promise<DataObject> {
  const { size } = await statOf(path);
  return {
    name,
    size,
    file: () => Promise.resolve(path),
    open: () => Promise.resolve(createReadStream(path)),
  };
}

/** An object of S3. */
export function remoteObject(object: S3Object, name: string, store: S3Store): DataObject {
  return {
    name,
    size: object.size,
    file: (signal) => store.fetch(object, signal),
    open: (signal) => store.open(object, signal),
  };
}

/** The name of a manifest's object is its whole key. */
export function keyOf(uri: string): string {
  return inside(s3Place(uri)?.key ?? uri);
}

/** A key of S3 may hold `..`; it must not lead out of the channel. */
export function inside(name: string): string {
  return name
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
}

/** Throws when it does not exist. */
export async function statOf(path: string) {
  const found = await fs.stat(path).catch(() => undefined);
  if (found !== undefined) return found;
  throw new UserError(
    `“${path}”, which the job should read, does not exist.`,
    'Make it, or correct its path in the overlay (`<name>.local.json`).',
  );
}
