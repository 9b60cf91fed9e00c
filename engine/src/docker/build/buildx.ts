import { type ChildProcess, spawn } from 'node:child_process';
import { UserError } from '../../user-error';
import type { EngineSocket } from '../engine';
import { imagesOf } from '../images';
import { openTransport } from '../transport';
import { splitLines } from '../split-lines';
import { explainFailure } from './build-error';
import { type BuildResult, type CheckedRequest, readSecret } from './build-request';
import { buildxCommand } from './buildx-command';
import type { OnBuildEvent } from './events';
import { readRawJson } from './rawjson';
import { createTrace } from './trace';

/** How long buildx may take to wind up a cancelled build. */
const CANCEL_GRACE = 3_000;
/** A log line is in base64 within its message. Characters. */
const LONGEST_LINE = 64 * 1024 * 1024;
const COMPLAINT_LINES = 20;

/** Whether the docker CLI has buildx. */
export async function hasBuildx(signal: AbortSignal, program = 'docker'): Promise<boolean> {
  const child = spawn(program, ['buildx', 'version'], { stdio: 'ignore', windowsHide: true, signal });
  return new Promise((resolve) => {
    child.on('error', () => {
      resolve(false);
    });
    child.on('close', (code) => {
      resolve(code === 0);
    });
  });
}

/** Builds with `docker buildx build --load`, run without a shell. Registries are read with the docker CLI's own logins. */
export async function buildWithBuildx(
  socket: EngineSocket,
  request: CheckedRequest,
  signal: AbortSignal,
  onEvent: OnBuildEvent,
  program = 'docker',
): Promise<BuildResult> {
  // A secret that can't be read is told of here as it is by the other builders.
  for (const id of Object.keys(request.secrets ?? {})) await readSecret(request, id);
  if (!(await hasBuildx(signal, program))) {
    signal.throwIfAborted();
    throw new UserError(
      'The builder `buildx` is asked for, but `docker buildx version` does not work.',
      'Install the docker CLI with its buildx plugin, or use the builder `auto`.',
    );
  }
  onEvent({ kind: 'notice', message: 'The build runs with `docker buildx build`, and with the docker CLI’s logins.' });
  const { words, environment } = buildxCommand(request, socket, process.env);
  const trace = createTrace(onEvent, request.lines.lineOf);
  const complaint: string[] = [];
  const take = (line: string): void => {
    const status = readRawJson(line);
    if (status !== undefined) trace.take(status);
    else if (line.trim() !== '') complaint.push(line);
    if (complaint.length > COMPLAINT_LINES) complaint.shift();
  };
  const code = await run(program, words, environment, take, signal);
  trace.end();
  signal.throwIfAborted();
  if (code !== 0) {
    const said = complaint.join('\n').replace(/^ERROR: /, '');
    const step = trace.failed();
    const message =
      said === '' ? (step?.error ?? `docker buildx ended with exit code ${code ?? 'of a signal'}.`) : said;
    throw explainFailure({ message, step }, request.dockerfile, request.lines);
  }
  return { imageId: await idOf(socket, request.tag, signal) };
}

/** Answers the exit code; null: it was killed. */
function run(
  program: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<number | null> {
  signal.throwIfAborted();
  const ownGroup = process.platform !== 'win32';
  const child = spawn(program, words, {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: true,
    // buildx is a child of docker, which would die alone.
    detached: ownGroup,
  });
  const lines = splitLines(LONGEST_LINE);
  child.stderr.on('data', (bytes: Buffer) => {
    lines.push(bytes).forEach(onLine);
  });
  const onAbort = (): void => {
    endTree(child, 'SIGTERM');
    const kill = setTimeout(() => {
      endTree(child, 'SIGKILL');
    }, CANCEL_GRACE);
    child.on('close', () => {
      clearTimeout(kill);
    });
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      lines.end().forEach(onLine);
      resolve(code);
    });
  }).finally(() => {
    signal.removeEventListener('abort', onAbort);
  });
}

function endTree({ pid }: ChildProcess, how: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => undefined,
    );
    return;
  }
  try {
    process.kill(-pid, how);
  } catch {
    // It has ended.
  }
}

async function idOf(socket: EngineSocket, tag: string, signal: AbortSignal): Promise<string> {
  const image = await imagesOf(await openTransport(socket)).inspect(tag, signal);
  if (image === undefined) throw new Error(`the engine has no image ${tag} although it was built`);
  return image.Id;
}
