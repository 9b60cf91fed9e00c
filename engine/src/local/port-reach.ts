import type { DockerEngine } from '../docker/engine';
import { sharesFolder } from '../docker/shared-files';
import type { ContainerPlan } from '../plan/types';
import { UserError } from '../user-error';

/**
 * Throws when a container is to publish ports on a machine that is not this one: they are published on its loopback
 * address, where nobody here gets to them. `folder`: one of ours, by which the engine’s machine is told.
 */
export async function refuseUnreachablePorts(
  engine: DockerEngine,
  plans: readonly ContainerPlan[],
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  if (plans.every(({ ports }) => Object.keys(ports).length === 0)) return;
  if (await sharesFolder(engine, folder, signal)) return;
  throw new UserError(
    `The Docker Engine (found by ${engine.foundBy}) runs on another machine, where the container’s ports are published for that machine alone.`,
    `Use an engine on this machine (change ${engine.foundBy}), or run this on the machine of the engine.`,
  );
}
