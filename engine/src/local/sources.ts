import * as fs from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { createReadStream } from 'node:fs';
import { basename, posix } from 'node:path';
import { INPUT_DATA_DIR, OPT_ML } from '../../../contract/filesystem';
import { errorCode } from '../docker/error-code';
import type { MountPlan } from '../plan/types';
import { UserError } from '../user-error';
import { listObjects } from './data-objects';
import type { Reach } from './data-places';
import { packDisk } from './pack';
import { shardOf } from './shuffle-order';
import { isMissing } from './store-files';

export type BindMount = Extract<MountPlan, { type: 'bind' }>;

/** What stands behind a bind: the folder itself, a file under its own name, or what has to be put into a volume first. */
export type Data =
  | { readonly kind: 'bind'; readonly source: string; readonly target: string }
  | { readonly kind: 'load'; readonly open: (signal: AbortSignal) => Promise<Readable> };

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/** Nothing but the folders that the plan names. */
const NO_REACH: Reach = { upload: () => Promise.resolve(undefined), s3: undefined };

/** What a mount shows the container. Throws a UserError when there is nothing. */
export async function dataOf(mount: BindMount, reach: Reach = NO_REACH): Promise<Data> {
  const found = await fs.stat(mount.source).catch((error: unknown) => {
    const why = isMissing(error) ? 'does not exist' : `can’t be read (${errorCode(error) ?? String(error)})`;
    throw new UserError(
      `“${mount.source}”, which the container should see at ${mount.target}, ${why}.`,
      'Make the folder, or correct its path in the overlay (`<name>.local.json`).',
      { cause: error },
    );
  });
  if (mount.manifest === true || mount.shard !== undefined) {
    return { kind: 'load', open: (signal) => gathered(mount, reach, signal) };
  }
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

/** What the manifest names, and of that what this host gets. */
async function gathered(mount: BindMount, reach: Reach, signal: AbortSignal): Promise<Readable> {
  const objects = shardOf(await listObjects(mount, reach, signal), mount.shard);
  const files = await Promise.all(
    objects.map(async (object) => ({ path: await object.file(signal), name: object.name })),
  );
  return packDisk(files, signal);
}
