import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import type { Header } from 'tar-stream';
import type { DockerEngine } from '../docker/engine';
import { renamed } from '../named-errors';
import type { ContainerPlan } from '../plan/types';
import { UserError } from '../user-error';
import { eachEntry } from './pack';

/** A file of this machine that takes the place of the one that an image has of it, without a build. */
export interface ReplacedFile {
  /** The image that runs here, as the plan names it. */
  readonly image: string;
  /** What that name must stand for. */
  readonly imageId: string;
  /** Absolute path in the image. */
  readonly path: string;
  /** Absolute path on this machine. */
  readonly local: string;
  /** SHA-256, in hex, of what the image has there. */
  readonly sha256: string;
}

/** Name of the error that says that only a build brings the change into the image; nothing has been changed. */
export const NEEDS_BUILD = 'NeedsBuild';

/**
 * Puts files into a container that has been made and not started: with the owner and the mode that the image gives them,
 * as a build would. Only what is in the image as expected is replaced; else throws an error named NeedsBuild.
 */
export async function replaceFiles(
  engine: DockerEngine,
  { id, plan }: { readonly id: string; readonly plan: ContainerPlan },
  files: readonly ReplacedFile[],
  signal: AbortSignal,
): Promise<void> {
  const mine = files.filter(({ image }) => image === plan.image);
  if (mine.length === 0) return;
  const { Image: imageId } = (await engine.containers.inspect(id, signal)) ?? {};
  for (const file of mine) {
    if (file.imageId !== imageId) throw needsBuild('the image has been built anew meanwhile');
    if (plan.mounts.some(({ target }) => covers(target, file.path))) throw needsBuild(`${file.path} is mounted over`);
    await replace(engine, id, file, signal);
  }
}

async function replace(engine: DockerEngine, id: string, file: ReplacedFile, signal: AbortSignal): Promise<void> {
  try {
    const there = await fileAt(engine, id, file.path, signal);
    if (there?.sha256 !== file.sha256) throw needsBuild(`${file.path} is not in the image as it was copied`);
    const archive = await archiveOf(file.local, there.header);
    await engine.containers.putArchive(id, posix.dirname(file.path), archive, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError) throw error;
    throw needsBuild(error instanceof Error ? error.message : String(error));
  }
}

/** The regular file of a container at a path; undefined: there is none. */
async function fileAt(
  engine: DockerEngine,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<{ readonly header: Header; readonly sha256: string } | undefined> {
  const archive = await engine.containers.getArchive(id, path, signal);
  let found: { readonly header: Header; readonly sha256: string } | undefined;
  if (archive === undefined) return undefined;
  await eachEntry(archive, async ({ header, name, content }) => {
    if (header.type !== 'file' || name !== '') return;
    const hash = createHash('sha256');
    for await (const chunk of content) hash.update(chunk as Buffer);
    found = { header, sha256: hash.digest('hex') };
  });
  return found;
}

async function archiveOf(local: string, { name, mode, uid, gid, mtime: before }: Header): Promise<Buffer> {
  const content = await fs.readFile(local);
  const { mtime } = await fs.stat(local);
  const archive = pack();
  const all = buffer(archive);
  archive.entry({ name: posix.basename(name), mode, uid, gid, mtime: laterThan(before, mtime) }, content);
  archive.finalize();
  return all;
}

/** Archives know whole seconds, by which programs (Python's caches) notice a change. */
function laterThan(before: Date | undefined, now: Date): Date {
  const seconds = (time: Date): number => Math.floor(time.getTime() / 1000);
  return before !== undefined && seconds(before) === seconds(now) ? new Date((seconds(now) + 1) * 1000) : now;
}

function covers(target: string, path: string): boolean {
  return path === target || path.startsWith(`${target.replace(/\/+$/, '')}/`);
}

function needsBuild(why: string): UserError {
  return renamed(
    new UserError(`The image has to be built: ${why}.`, 'Build it, and update the endpoint.'),
    NEEDS_BUILD,
  );
}
