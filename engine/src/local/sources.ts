import * as fs from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { createReadStream } from 'node:fs';
import { basename, join, posix, sep } from 'node:path';
import { INPUT_DATA_DIR, OPT_ML } from '../../../contract/filesystem';
import type { MountPlan } from '../plan/types';
import { UserError } from '../user-error';
import { filesBelow, packDisk } from './pack';
import type { PackedFile } from './pack';

export type BindMount = Extract<MountPlan, { type: 'bind' }>;

/** What stands behind a bind: the folder itself, a file under its own name, or what has to be put into a volume first. */
export type Data =
  | { readonly kind: 'bind'; readonly source: string; readonly target: string }
  | { readonly kind: 'load'; readonly open: (signal: AbortSignal) => Promise<Readable> };

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

export async function dataOf(mount: BindMount): Promise<Data> {
  const found = await fs.stat(mount.source).catch(() => undefined);
  if (found === undefined) {
    throw new UserError(
      `“${mount.source}”, which the container should see at ${mount.target}, does not exist.`,
      'Make the folder, or correct its path in the overlay (`<name>.local.json`).',
    );
  }
  if (mount.manifest === true) return { kind: 'load', open: (signal) => manifest(mount, signal) };
  if (mount.shard !== undefined) return { kind: 'load', open: (signal) => shard(mount, signal) };
  if (found.isDirectory()) return { kind: 'bind', source: mount.source, target: mount.target };
  if (mount.unpack === true) return { kind: 'load', open: () => unpacked(mount.source) };
  const target = isDirectory(mount.target) ? `${mount.target}/${basename(mount.source)}` : mount.target;
  return { kind: 'bind', source: mount.source, target };
}

/**
 * Whether a file is one object of the data at this path, where it lies under its own name, rather than being mounted at
 * the path itself. Channels are always directories, and the overlay mounts files wherever it likes.
 */
function isDirectory(target: string): boolean {
  if (posix.dirname(target) === INPUT_DATA_DIR) return true;
  return target.startsWith(`${OPT_ML}/`) && posix.extname(target) === '';
}

/** The archive as a plain tar. */
async function unpacked(path: string): Promise<Readable> {
  const file = await fs.open(path);
  const head = Buffer.alloc(GZIP_MAGIC.length);
  await file.read(head, 0, head.length, 0);
  await file.close();
  const raw = createReadStream(path);
  if (!head.equals(GZIP_MAGIC)) return raw;
  const plain = createGunzip();
  raw.on('error', (error) => plain.destroy(error));
  return raw.pipe(plain);
}

/** Every so-many-th file, as ShardedByS3Key hands them out. */
async function shard(mount: BindMount, signal: AbortSignal): Promise<Readable> {
  const files = await filesBelow(mount.source);
  return packDisk(sharded(files, mount), signal);
}

function sharded(files: readonly PackedFile[], mount: BindMount): readonly PackedFile[] {
  const { shard } = mount;
  return shard === undefined ? files : files.filter((_, index) => index % shard.of === shard.index);
}

/**
 * What a manifest names: `[{"prefix": "s3://…"}, "a", "b"]`. The prefix stands for the folder in which the manifest lies,
 * so the names are looked for there, by their full path or their last part.
 */
async function manifest(mount: BindMount, signal: AbortSignal): Promise<Readable> {
  const path = (await fs.stat(mount.source)).isDirectory() ? await onlyManifest(mount.source) : mount.source;
  const folder = join(path, '..');
  const files: PackedFile[] = [];
  for (const name of manifestNames(await fs.readFile(path, 'utf8'))) {
    const inside = join(folder, name);
    if (inside !== folder && !inside.startsWith(folder + sep)) continue;
    const found = await fs.stat(inside).catch(() => undefined);
    if (found === undefined) {
      throw new UserError(
        `The manifest “${path}” names “${name}”, which is not beside it.`,
        'Put the files that a manifest names beside it, under the same names.',
      );
    }
    files.push({ path: inside, name });
  }
  return packDisk(sharded(files, mount), signal);
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

export function manifestNames(text: string): readonly string[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    document = undefined;
  }
  if (!Array.isArray(document)) {
    throw new UserError(
      'The manifest is no JSON list.',
      'Write it as `[{"prefix": "s3://bucket/folder/"}, "first.csv", "second.csv"]`.',
    );
  }
  return document.filter((one): one is string => typeof one === 'string');
}
