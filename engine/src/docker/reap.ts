import type { DockerEngine, Labels } from './engine';
import { OWNED_LABEL, ownerOf } from './labels';
import type { Owner } from './labels';
import { localProcesses, ownerState } from './owner';
import type { Processes } from './owner';

export interface Reaped {
  /** Names, for the log. */
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  /** What could not be removed, and why. */
  readonly problems: readonly string[];
}

/**
 * Ends everything in the engine that carries our label and whose owner is dead: containers first, then the networks
 * and volumes that they used. `keep` spares what is going to be taken up again.
 */
export async function reap(
  engine: DockerEngine,
  keep: (labels: Labels) => boolean = () => false,
  processes: Processes = localProcesses(),
): Promise<Reaped> {
  const dead = deadOwners(processes);
  return sweep(engine, async (labels) => !keep(labels) && (await dead(labels)));
}

/** Ends everything of one owner: on Ctrl-C, and when a window closes. */
export function reapOwn(engine: DockerEngine, owner: Owner): Promise<Reaped> {
  return sweep(engine, (labels) => {
    const found = ownerOf(labels);
    const same = found?.pid === owner.pid && found.started === owner.started && found.machine === owner.machine;
    return Promise.resolve(same && found.window === owner.window);
  });
}

function deadOwners(processes: Processes): (labels: Labels) => Promise<boolean> {
  const states = new Map<string, Promise<boolean>>();
  return async (labels) => {
    const owner = ownerOf(labels);
    if (owner === undefined) return false;
    const key = JSON.stringify([owner.machine, owner.pid, owner.started]);
    const state = states.get(key) ?? ownerState(owner, processes).then((one) => one === 'dead');
    states.set(key, state);
    return state;
  };
}

async function sweep(engine: DockerEngine, ends: (labels: Labels) => Promise<boolean>): Promise<Reaped> {
  const filters = { label: [`${OWNED_LABEL}=true`] };
  const problems: string[] = [];
  const removeAll = async <T extends { readonly name: string; readonly labels: Labels }>(
    all: readonly T[],
    remove: (one: T) => Promise<void>,
  ): Promise<readonly string[]> => {
    const removed = await Promise.all(
      all.map(async (one) => {
        if (!(await ends(one.labels))) return undefined;
        try {
          await remove(one);
          return one.name;
        } catch (error) {
          problems.push(`${one.name}: ${error instanceof Error ? error.message : String(error)}`);
          return undefined;
        }
      }),
    );
    return removed.filter((name) => name !== undefined);
  };
  const { containers, networks, volumes } = engine;
  return {
    containers: await removeAll(await containers.list(filters), (one) => containers.remove(one.id)),
    networks: await removeAll(await networks.list(filters), (one) => networks.remove(one.id)),
    volumes: await removeAll(await volumes.list(filters), (one) => volumes.remove(one.name)),
    problems,
  };
}
