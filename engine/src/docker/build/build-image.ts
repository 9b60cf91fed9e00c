import { UserError } from '../../user-error';
import {
  type BuildOptions,
  type BuildRequest,
  type BuildResult,
  type CheckedRequest,
  checkRequest,
} from './build-request';
import { buildWithBuildKit } from './buildkit';
import { buildWithBuildx, hasBuildx } from './buildx';
import { buildClassic } from './classic';
import type { OnBuildEvent } from './events';
import type { EngineSocket } from '../engine';

const UNREACHABLE = ['ECONNREFUSED', 'ENOENT', 'EACCES', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH'];
const BROKEN = ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'];

/**
 * Builds an image and tags it, with the builder that the request names; `auto`: with the engine's BuildKit, or, where it
 * has none, with `docker buildx`, or with the engine's classic builder. Rejects with a BuildError that names the line in
 * the Dockerfile, or with the signal's reason when it is aborted.
 */
export async function buildImage(
  socket: EngineSocket,
  request: BuildRequest,
  { signal = new AbortController().signal, onEvent = () => undefined }: BuildOptions = {},
): Promise<BuildResult> {
  signal.throwIfAborted();
  const checked = await checkRequest(request);
  try {
    return await build(socket, checked, signal, onEvent);
  } catch (error) {
    throw explainUnreachable(error);
  }
}

async function build(
  socket: EngineSocket,
  request: CheckedRequest,
  signal: AbortSignal,
  onEvent: OnBuildEvent,
): Promise<BuildResult> {
  const { builder = 'auto' } = request;
  if (builder === 'classic') return buildClassic(socket, request, signal, onEvent);
  if (builder === 'buildx') return buildWithBuildx(socket, request, signal, onEvent);
  const result = await buildWithBuildKit(socket, request, signal, onEvent);
  if (result !== undefined) return result;
  if (builder === 'engine') {
    throw new UserError(
      'The engine has no BuildKit that its API would offer.',
      'Use Docker 18.09 or newer, or the builder `auto`, which takes `docker buildx` or the classic builder then.',
    );
  }
  if (await hasBuildx(signal)) return buildWithBuildx(socket, request, signal, onEvent);
  return buildClassic(socket, request, signal, onEvent);
}

/** Our own files are read with paths, so an error of the connection is told by its code and system call. */
function explainUnreachable(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') {
    return error;
  }
  const { code } = error;
  const cause = { cause: error };
  if ('syscall' in error && error.syscall === 'connect' && UNREACHABLE.includes(code)) {
    return new UserError(`The Docker Engine does not answer (${code}).`, 'Start Docker, and try again.', cause);
  }
  if (BROKEN.includes(code)) {
    return new UserError(
      `The Docker Engine broke off the build (${code}).`,
      'See whether the engine still runs, and build again.',
      cause,
    );
  }
  if (code === 'EACCES' && 'path' in error && typeof error.path === 'string') {
    return new UserError(
      `${error.path} belongs to the build context, but may not be read.`,
      'Make it readable for you, or leave it out with .dockerignore.',
      cause,
    );
  }
  return error;
}
