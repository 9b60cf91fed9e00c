import { afterAll, afterEach, describe, inject } from 'vitest';
import type { DockerEngine, Labels } from '../../../engine/src/docker/engine';
import { OWNED_LABEL } from '../../../engine/src/docker/labels';
import type { Owner } from '../../../engine/src/docker/labels';
import { openEngine } from '../../../engine/src/docker/open-engine';
import { localProcesses } from '../../../engine/src/docker/owner';

/** `describe` that is skipped where there is no Docker Engine. */
export const describeWithEngine: typeof describe | typeof describe.skip =
  inject('engineSocket') === '' ? describe.skip : describe;

export function testEngine(): Promise<DockerEngine> {
  return openEngine({ socketPath: inject('engineSocket') }, 'the tests');
}

/** An owner that no other test has, whose things are ended after each test. */
export async function testOwner(): Promise<Owner> {
  const processes = localProcesses();
  const started = (await processes.started(process.pid)) ?? '';
  return { pid: process.pid, started, machine: processes.machine, window: `test-${crypto.randomUUID()}` };
}

/** What of this owner is in the engine. */
export async function leftovers(engine: DockerEngine, owner: Owner): Promise<readonly string[]> {
  const filters = { label: [`${OWNED_LABEL}=true`] };
  const own = (one: { readonly labels: Labels }) => Object.values(one.labels).includes(owner.window);
  const [containers, networks, volumes] = await Promise.all([
    engine.containers.list(filters),
    engine.networks.list(filters),
    engine.volumes.list(filters),
  ]);
  return [...containers, ...networks, ...volumes].filter(own).map((one) => one.name);
}

/** Runs the cleanups of a test file, last first. */
export function cleanups(): (cleanup: () => Promise<unknown>) => void {
  const all: (() => Promise<unknown>)[] = [];
  const run = async () => {
    for (let next = all.pop(); next !== undefined; next = all.pop()) await next();
  };
  afterEach(run);
  afterAll(run);
  return (cleanup) => all.push(cleanup);
}
