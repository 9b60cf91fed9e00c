import { setTimeout as sleep } from 'node:timers/promises';
import { awaitEnd } from './await-end';
import type { ContainerCreateOptions, DockerEngine } from './engine';
import { removeSurely } from './engine-return';
import type { ContainerEnd } from './exit-problem';
import { following } from './following';
import { HOST_LABEL, labelsFor } from './labels';
import type { Owner, Purpose } from './labels';
import type { LineCounts, LogEvent } from './log-lines';
import { refusedLimit } from './refused-limit';
import { startProblem } from './start-problem';
import type { Launch } from './start-problem';

export interface ContainerRun {
  /** As the Engine API takes it. Our labels are added; AutoRemove is not allowed, since it takes the reason of the end along. */
  readonly options: ContainerCreateOptions;
  /** `algo-1`; undefined for a helper. */
  readonly host: string | undefined;
  readonly owner: Owner;
  readonly purpose: Purpose;
  /** For the sentences about what went wrong. */
  readonly launch: Launch;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly stopGraceSeconds: number;
}

export interface RunHooks {
  onLine(line: LogEvent): void;
  /** Something that the user should know: a warning of the engine, a limit that could not be set. */
  onNote?(note: string): void;
  /** Between creation and start: files are put in here. */
  prepare?(id: string): Promise<void>;
}

export interface StartedContainer {
  readonly id: string;
  /** How it ended. Rejects when the engine stays away, or when somebody removed the container. */
  readonly ended: Promise<ContainerEnd>;
  /** SIGTERM, the grace, SIGKILL; answers when it has ended. */
  stop(graceSeconds?: number): Promise<ContainerEnd>;
  /** Follows it no longer, and leaves it as it is: `ended` rejects. */
  release(): void;
  /** Ends it if need be and removes it with its anonymous volumes. */
  remove(): Promise<void>;
}

/**
 * Creates and starts a container and follows it. The output is attached and the end awaited before the start, so that
 * nothing is missed. When it can't be started, nothing of it is left behind, and the error says why and what to do.
 * The signal ends the preparation; a container that has been started comes back whatever the signal says, and is ended
 * by `stop`.
 */
export async function startContainer(
  engine: DockerEngine,
  run: ContainerRun,
  hooks: RunHooks,
  signal?: AbortSignal,
): Promise<StartedContainer> {
  try {
    return await start(engine, run, hooks, signal);
  } catch (error) {
    const limit = refusedLimit(error);
    if (limit === undefined || run.options.HostConfig?.Ulimits === undefined) throw startProblem(error, run.launch);
    hooks.onNote?.(
      `This engine may not raise the limit “${limit}”, so the container runs with the engine’s own limits.`,
    );
  }
  const { Ulimits: _, ...HostConfig } = run.options.HostConfig;
  try {
    return await start(engine, { ...run, options: { ...run.options, HostConfig } }, hooks, signal);
  } catch (error) {
    throw startProblem(error, run.launch);
  }
}

/** Runs a container to its end and removes it. `after` may take files out of it first. The signal stops it. */
export async function runContainer(
  engine: DockerEngine,
  run: ContainerRun,
  hooks: RunHooks & { after?(id: string, end: ContainerEnd): Promise<void> },
  signal?: AbortSignal,
): Promise<ContainerEnd> {
  const container = await startContainer(engine, run, hooks, signal);
  const stop = () => {
    container.stop().catch(() => undefined);
  };
  try {
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
    const end = await container.ended;
    await hooks.after?.(container.id, end);
    return end;
  } finally {
    signal?.removeEventListener('abort', stop);
    await container.remove();
  }
}

/** Follows a container that runs (or ran) already: after a restart of our process. `seen` lines are not given again. */
export function followContainer(
  engine: DockerEngine,
  id: string,
  run: Pick<ContainerRun, 'host' | 'stopGraceSeconds'>,
  hooks: Pick<RunHooks, 'onLine'>,
  seen: LineCounts,
): StartedContainer {
  const lines = following({ host: run.host, onLine: hooks.onLine.bind(hooks) }, seen);
  const controller = new AbortController();
  const end = awaitEnd(engine, id, lines, undefined, controller.signal);
  return handle(engine, id, run, lines.lastLines, end, controller);
}

async function start(
  engine: DockerEngine,
  run: ContainerRun,
  hooks: RunHooks,
  signal: AbortSignal | undefined,
): Promise<StartedContainer> {
  const { containers } = engine;
  const { id, warnings } = await containers.create(createOptions(run), signal);
  const controller = new AbortController();
  try {
    for (const warning of warnings) hooks.onNote?.(warning);
    await hooks.prepare?.(id);
    signal?.throwIfAborted();
    const lines = following({ host: run.host, onLine: hooks.onLine.bind(hooks) });
    const output = lines.read(await containers.attach(id, controller.signal));
    output.catch(() => undefined);
    const { exitCode } = await waitRequested(containers.wait(id, 'next-exit', controller.signal));
    // Not by the signal: lines come before the answer, and a start broken off half way would leave it running.
    await containers.start(id);
    const end = awaitEnd(engine, id, lines, { output, exitCode }, controller.signal);
    return handle(engine, id, run, lines.lastLines, end, controller);
  } catch (error) {
    controller.abort();
    await removeSurely(engine, id);
    throw error;
  }
}

/** Old engines answer the headers of a wait only with the exit: then the request itself is what has to be on its way. */
async function waitRequested(wait: Promise<{ readonly exitCode: Promise<number> }>) {
  const late = { exitCode: wait.then(({ exitCode }) => exitCode) };
  late.exitCode.catch(() => undefined);
  return Promise.race([wait, sleep(300, late, { ref: false })]);
}

function createOptions(run: ContainerRun): ContainerCreateOptions {
  const { options, owner, purpose, host } = run;
  return {
    Tty: false,
    ...options,
    AttachStdout: true,
    AttachStderr: true,
    StopTimeout: run.stopGraceSeconds,
    HostConfig: { ...options.HostConfig, AutoRemove: false },
    Labels: {
      ...options.Labels,
      ...labelsFor(owner, purpose),
      ...(host === undefined ? {} : { [HOST_LABEL]: host }),
    },
  };
}

function handle(
  engine: DockerEngine,
  id: string,
  run: Pick<ContainerRun, 'stopGraceSeconds'>,
  lastLines: readonly string[],
  end: Promise<Omit<ContainerEnd, 'stopped' | 'lastLines'>>,
  controller: AbortController,
): StartedContainer {
  let stopped = false;
  const ended = end.then((known): ContainerEnd => ({ ...known, stopped, lastLines: [...lastLines] }));
  // Whoever only removes it does not wait for its end.
  ended.catch(() => undefined);
  return {
    id,
    ended,
    stop: async (graceSeconds = run.stopGraceSeconds) => {
      stopped = true;
      await engine.containers.stop(id, graceSeconds);
      return ended;
    },
    release: () => {
      controller.abort();
    },
    remove: async () => {
      await removeSurely(engine, id);
      controller.abort();
    },
  };
}
