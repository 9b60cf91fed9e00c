import type { StartedContainer } from '../docker/run';

const KILLED = 137;

/** Stops it as SageMaker does, and tells how long it took. */
export async function stopEvidence(
  container: StartedContainer,
  graceSeconds: number,
): Promise<{ readonly killed: boolean; readonly seen: string }> {
  const begun = Date.now();
  const end = await container.stop(graceSeconds);
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  const killed = end.exitCode === KILLED;
  return {
    killed,
    seen: killed ? `SIGKILL was needed after ${seconds} s` : `exit code ${end.exitCode} after ${seconds} s`,
  };
}
