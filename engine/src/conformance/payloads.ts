import * as fs from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Payload } from './types';

/** Where sample payloads lie, beside the Dockerfile. */
export const PAYLOADS_FOLDER = join('.sagemaker', 'payloads');

const EXPECTED = '.expected';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.jsonl': 'application/jsonlines',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.npy': 'application/x-npy',
  '.parquet': 'application/x-parquet',
  '.txt': 'text/plain',
  '.libsvm': 'text/libsvm',
};

export function contentTypeOf(name: string): string {
  return CONTENT_TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream';
}

/** The payloads of a folder, by name; none when there is no such folder. */
export async function payloadsIn(folder: string): Promise<readonly Payload[]> {
  const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((it) => it.isFile() && !it.name.endsWith(EXPECTED)).map((it) => it.name);
  return Promise.all(names.sort().map((name) => readPayload(join(folder, name))));
}

/** A payload, and the answer that is expected when `<file>.expected` is there. */
export async function readPayload(file: string): Promise<Payload> {
  const body = await fs.readFile(file);
  const expected = await fs.readFile(`${file}${EXPECTED}`).catch(() => undefined);
  const name = basename(file);
  return { name, contentType: contentTypeOf(name), body, expected };
}
