import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerSummary, DockerEngine, Filters } from './engine';

const PAUSE_MS = 200;
/** An engine writes down that a container runs only after its first lines came, on a busy machine a good while after. */
const STARTING_MS = 10_000;

/** The containers that were started, running or not. One that is just being started is waited for. */
export async function listStarted(engine: DockerEngine, filters: Filters): Promise<readonly ContainerSummary[]> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    const found = await engine.containers.list(filters);
    const started = found.filter(({ state }) => state !== 'created');
    if (started.length === found.length || waited >= STARTING_MS) return started;
    await sleep(PAUSE_MS);
  }
}
