import type { DockerEngine } from '../docker/engine';
import { KEPT_LABEL } from '../docker/labels';

export const KEPT_PREFIX = 'smc-kept';

/** Something that a job left in the engine for the next one: its checkpoints. */
export interface KeptVolume {
  /** What removes it. */
  readonly name: string;
  /** For people: `checkpoints s3://bucket/checkpoints`. */
  readonly holds: string;
}

/** All volumes that are kept for later jobs, by what they hold. */
export async function listKept(engine: DockerEngine): Promise<readonly KeptVolume[]> {
  const volumes = await engine.volumes.list({ label: [KEPT_LABEL] });
  return volumes
    .map(({ name, labels }) => ({ name, holds: labels[KEPT_LABEL] ?? '' }))
    .sort((a, b) => (a.holds < b.holds ? -1 : 1));
}

/** Deletes one of them. The engine refuses it, with its own sentence, while a job uses it; of another volume nothing is done. */
export async function removeKept(engine: DockerEngine, name: string): Promise<void> {
  const kept = await listKept(engine);
  if (kept.some((one) => one.name === name)) await engine.volumes.remove(name);
}
