import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { capabilitiesOf } from './capabilities';
import type { DockerEngine } from './engine';
import { EngineError } from './engine';

const known = new WeakMap<DockerEngine, Map<string, Promise<boolean>>>();

/**
 * Whether the engine sees the same files below this folder as we do, so that it can be mounted and its published ports
 * are ours too. False for an engine on another machine, or outside the container in which we run. `folder`, or the nearest
 * one above it that exists, must be writable; asked once for each. Nothing is started for it.
 */
export function sharesFolder(engine: DockerEngine, folder: string, signal?: AbortSignal): Promise<boolean> {
  const ofEngine = known.get(engine) ?? new Map<string, Promise<boolean>>();
  known.set(engine, ofEngine);
  const before = ofEngine.get(folder);
  if (before !== undefined) return before;
  const asked = probe(engine, folder, signal);
  ofEngine.set(folder, asked);
  asked.catch(() => ofEngine.delete(folder));
  return asked;
}

/**
 * The engine checks the source of a mount before it looks for the image. So a container of an image that can't exist,
 * with a folder that only we know, says whether the folder is there.
 */
async function probe(engine: DockerEngine, folder: string, signal: AbortSignal | undefined): Promise<boolean> {
  if ((await capabilitiesOf(engine)).desktop) return true;
  const secret = join(nearestFolder(folder), `.probe-${randomUUID()}`);
  await fs.mkdir(secret);
  try {
    const Mounts = [{ Type: 'bind' as const, Source: secret, Target: '/probe' }];
    const image = `sagemaker-containers.invalid/probe:${randomUUID()}`;
    const made = await engine.containers.create({ Image: image, HostConfig: { Mounts } }, signal);
    await engine.containers.remove(made.id);
    return true;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return !/does not exist|invalid mount|no such file/i.test(error.message);
  } finally {
    await fs.rmdir(secret).catch(() => undefined);
  }
}

/** A job's folder is made later, and a contract test never makes one. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder));
}
