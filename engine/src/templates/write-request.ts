import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { overlayPathOf } from '../requests/overlay';
import type { RequestKind } from '../requests/types';
import type { WrittenRequest } from './request-place';

/** What a request file is called: `<stem>.<kind>.json`. */
export interface RequestName {
  readonly stem: string;
  readonly kind: RequestKind;
}

/** A file that comes with a request, if it is not there yet; the path is relative to the request's folder. */
export interface StarterFile {
  readonly path: string;
  readonly text: string;
}

/** Writes the request and its overlay in a folder, under the first name that is free. Answers the request's path. */
export function writeRequest(
  folder: string,
  { stem, kind }: RequestName,
  request: object,
  overlay: Readonly<Record<string, unknown>>,
): string {
  for (let count = 1; ; count++) {
    const path = join(folder, `${count === 1 ? stem : `${stem}-${count}`}.${kind}.json`);
    const overlayPath = overlayPathOf(path);
    const merged = existsSync(overlayPath) ? mergedOverlay(readFileSync(overlayPath, 'utf8'), overlay) : overlay;
    if (existsSync(path) || merged === undefined) continue;
    if (Object.keys(merged).length > 0) writeFileSync(overlayPath, textOf(merged));
    writeFileSync(path, textOf(request), { flag: 'wx' });
    return path;
  }
}

/** Writes a request for an image of AWS with its overlay, and makes the folders that it reads. Answers its path. */
export function writeWithFolders(
  folder: string,
  name: RequestName,
  { request, overlay, folders }: WrittenRequest,
  starter?: StarterFile,
): string {
  for (const path of folders) mkdirSync(join(folder, path), { recursive: true });
  if (starter !== undefined) {
    const path = join(folder, starter.path);
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) writeFileSync(path, starter.text, { flag: 'wx' });
  }
  return writeRequest(folder, name, request, overlay);
}

function textOf(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** An overlay with more in it; what it says already stays, but for the new folders. Undefined: it is no plain JSON. */
export function mergedOverlay(text: string, more: Readonly<Record<string, unknown>>): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const old: Readonly<Record<string, unknown>> = { ...value };
    const both = (name: string): object => ({ ...asObject(old[name]), ...asObject(more[name]) });
    return {
      ...more,
      ...old,
      ...('s3' in more ? { s3: both('s3') } : {}),
      ...('images' in more ? { images: both('images') } : {}),
    };
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
