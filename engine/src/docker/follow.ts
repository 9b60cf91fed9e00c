import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../user-error';
import { EngineError } from './engine';
import type { DockerEngine, Output } from './engine';
import type { ContainerEnd } from './exit-problem';
import { lineSplitter, timedLine } from './log-lines';
import type { LineCounts, LogEvent, StreamName } from './log-lines';

const LAST_LINES = 40;
/** How long an engine that went away may take to come back (a restart, Docker Desktop waking up). */
const RETURN_MILLISECONDS = 60_000;
const RETRY_MILLISECONDS = 500;
/** What a container wrote just before it ended may still be on its way. */
const DRAIN_MILLISECONDS = 5_000;

export interface Follower {
  readonly host: string | undefined;
  onLine(line: LogEvent): void;
}

export interface Following {
  readonly lastLines: readonly string[];
  /** Reads the output of a container from its very start to its end. */
  read(output: Output): Promise<void>;
  /** Goes on from the engine’s own record of the output, after the lines that were seen already. */
  resume(engine: DockerEngine, id: string, signal: AbortSignal): Promise<void>;
  /** Gives the last line when it has no end of line. Only once the container has ended: else it would be half a line. */
  finish(): void;
}

/** Turns a container’s output into lines, and never gives a line twice. */
export function following(follower: Follower, seen: LineCounts = { stdout: 0, stderr: 0 }): Following {
  const lastLines: string[] = [];
  const counts = { ...seen };
  // Each reader takes the place of the one before, which may still get something.
  let current = 0;
  let finish: () => void = () => undefined;
  const emit = (stream: StreamName, line: string, timed: boolean) => {
    counts[stream]++;
    const { time, text } = timed ? timedLine(line) : { time: new Date(), text: line };
    lastLines.push(text);
    if (lastLines.length > LAST_LINES) lastLines.shift();
    follower.onLine({ host: follower.host, stream, time, text });
  };
  const read = async (output: Output, timed: boolean) => {
    const mine = ++current;
    const skip = timed ? { ...counts } : { stdout: 0, stderr: 0 };
    const splitter = lineSplitter();
    const take = (stream: StreamName, line: string) => {
      if (mine !== current) return;
      if (skip[stream] > 0) skip[stream]--;
      else emit(stream, line, timed);
    };
    finish = () => {
      for (const { stream, text } of splitter.flush()) take(stream, text);
    };
    for await (const chunk of output) {
      for (const line of splitter.push(chunk)) take(chunk.stream, line);
    }
  };
  return {
    lastLines,
    read: (output) => read(output, false),
    resume: async (engine, id, signal) => {
      await read(await engine.containers.logs(id, { follow: true, timestamps: true }, signal), true);
    },
    finish: () => {
      finish();
    },
  };
}

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

/** Removes a container, also when the engine goes away in the middle: then as soon as it is back. */
export async function removeSurely(engine: DockerEngine, id: string): Promise<void> {
  try {
    await engine.containers.remove(id);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    await engineReturned(engine, error, new AbortController().signal);
    await engine.containers.remove(id);
  }
}

/** Waits until the engine answers again after `error`. Throws a UserError when that takes more than a minute. */
async function engineReturned(engine: DockerEngine, error: unknown, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + RETURN_MILLISECONDS;
  for (;;) {
    await sleep(RETRY_MILLISECONDS, undefined, { signal });
    try {
      await engine.ping(AbortSignal.any([signal, AbortSignal.timeout(2_000)]));
      return;
    } catch {
      signal.throwIfAborted();
      if (Date.now() > deadline) throw engineLost(error);
    }
  }
}

function engineLost(cause: unknown): UserError {
  return new UserError(
    `The Docker Engine went away, and did not come back within ${RETURN_MILLISECONDS / 1000} s.`,
    'Start Docker. What is left of the run there is removed by the next one.',
    { cause },
  );
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
