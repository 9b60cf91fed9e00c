import type { Duplex, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { list, member, number, text, texts } from './answer';
import { filterText, unlessMissing, unlessStatus } from './calls';
import { EngineError } from './engine';
import type { ContainerInspectInfo, Containers, ExecOptions, ExecResult } from './engine';
import { outputOf } from './output';
import type { Transport } from './transport';

/** How long somebody else may take to remove a container. */
const REMOVAL_MILLISECONDS = 60_000;
const REMOVAL_PAUSE_MILLISECONDS = 50;

export function containersOf(transport: Transport): Containers {
  const post = (id: string, verb: string, query: Record<string, string | number | boolean | undefined> = {}) =>
    transport.json({ method: 'POST', path: `/containers/${id}/${verb}`, query });
  return {
    create: async (options, signal) => {
      const { name, platform, abortSignal: _, ...body } = options;
      const query = { name, platform };
      signal?.throwIfAborted();
      // Not by the signal: broken off half way, it would leave a container that nobody knows.
      const answer = await transport.json({ method: 'POST', path: '/containers/create', query, body });
      const warnings = list(member(answer, 'Warnings')).filter((one): one is string => typeof one === 'string');
      const id = text(answer, 'Id') ?? '';
      if (signal?.aborted === true) {
        await removed(transport, id);
        signal.throwIfAborted();
      }
      return { id, warnings };
    },
    start: async (id, signal) => {
      await transport.json({ method: 'POST', path: `/containers/${id}/start`, signal });
    },
    attach: async (id, signal) => {
      const query = { stream: true, stdout: true, stderr: true };
      return outputOf(await transport.hijack({ method: 'POST', path: `/containers/${id}/attach`, query, signal }));
    },
    wait: async (id, condition, signal) => {
      const query = { condition };
      const stream = await transport.stream({ method: 'POST', path: `/containers/${id}/wait`, query, signal });
      const exitCode = exitCodeOf(stream);
      // Whoever asked may be gone when the connection breaks.
      exitCode.catch(() => undefined);
      return { exitCode };
    },
    stop: async (id, graceSeconds) => {
      await unlessMissing(post(id, 'stop', { t: graceSeconds }));
    },
    kill: async (id, unixSignal) => {
      await unlessStatus(post(id, 'kill', { signal: unixSignal }), [404, 409]);
    },
    remove: (id) => removed(transport, id),
    inspect: async (id, signal) => {
      const answer = await unlessMissing(transport.json({ method: 'GET', path: `/containers/${id}/json`, signal }));
      return answer as ContainerInspectInfo | undefined;
    },
    list: async (filters, signal) => {
      const query = { all: true, filters: filterText(filters) };
      const answer = await transport.json({ method: 'GET', path: '/containers/json', query, signal });
      return list(answer).map((one) => ({
        id: text(one, 'Id') ?? '',
        name: nameOf(one),
        image: text(one, 'Image') ?? '',
        labels: texts(member(one, 'Labels')),
        state: text(one, 'State') ?? '',
      }));
    },
    logs: async (id, { follow, since, tail, timestamps }, signal) => {
      const query = { stdout: true, stderr: true, follow, since, tail, timestamps };
      return outputOf(await transport.stream({ method: 'GET', path: `/containers/${id}/logs`, query, signal }));
    },
    putArchive: async (id, path, archive, signal) => {
      await transport.json({
        method: 'PUT',
        path: `/containers/${id}/archive`,
        query: { path },
        file: archive,
        signal,
      });
    },
    getArchive: async (id, path, signal) =>
      unlessMissing(transport.stream({ method: 'GET', path: `/containers/${id}/archive`, query: { path }, signal })),
    exec: (id, options, signal) => exec(transport, id, options, signal),
    openExec: async (id, command, signal) => {
      const connection = await startExec(transport, id, { command, stdin: new Uint8Array() }, signal);
      return { input: connection.stream, output: outputOf(connection.stream) };
    },
  };
}

/** Ends and removes it, and answers when it is gone: while somebody else is removing it, the engine refuses (409). */
async function removed(transport: Transport, id: string): Promise<void> {
  const query = { force: true, v: true };
  const deadline = Date.now() + REMOVAL_MILLISECONDS;
  for (;;) {
    try {
      await unlessMissing(transport.json({ method: 'DELETE', path: `/containers/${id}`, query }));
      return;
    } catch (error) {
      const beingRemoved = error instanceof EngineError && error.statusCode === 409;
      if (!beingRemoved || Date.now() > deadline) throw error;
      await sleep(REMOVAL_PAUSE_MILLISECONDS);
    }
  }
}

function nameOf(container: unknown): string {
  const first = list(member(container, 'Names'))[0];
  return typeof first === 'string' ? first.replace(/^\//, '') : '';
}

async function exitCodeOf(stream: Readable): Promise<number> {
  const said = (await buffer(stream)).toString();
  const answer: unknown = said.trim() === '' ? undefined : JSON.parse(said);
  const failure = text(member(answer, 'Error'), 'Message');
  const exitCode = number(answer, 'StatusCode');
  if (exitCode !== undefined && (failure === undefined || failure === '')) return exitCode;
  throw new EngineError(failure ?? 'the engine went away while the container ran', 500);
}

async function startExec(
  transport: Transport,
  id: string,
  options: ExecOptions,
  signal: AbortSignal | undefined,
): Promise<{ readonly execId: string; readonly stream: Duplex }> {
  const { stdin } = options;
  const body = {
    Cmd: options.command,
    Env: Object.entries(options.environment ?? {}).map(([name, value]) => `${name}=${value}`),
    User: options.user,
    WorkingDir: options.workingDirectory,
    AttachStdin: stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
  };
  const created = await transport.json({ method: 'POST', path: `/containers/${id}/exec`, body, signal });
  const execId = text(created, 'Id') ?? '';
  const start = { Detach: false, Tty: false };
  const stream = await transport.hijack({ method: 'POST', path: `/exec/${execId}/start`, body: start, signal });
  return { execId, stream };
}

async function exec(
  transport: Transport,
  id: string,
  options: ExecOptions,
  signal: AbortSignal | undefined,
): Promise<ExecResult> {
  const { stdin } = options;
  const { execId, stream: connection } = await startExec(transport, id, options, signal);
  if (stdin !== undefined) connection.end(stdin);
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  for await (const { stream, data } of outputOf(connection)) chunks[stream].push(data);
  const ended = await transport.json({ method: 'GET', path: `/exec/${execId}/json`, signal });
  return {
    exitCode: number(ended, 'ExitCode') ?? -1,
    stdout: Buffer.concat(chunks.stdout),
    stderr: Buffer.concat(chunks.stderr),
  };
}
