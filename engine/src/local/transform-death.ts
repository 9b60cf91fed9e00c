import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from './endpoint-run';
import { ping } from './serving';

/** How long it may take until the end of a container is known after its port has been closed. */
const KNOWN_MS = 3_000;
const PAUSE_MS = 200;
const ENGINE_MS = 2_000;

/**
 * Requests that got no answer are the first to show that a container died, or that the engine took it along. Waits
 * until `died` says so, which is the better reason; at once where all containers answer or the signal ends it.
 */
export async function deathKnown(fleet: Fleet, died: AbortSignal): Promise<void> {
  const alive = await Promise.all(
    fleet.states.map((host) =>
      ping(host, died).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (alive.every(Boolean)) return;
  // While the engine is away nobody can tell; whoever follows the containers gives up in the end, and says so by `died`.
  for (let answered = 0; answered < KNOWN_MS && !died.aborted; answered += PAUSE_MS) {
    await sleep(PAUSE_MS);
    if (!(await engineAnswers(fleet, died))) answered = 0;
  }
}

async function engineAnswers(fleet: Fleet, died: AbortSignal): Promise<boolean> {
  try {
    await fleet.run.bench.engine.ping(AbortSignal.any([died, AbortSignal.timeout(ENGINE_MS)]));
    return true;
  } catch {
    return false;
  }
}
