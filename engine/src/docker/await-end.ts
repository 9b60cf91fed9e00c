import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from './engine';
import type { DockerEngine } from './engine';
import { engineReturned, RETURN_MILLISECONDS } from './engine-return';
import type { ContainerEnd } from './exit-problem';
import type { Following } from './following';

/** What a container wrote just before it ended may still be on its way. */
const DRAIN_MILLISECONDS = 5_000;

/**
 * Waits for the end of a container, also over a restart of the engine in the middle. `first` are the connections that
 * were opened before the start; without them (a container of before) new ones are opened.
 */
export async function awaitEnd(
  engine: DockerEngine,
  id: string,
  lines: Following,
  first: { readonly output: Promise<void>; readonly exitCode: Promise<number> } | undefined,
  signal: AbortSignal,
): Promise<Omit<ContainerEnd, 'stopped' | 'lastLines'>> {
  let connections = first;
  let withEngine = false;
  for (;;) {
    try {
      connections ??= await reopened(engine, id, lines, signal);
      const output = connections.output.then(
        () => true,
        () => false,
      );
      const exitCode = await Promise.race([connections.exitCode, exitAfterSilence(engine, id, output, signal)]);
      const drained = await Promise.race([output, sleep(DRAIN_MILLISECONDS, true, { ref: false })]);
      if (!drained) await lines.resume(engine, id, signal);
      lines.finish();
      return { ...(await endOf(engine, id, exitCode)), withEngine };
    } catch (error) {
      signal.throwIfAborted();
      // What the engine itself refuses is not for want of an engine.
      if (error instanceof EngineError && (error.statusCode === 404 || connections === undefined)) throw error;
      withEngine = (await endedByEngine(engine, id, error, signal)) || withEngine;
      connections = undefined;
    }
  }
}

/**
 * A wait that reached the engine after the exit would never answer (Podman answers it late): so once the output has
 * ended, the engine is asked too. Goes on waiting while the container runs.
 */
async function exitAfterSilence(
  engine: DockerEngine,
  id: string,
  output: Promise<unknown>,
  signal: AbortSignal,
): Promise<number> {
  await output;
  await sleep(DRAIN_MILLISECONDS, undefined, { ref: false });
  const state = (await engine.containers.inspect(id, signal))?.State;
  if (state?.Status === 'exited' || state?.Status === 'dead') return state.ExitCode;
  return new Promise(() => undefined);
}

/**
 * Waits until the engine is back after `error`, and answers whether it took the container along. An engine that comes back
 * ends what it ran before it answers anybody, by its stop signal, so that the exit code may even be 0. One with live
 * restore leaves it running, and so does Podman, which has no process that could be away.
 */
async function endedByEngine(engine: DockerEngine, id: string, error: unknown, signal: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + RETURN_MILLISECONDS;
  for (let problem = error; ;) {
    await engineReturned(engine, problem, signal);
    try {
      const [state, info, pinged] = await Promise.all([
        engine.containers.inspect(id, signal),
        engine.info(signal),
        engine.ping(signal),
      ]);
      const keeps = info.LiveRestoreEnabled === true || /libpod|podman/i.test(pinged.server ?? '');
      return !keeps && (state?.State.Status === 'exited' || state?.State.Status === 'dead');
    } catch (again) {
      // Not known yet, and what its exit code says is not to be believed before it is: it is asked once more.
      signal.throwIfAborted();
      if (Date.now() > deadline) throw again;
      problem = again;
    }
  }
}

async function reopened(engine: DockerEngine, id: string, lines: Following, signal: AbortSignal) {
  const { exitCode } = await engine.containers.wait(id, 'not-running', signal);
  const output = lines.resume(engine, id, signal);
  output.catch(() => undefined);
  return { exitCode, output };
}

async function endOf(engine: DockerEngine, id: string, exitCode: number) {
  const state = (await engine.containers.inspect(id))?.State;
  const startedAt = dateOf(state?.StartedAt);
  const finishedAt = dateOf(state?.FinishedAt);
  // The engine writes the start down after it, so a container that is over at once seems to end before it.
  const backwards = startedAt !== undefined && finishedAt !== undefined && finishedAt < startedAt;
  return {
    exitCode,
    outOfMemory: state?.OOMKilled === true,
    startedAt,
    finishedAt: backwards ? startedAt : finishedAt,
  };
}

/** The engine writes the year 1 for “never”. */
function dateOf(text: string | undefined): Date | undefined {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) || date.getTime() <= 0 ? undefined : date;
}
